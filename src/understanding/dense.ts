/**
 * Embeddings with labels → a linear model, and embedding → scores. The view that knows what words mean; the n-grams of
 * `classifier` know how they are written.
 */

import { centreOf, directionOf } from './nearest.ts'
import { importanceOf, restless, slopesInto } from './softmax.ts'

/** Plain data, so that it can be written to a file and read back. */
export interface DenseModel {
  readonly labels: readonly string[]
  /** Mean of the embeddings: all lie in a narrow cone, so only what differs from it says something. */
  readonly centre: Float32Array
  /** Labels × dimensions, label by label. */
  readonly weights: Float32Array
  readonly bias: Float32Array
}

export interface DenseExample {
  readonly embedding: Float32Array
  readonly label: string
}

/** Length of what the weights see: softmax over values up to 1 would hardly move. */
const stretch = 10
const firstRate = 0.05
const decay = 1e-5
/** Rounds over all examples; a few hundred examples need more of them than tens of thousands. */
const fewestEpochs = 12
const mostEpochs = 60
const enoughSteps = 40_000

/**
 * Softmax regression by gradient descent with a falling rate. Deterministic: the same examples in the same order give
 * the same model.
 */
export function trainDense(examples: readonly DenseExample[]): DenseModel {
  const labels = [...new Set(examples.map(({ label }) => label))].sort()
  const size = examples[0]?.embedding.length ?? 0
  const width = labels.length
  const centre = centreOf(examples.map(({ embedding }) => embedding))
  const vectors = examples.map(({ embedding }) => directionOf(embedding, centre, stretch))
  const targets = examples.map(({ label }) => labels.indexOf(label))
  const importance = importanceOf(targets, width)

  const weights = new Float32Array(width * size)
  const bias = new Float32Array(width)
  const scores = new Float32Array(width)
  const slopes = new Float32Array(width)
  const epochs = Math.min(mostEpochs, Math.max(fewestEpochs, Math.round(enoughSteps / Math.max(1, examples.length))))
  const steps = epochs * examples.length
  let step = 0
  for (let epoch = 0; epoch < epochs; epoch++)
    for (const at of order(examples.length, epoch)) {
      const vector = vectors[at] as Float32Array // `order` gives places of examples
      const target = targets[at] as number
      const rate = firstRate * (1 - step++ / steps)
      dot(scores, vector, weights, bias)
      slopesInto(slopes, scores, target, importance[target] ?? 1)
      // Hot loop of training: rows of labels that are already right are left alone.
      for (let label = 0; label < width; label++) {
        const slope = slopes[label] as number
        if (slope < restless && slope > -restless) continue
        const start = label * size
        const keep = 1 - rate * decay
        const move = rate * slope
        for (let at = 0; at < size; at++)
          weights[start + at] = (weights[start + at] as number) * keep - move * (vector[at] as number)
        bias[label] = (bias[label] as number) - move
      }
    }
  return { labels, centre, weights, bias }
}

/** Scores (logits) in the order of the labels. Runs for every message. */
export function scoreDense(model: DenseModel, embedding: Float32Array): Float32Array {
  const scores = new Float32Array(model.labels.length)
  dot(scores, directionOf(embedding, model.centre, stretch), model.weights, model.bias)
  return scores
}

function dot(scores: Float32Array, vector: Float32Array, weights: Float32Array, bias: Float32Array): void {
  const size = vector.length
  for (let label = 0; label < scores.length; label++) {
    let sum = bias[label] as number
    const start = label * size
    for (let at = 0; at < size; at++) sum += (weights[start + at] as number) * (vector[at] as number)
    scores[label] = sum
  }
}

/** A fixed shuffle for each epoch (a linear congruence through all places), so that two trainings agree. */
function* order(length: number, epoch: number): Generator<number> {
  let stride = 1 + ((7919 * (epoch + 1)) % Math.max(1, length))
  while (gcd(stride, length) !== 1) stride += 1
  let at = (epoch * 104_729) % Math.max(1, length)
  for (let count = 0; count < length; count++) {
    yield at
    at = (at + stride) % length
  }
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}
