/**
 * Examples → a linear model over n-grams (tf-idf, softmax regression), and text → labels with the probability that
 * each is right. Knows neither topics nor languages: the same code learns topic, language and danger.
 * `views` mixes what it says with what the encoder says.
 */
import { buckets, countFeatures } from './features.ts'
import { normalise } from './normalise.ts'
import { importanceOf, restless, slopesInto, softmaxInto } from './softmax.ts'

export interface Example {
  readonly text: string
  readonly label: string
}

export interface Ranked {
  readonly label: string
  /** 0 to 1, calibrated: among answers given with 0.8, about 8 in 10 were right on examples held back. */
  readonly confidence: number
}

/** Plain data, so that it can be written to a file and read back. */
export interface Model {
  readonly labels: readonly string[]
  /** Bucket → row of `weights`, or -1 where no example has it. Length `buckets`. */
  readonly rows: Int32Array
  /** Inverse document frequency of each row. */
  readonly idf: Float32Array
  /** Rows × labels, row by row: what one feature says of all labels lies together. One byte each, times its row's scale. */
  readonly weights: Int8Array
  readonly scales: Float32Array
  readonly bias: Float32Array
  /** Divides the scores; learnt on examples held back. */
  readonly temperature: number
}

export interface TrainOptions {
  readonly epochs?: number
  /** Whether rare labels count more. Not where the rare label is an alarm: its base rate is part of the truth. */
  readonly balanced?: boolean
}

/**
 * Softmax regression by AdaGrad (Duchi et al. 2011), examples of rare labels weighted up by the square root of their
 * rarity. Deterministic: the same examples in the same order give the same model. The temperature (Guo et al. 2017)
 * is found on every fifth example by a model that has not seen them.
 */
export function train(examples: readonly Example[], options: TrainOptions = {}): Model {
  const heldBack = examples.filter((_, at) => at % 5 === 4)
  const rest = examples.filter((_, at) => at % 5 !== 4)
  const trial = fit(rest, options)
  const temperature = heldBack.length > 20 ? findTemperature(trial, heldBack) : 1
  return { ...fit(examples, options), temperature }
}

/** Scores (logits) in the order of the labels. @param counts as made by `countFeatures` */
export function scoreCounts(model: Model, counts: Map<number, number>): Float32Array {
  const scores = new Float32Array(model.labels.length)
  const vector = weigh(counts, model.rows, model.idf)
  for (let feature = 0; feature < vector.rows.length; feature++)
    vector.values[feature] =
      (vector.values[feature] as number) * (model.scales[vector.rows[feature] as number] as number)
  scoreInto(scores, vector, model.weights, model.bias)
  return scores
}

interface Vector {
  readonly rows: Int32Array
  readonly values: Float32Array
}

function fit(examples: readonly Example[], { epochs = 6, balanced = true }: TrainOptions): Model {
  const labels = [...new Set(examples.map((example) => example.label))].sort()
  const labelAt = new Map(labels.map((label, at) => [label, at]))
  const counted = examples.map((example) => countFeatures(normalise(example.text)))
  const { rows, idf } = indexFeatures(counted)
  const vectors = counted.map((counts) => weigh(counts, rows, idf))
  const targets = examples.map((example) => labelAt.get(example.label) ?? 0)

  const width = labels.length
  const importance = balanced ? importanceOf(targets, width) : new Float32Array(width).fill(1)
  const weights = new Float32Array(idf.length * width)
  const squares = new Float32Array(idf.length * width).fill(1e-3)
  const bias = new Float32Array(width)
  const order = shuffledOrder(examples.length)
  const gradient = new Float32Array(width)
  const scores = new Float32Array(width)
  const moved = new Int32Array(width)
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let step = 0; step < order.length; step++) {
      const at = order[step] ?? 0
      const vector = vectors[at]
      const target = targets[at] ?? 0
      if (!vector) continue
      scoreInto(scores, vector, weights, bias)
      slopesInto(gradient, scores, target, importance[target] ?? 1)
      // Hot loop of training. Most labels are already right about a phrase: only those that are not are moved, which
      // takes a fifth of the time and changes no figure.
      let active = 0
      for (let label = 0; label < width; label++) {
        const slope = gradient[label] as number
        if (slope > restless || slope < -restless) moved[active++] = label
      }
      for (let feature = 0; feature < vector.rows.length; feature++) {
        const value = vector.values[feature] as number // within bounds by the loop
        const start = (vector.rows[feature] as number) * width
        for (let at = 0; at < active; at++) {
          const label = moved[at] as number
          const slope = (gradient[label] as number) * value
          const sum = (squares[start + label] as number) + slope * slope
          squares[start + label] = sum
          weights[start + label] = (weights[start + label] as number) - (learningRate * slope) / Math.sqrt(sum)
        }
      }
      for (let label = 0; label < width; label++)
        bias[label] = (bias[label] as number) - 0.02 * (gradient[label] as number)
    }
  }
  return { labels, rows, idf, ...quantise(weights, width), bias, temperature: 1 }
}

