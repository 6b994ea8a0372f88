/**
 * What each view says of a text, and what they say together. Two views know a message: the encoder (its head for topics,
 * and a linear model over its embedding, which learns new phrases without Python) and the n-grams, which answer alone
 * where the encoder cannot run.
 */
import { type Model, type Ranked, scoreCounts } from './classifier.ts'
import { type DenseModel, scoreDense } from './dense.ts'
import type { Encoder, Encoding } from './encoder.ts'
import { countFeatures } from './features.ts'
import { normalise } from './normalise.ts'

/** Learnt from `intents/`, by whoever reads them. */
export interface Models {
  /** Labels are topic ids, smalltalk ids and `oos`. */
  readonly topic: Model
  readonly language: Model
  readonly urgency: Model
  /** Topics over the embeddings of the encoder that ships with the project. */
  readonly dense?: DenseModel
}

/** A text as the views read it: computed once, asked several times. */
export interface Reading {
  readonly counts: Map<number, number>
  readonly encoding?: Encoding
}

/**
 * How much each view counts, on log-probabilities; for topics scaled so that the result is a probability. Fitted on the
 * odd lines of `test/eval/development.jsonl`; the figures of the even ones stand in bench/README.md.
 */
const mix = {
  topic: { head: 0.667, dense: 0.2, grams: 0.667 },
  language: { head: 1, grams: 0.5 },
  danger: { head: 1, grams: 0.4 },
} as const

export async function read(text: string, encoder: Encoder | undefined): Promise<Reading> {
  const counts = countFeatures(normalise(text))
  return encoder ? { counts, encoding: await encoder.encode(text) } : { counts }
}

/** All labels with calibrated probabilities, best first. */
export function rankTopics(models: Models, encoder: Encoder | undefined, { counts, encoding }: Reading): Ranked[] {
  const { labels } = models.topic
  const grams = logProbabilities(scoreCounts(models.topic, counts), models.topic.temperature)
  if (!encoder || !encoding || !models.dense) return rank(labels, grams)
  const dense = align(labels, models.dense.labels, logProbabilities(scoreDense(models.dense, encoding.embedding), 1))
  const head = align(labels, encoder.labels.topic, logProbabilities(encoding.topic, 1))
  const sum = grams.map(
    (value, at) =>
      mix.topic.grams * value + mix.topic.dense * (dense[at] ?? unseen) + mix.topic.head * (head[at] ?? unseen),
  )
  return rank(labels, sum)
}

/** Labels of the language with probabilities, best first. */
export function rankLanguages(models: Models, encoder: Encoder | undefined, { counts, encoding }: Reading): Ranked[] {
  const grams = logProbabilities(scoreCounts(models.language, counts), models.language.temperature)
  if (!encoder || !encoding) return rank(models.language.labels, grams)
  const head = align(models.language.labels, encoder.labels.language, logProbabilities(encoding.language, 1))
  return rank(
    models.language.labels,
    grams.map((value, at) => mix.language.grams * value + mix.language.head * (head[at] ?? unseen)),
  )
}

/** Kinds of danger and `calm` with probabilities, best first. */
export function rankDangers(models: Models, encoder: Encoder | undefined, { counts, encoding }: Reading): Ranked[] {
  const grams = logProbabilities(scoreCounts(models.urgency, counts), models.urgency.temperature)
  if (!encoder || !encoding) return rank(models.urgency.labels, grams)
  const head = align(models.urgency.labels, encoder.labels.urgency, logProbabilities(encoding.urgency, 1))
  return rank(
    models.urgency.labels,
    grams.map((value, at) => mix.danger.grams * value + mix.danger.head * (head[at] ?? unseen)),
  )
}

/** Log-probability of a label that a view has never met, because it was added after the encoder was tuned. */
const unseen = Math.log(1e-4)

/** Values of one list of labels in the order of another. */
function align(wanted: readonly string[], known: readonly string[], values: Float32Array): (number | undefined)[] {
  const places = new Map(known.map((label, at) => [label, at]))
  return wanted.map((label) => {
    const place = places.get(label)
    return place === undefined ? undefined : values[place]
  })
}

function rank(labels: readonly string[], logits: Float32Array): Ranked[] {
  const logs = logProbabilities(logits, 1)
  return labels
    .map((label, at) => ({ label, confidence: Math.exp(logs[at] ?? unseen) }))
    .sort((a, b) => b.confidence - a.confidence)
}

/** Log-softmax. */
function logProbabilities(logits: Float32Array, temperature: number): Float32Array {
  let highest = Number.NEGATIVE_INFINITY
  for (const value of logits) if (value > highest) highest = value
  let sum = 0
  for (const value of logits) sum += Math.exp((value - highest) / temperature)
  const log = Math.log(sum)
  return logits.map((value) => (value - highest) / temperature - log)
}
