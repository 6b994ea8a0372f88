/**
 * Noise for figures that are given away: whole numbers, two-sided geometric (Ghosh, Roughgarden, Sundararajan 2009),
 * drawn exactly, without floating point, whose rounding could tell the true figure (Canonne, Kamath, Steinke 2020,
 * algorithms 1 and 2).
 */
import { randomInt } from 'node:crypto'

/** A whole number from 0 to limit − 1, each as likely; nobody can guess it. */
export type Uniform = (limit: number) => number

/** Epsilon as a fraction, so that it is exact: `{ over: 20, parts: 3 }` is 3/20. */
export interface Epsilon {
  readonly parts: number
  readonly over: number
}

/**
 * Probability of x in proportion to exp(−epsilon · |x|): what one conversation more or less can change by one is hidden
 * up to a factor of exp(epsilon).
 */
export function drawNoise({ parts, over }: Epsilon, uniform: Uniform = randomInt): number {
  for (;;) {
    const low = uniform(over)
    if (!happensByExp(low, over, uniform)) continue
    let high = 0
    while (happensByExp(1, 1, uniform)) high += 1
    const size = Math.floor((low + over * high) / parts)
    const isNegative = uniform(2) === 1
    if (isNegative && size === 0) continue // zero would come twice as often
    return isNegative ? -size : size
  }
}

/** True with probability exp(−part/whole), for 0 ≤ part ≤ whole. */
function happensByExp(part: number, whole: number, uniform: Uniform): boolean {
  let tries = 1
  while (uniform(whole * tries) < part) tries += 1
  return tries % 2 === 1
}
