/**
 * Questions with their right answers → how much each view should count, and thresholds. Pure search over what the views
 * said, so it takes seconds; the result is copied into `views` and `understand` by whoever asked, after a look at it.
 */
import type { Opinion, ViewName } from './views.ts'

/** What the views say of one question, and what is right. */
export interface FitRow {
  readonly opinions: readonly Opinion[]
  readonly truth: string
}

export type Weights = Readonly<Partial<Record<ViewName, number>>>

export interface Fitted {
  readonly weights: Weights
  /** Mean loss of the truth, in nats; lower is better. */
  readonly loss: number
  readonly top1: number
}

const steps = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2]

/**
 * The weights under which the right label is most probable: coordinate by coordinate over a grid, until nothing moves.
 * Loss instead of right answers, because it is calibrated by the same stroke and does not jump.
 */
export function fitWeights(rows: readonly FitRow[]): Fitted {
  const names = [...new Set(rows.flatMap(({ opinions }) => opinions.map(({ view }) => view)))]
  const { labels, logs, truths } = tabulate(rows, names)
  let weights = names.map(() => 0.5)
  let best = judge(weights)
  for (let moved = true; moved; ) {
    moved = false
    for (const at of names.keys())
      for (const step of steps) {
        const tried = weights.with(at, step)
        const result = judge(tried)
        if (result.loss >= best.loss - 1e-6) continue
        weights = tried
        best = result
        moved = true
      }
  }
  return { weights: Object.fromEntries(names.map((name, at) => [name, weights[at] ?? 0])), ...best }

  function judge(tried: readonly number[]): { loss: number; top1: number } {
    let loss = 0
    let right = 0
    const scores = new Float64Array(labels.length)
    for (const [row, truth] of truths.entries()) {
      scores.fill(0)
      for (const [view, weight] of tried.entries())
        for (let label = 0; label < scores.length; label++)
          scores[label] = (scores[label] as number) + weight * (logs[row]?.[view]?.[label] ?? 0)
      const highest = Math.max(...scores)
      let sum = 0
      for (const score of scores) sum += Math.exp(score - highest)
      loss += Math.log(sum) + highest - (scores[truth] ?? Number.NEGATIVE_INFINITY)
      if (scores[truth] === highest) right += 1
    }
    return { loss: loss / Math.max(1, truths.length), top1: right / Math.max(1, truths.length) }
  }
}

/** Log-probabilities by row, view and label, so that the search touches arrays only. */
function tabulate(rows: readonly FitRow[], names: readonly ViewName[]) {
  const labels = [
    ...new Set(rows.flatMap(({ opinions }) => opinions[0]?.ranked.map(({ label }) => label) ?? [])),
  ].sort()
  const placeOf = new Map(labels.map((label, at) => [label, at]))
  const known = rows.filter(({ truth }) => placeOf.has(truth))
  const truths = known.map(({ truth }) => placeOf.get(truth) ?? 0)
  const logs = known.map(({ opinions }) =>
    names.map((name) => {
      const row = new Float64Array(labels.length)
      for (const { label, confidence } of opinions.find(({ view }) => view === name)?.ranked ?? [])
        row[placeOf.get(label) ?? 0] = Math.log(Math.max(1e-9, confidence))
      return row
    }),
  )
  return { labels, logs, truths }
}

/**
 * The threshold that lets the share wanted of the scores pass.
 * @param scores any order
 * @param share 0 to 1
 */
export function thresholdFor(scores: readonly number[], share: number): number {
  const sorted = [...scores].sort((a, b) => b - a)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0
}
