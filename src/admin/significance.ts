/**
 * Has a topic really risen or fallen, or is it chance? Counts of people are noisy: of 30 a quarter, 20 or 40 in the next
 * mean little. Two counts are compared under the exposure of their periods, and because dozens of topics are compared at
 * once, the share of false alarms among those named is bounded.
 *
 * Not for causes: that a topic rose says nothing about why. Talks come in waves, so the true spread is wider than
 * Poisson's and a small rise that is named may still be a wave; therefore `leastRatio` is asked for too.
 */

export interface Observed {
  readonly count: number
  /** What the count is measured against: here all conversations of the period. */
  readonly exposure: number
}

/**
 * Exact conditional test of two Poisson rates (Przyborowski and Wilenski 1940, "Homogeneity of results in testing
 * samples from Poisson series", Biometrika 31): given the sum of both counts, the later one is binomial with the share
 * of its exposure.
 *
 * @returns chance of a difference at least as large where there is none, two-sided by doubling; 0 to 1
 */
export function compareRates(later: Observed, earlier: Observed): number {
  const trials = later.count + earlier.count
  const exposure = later.exposure + earlier.exposure
  if (trials === 0 || later.exposure <= 0 || earlier.exposure <= 0) return 1
  const chance = later.exposure / exposure
  const atMost = tail(later.count, trials, chance)
  const atLeast = tail(earlier.count, trials, 1 - chance)
  return Math.min(1, 2 * Math.min(atMost, atLeast))
}

/**
 * Benjamini and Hochberg 1995, "Controlling the false discovery rate", J. R. Stat. Soc. B 57: of those kept, at most
 * this share is expected to be false.
 *
 * @param chances as from {@link compareRates}
 * @returns for each, in the same order, whether it is kept
 */
export function keepDiscoveries(chances: readonly number[], falseShare: number): readonly boolean[] {
  const ranked = chances.map((chance, at) => ({ chance, at })).sort((a, b) => a.chance - b.chance)
  const last = ranked.findLastIndex(({ chance }, rank) => chance <= ((rank + 1) / ranked.length) * falseShare)
  const kept = new Set(ranked.slice(0, last + 1).map(({ at }) => at))
  return chances.map((_, at) => kept.has(at))
}

/** P(X ≤ count) of a binomial, summed downwards from `count` or as one minus the upper part, whichever is shorter. */
function tail(count: number, trials: number, chance: number): number {
  if (count >= trials) return 1
  if (count > trials * chance) return 1 - sumDown(trials - count - 1, trials, 1 - chance)
  return sumDown(count, trials, chance)
}

/** P(X ≤ count) for a count below the mean, where the terms fall: it stops when they no longer matter. */
function sumDown(count: number, trials: number, chance: number): number {
  let term = Math.exp(
    logFactorial(trials) -
      logFactorial(count) -
      logFactorial(trials - count) +
      count * Math.log(chance) +
      (trials - count) * Math.log1p(-chance),
  )
  let sum = 0
  for (let at = count; at >= 0 && term > sum * 1e-17; at--) {
    sum += term
    term *= (at * (1 - chance)) / ((trials - at + 1) * chance)
  }
  return Math.min(1, sum)
}

/** Summed up to 100; above, Stirling's series, whose error is then below 1e-12. */
function logFactorial(number: number): number {
  if (number > 100) {
    const next = number + 1
    return (next - 0.5) * Math.log(next) - next + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * next) - 1 / (360 * next ** 3)
  }
  let sum = 0
  for (let factor = 2; factor <= number; factor++) sum += Math.log(factor)
  return sum
}
