/** Which topics rose or fell between two quarters, measured against all conversations of each. */
import type { Figure } from '../signals/disclose.ts'
import { compareRates, keepDiscoveries } from './significance.ts'

export interface Trend {
  readonly topic: string
  readonly later: Figure
  readonly earlier: Figure
  /** How many times as large the topic's share has become, at least; below 1 it fell. */
  readonly ratio: number
}

export interface Pair {
  readonly topic: string
  readonly later: Figure
  readonly earlier: Figure
}

/** Of the topics named, at most this share is expected to be chance. */
export const falseShare = 0.05
/** A change of less than a quarter is not worth a committee's time, however sure. */
export const leastRatio = 1.25
/** "<10" stands for this where that makes a change smaller, never where it would make it larger. */
const mostOfFew = 9

/**
 * @param totals conversations of both periods; nothing is compared where one is hidden
 * @returns those that changed, the strongest first; a growth of the whole service is no rise of a topic
 */
export function findTrends(
  pairs: readonly Pair[],
  totals: { readonly later: Figure; readonly earlier: Figure },
): Trend[] {
  const { later: laterAll, earlier: earlierAll } = totals
  if (laterAll.kind !== 'count' || earlierAll.kind !== 'count') return []
  const tested = pairs.flatMap((pair) => {
    const later = boundOf(pair.later)
    const earlier = boundOf(pair.earlier)
    if (later === undefined || earlier === undefined || (pair.later.kind === 'few' && pair.earlier.kind === 'few'))
      return []
    const ratio = later / laterAll.value / (Math.max(earlier, 1) / earlierAll.value)
    // At its largest "<10" proves a fall and never a rise of the later count, and the other way round of the earlier.
    if (ratio > 1 ? pair.later.kind === 'few' : pair.earlier.kind === 'few') return []
    const chance = compareRates(
      { count: later, exposure: laterAll.value },
      { count: earlier, exposure: earlierAll.value },
    )
    return [{ trend: { ...pair, ratio }, chance }]
  })
  const kept = keepDiscoveries(
    tested.map(({ chance }) => chance),
    falseShare,
  )
  return tested
    .filter(({ trend }, at) => kept[at] && (trend.ratio >= leastRatio || trend.ratio <= 1 / leastRatio))
    .map(({ trend }) => trend)
    .sort((a, b) => Math.abs(Math.log(b.ratio)) - Math.abs(Math.log(a.ratio)))
}

function boundOf(figure: Figure): number | undefined {
  if (figure.kind === 'withheld') return undefined
  return figure.kind === 'count' ? figure.value : mostOfFew
}