/** Rounded to 8 bits with one scale a row: a quarter of the memory, and it changes no ranking that matters. */
function quantise(exact: Float32Array, width: number): Pick<Model, 'weights' | 'scales'> {
  const scales = new Float32Array(exact.length / width)
  const weights = new Int8Array(exact.length)
  for (let row = 0; row < scales.length; row++) {
    let largest = 0
    for (let at = row * width; at < (row + 1) * width; at++) largest = Math.max(largest, Math.abs(exact[at] as number))
    const scale = largest / 127 || 1
    scales[row] = scale
    for (let at = row * width; at < (row + 1) * width; at++) weights[at] = Math.round((exact[at] as number) / scale)
  }
  return { weights, scales }
}

const learningRate = 0.25
/** A feature of fewer examples than this is left out, where there are many examples and most features are typing errors. */
const rarest = 3
const many = 20_000

function indexFeatures(counted: readonly Map<number, number>[]): { rows: Int32Array; idf: Float32Array } {
  const documents = new Int32Array(buckets)
  for (const counts of counted) for (const bucket of counts.keys()) documents[bucket] = (documents[bucket] ?? 0) + 1
  const rows = new Int32Array(buckets).fill(-1)
  const idf: number[] = []
  const enough = counted.length < many ? 1 : rarest
  for (let bucket = 0; bucket < buckets; bucket++) {
    const frequency = documents[bucket] ?? 0
    if (frequency < enough) continue
    rows[bucket] = idf.length
    idf.push(Math.log((1 + counted.length) / (1 + frequency)) + 1)
  }
  return { rows, idf: Float32Array.from(idf) }
}

/** Sublinear term frequency times idf, scaled to length 1. */
function weigh(counts: Map<number, number>, rows: Int32Array, idf: Float32Array): Vector {
  const kept: number[] = []
  const values: number[] = []
  let length = 0
  for (const [bucket, count] of counts) {
    const row = rows[bucket] ?? -1
    if (row < 0) continue
    const value = (1 + Math.log(count)) * (idf[row] ?? 0)
    kept.push(row)
    values.push(value)
    length += value * value
  }
  const scale = length > 0 ? 1 / Math.sqrt(length) : 0
  return { rows: Int32Array.from(kept), values: Float32Array.from(values, (value) => value * scale) }
}

/** Runs for every message: one contiguous row of weights per feature, nothing allocated. */
function scoreInto(scores: Float32Array, vector: Vector, weights: Float32Array | Int8Array, bias: Float32Array): void {
  const width = scores.length
  scores.set(bias)
  for (let feature = 0; feature < vector.rows.length; feature++) {
    const value = vector.values[feature] as number // within bounds by the loop
    const start = (vector.rows[feature] as number) * width
    for (let label = 0; label < width; label++)
      scores[label] = (scores[label] as number) + value * (weights[start + label] as number)
  }
}

/** The temperature with the smallest mean loss on examples that the model has not seen. */
function findTemperature(model: Model, examples: readonly Example[]): number {
  const labelAt = new Map(model.labels.map((label, at) => [label, at]))
  const scored = examples.map((example) => scoreCounts(model, countFeatures(normalise(example.text))))
  const probabilities = new Float32Array(model.labels.length)
  let best = { temperature: 1, loss: Number.POSITIVE_INFINITY }
  for (let temperature = 0.2; temperature <= 3; temperature += 0.05) {
    let loss = 0
    for (const [at, scores] of scored.entries()) {
      const label = labelAt.get(examples[at]?.label ?? '')
      softmaxInto(probabilities, scores, temperature)
      if (label !== undefined) loss -= Math.log(Math.max(1e-9, probabilities[label] ?? 0))
    }
    if (loss < best.loss) best = { temperature, loss }
  }
  return best.temperature
}

/** A fixed shuffle (xorshift32), so that two trainings agree. */
function shuffledOrder(length: number): Int32Array {
  const order = Int32Array.from({ length }, (_, at) => at)
  let state = 0x1234567
  for (let at = length - 1; at > 0; at--) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    const other = (state >>> 0) % (at + 1)
    const kept = order[at] ?? 0
    order[at] = order[other] ?? 0
    order[other] = kept
  }
  return order
}
