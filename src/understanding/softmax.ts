/** What every linear model here shares: scores → probabilities, and how much one example of a label counts. */

/** Probabilities of scores, written over `out`, which may be `scores` itself. Runs for every message. */
export function softmaxInto(out: Float32Array, scores: Float32Array, temperature = 1): void {
  const highest = highestOf(scores)
  let sum = 0
  for (let at = 0; at < scores.length; at++) {
    const power = Math.exp(((scores[at] as number) - highest) / temperature) // within bounds by the loop
    out[at] = power
    sum += power
  }
  for (let at = 0; at < scores.length; at++) out[at] = (out[at] as number) / sum
}

/** Logarithms of the probabilities: what two views say is added as these. */
export function logSoftmax(scores: Float32Array, temperature = 1): Float32Array {
  const highest = highestOf(scores)
  let sum = 0
  for (const value of scores) sum += Math.exp((value - highest) / temperature)
  const log = Math.log(sum)
  return scores.map((value) => (value - highest) / temperature - log)
}

/** Share of the probability left to the other labels, so that no phrase is learnt by heart. */
const smoothing = 0.05

/** A label whose slope is smaller than this is already right about an example, and is left as it is. */
export const restless = 0.002

/**
 * How far each score is from where an example wants it: the slope of the loss.
 * @param importance of the example, see `importanceOf`
 */
export function slopesInto(slopes: Float32Array, scores: Float32Array, target: number, importance: number): void {
  softmaxInto(slopes, scores)
  const width = slopes.length
  for (let label = 0; label < width; label++) {
    const wanted = label === target ? 1 - smoothing : smoothing / Math.max(1, width - 1)
    slopes[label] = importance * ((slopes[label] as number) - wanted)
  }
}

/** For each label, how much one of its examples counts: the square root of its rarity, at most 4. */
export function importanceOf(targets: readonly number[], width: number): Float32Array {
  const counts = new Float32Array(width)
  for (const target of targets) counts[target] = (counts[target] ?? 0) + 1
  const mean = targets.length / Math.max(1, width)
  return counts.map((count) => Math.min(4, Math.sqrt(mean / (count || 1))))
}

export function highestOf(scores: Float32Array): number {
  let highest = Number.NEGATIVE_INFINITY
  for (const value of scores) if (value > highest) highest = value
  return highest
}
