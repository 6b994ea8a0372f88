/**
 * What each view says of a text, and what they say together. Two views know a message: the encoder (its heads, and for
 * topics a linear model over its embedding, which learns new phrases without Python) and the n-grams, which answer
 * alone where the encoder cannot run.
 */
import { type Model, type Ranked, scoreCounts } from './classifier.ts'
import { type DenseModel, scoreDense } from './dense.ts'
import type { Encoder, Encoding } from './encoder.ts'
import { countFeatures } from './features.ts'
import { normalise } from './normalise.ts'
import { logSoftmax } from './softmax.ts'

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
  /** Absent where the encoder is, or could not read this text. */
  readonly encoding?: Encoding
}

/** Each ranks all its labels with calibrated probabilities, best first. */
export interface Views {
  read(text: string): Promise<Reading>
  topics(reading: Reading): Ranked[]
  /** Kinds of danger and `calm`. */
  dangers(reading: Reading): Ranked[]
  languages(reading: Reading): Ranked[]
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

/** @param encoder absent where its runtime does not run */
export function createViews(models: Models, encoder?: Encoder): Views {
  const { topic, language, urgency, dense } = models
  const denseTopic = placesIn(topic.labels, dense?.labels)
  const headTopic = placesIn(topic.labels, encoder?.labels.topic)
  const headDanger = placesIn(urgency.labels, encoder?.labels.urgency)
  const headLanguage = placesIn(language.labels, encoder?.labels.language)

  return {
    async read(text) {
      const counts = countFeatures(normalise(text))
      // An encoder that fails on a text is no reason to be silent: the n-grams answer this one.
      const encoding = await encoder?.encode(text).catch(() => undefined)
      return encoding ? { counts, encoding } : { counts }
    },
    topics({ counts, encoding }) {
      const grams = ofGrams(topic, counts)
      if (!encoding || !dense) return rank(topic.labels, grams)
      return rank(
        topic.labels,
        sum(grams, mix.topic.grams, [
          { scores: logSoftmax(scoreDense(dense, encoding.embedding)), places: denseTopic, weight: mix.topic.dense },
          { scores: logSoftmax(encoding.topic), places: headTopic, weight: mix.topic.head },
        ]),
      )
    },
    dangers({ counts, encoding }) {
      const head = encoding && { scores: logSoftmax(encoding.urgency), places: headDanger, weight: mix.danger.head }
      return rank(urgency.labels, withHead(ofGrams(urgency, counts), mix.danger.grams, head))
    },
    languages({ counts, encoding }) {
      const head = encoding && {
        scores: logSoftmax(encoding.language),
        places: headLanguage,
        weight: mix.language.head,
      }
      return rank(language.labels, withHead(ofGrams(language, counts), mix.language.grams, head))
    },
  }
}

interface Part {
  /** Log-probabilities in the order of the view's own labels. */
  readonly scores: Float32Array
  /** For each label of the result its place in `scores`, or -1. */
  readonly places: Int32Array
  readonly weight: number
}

/** Log-probability of a label that a view has never met, because it was added after the encoder was tuned. */
const unseen = Math.log(1e-4)

function ofGrams(model: Model, counts: Map<number, number>): Float32Array {
  return logSoftmax(scoreCounts(model, counts), model.temperature)
}

/** The n-grams alone count in full, where there is nothing to mix them with. */
function withHead(grams: Float32Array, weight: number, head: Part | undefined): Float32Array {
  return head ? sum(grams, weight, [head]) : grams
}

function sum(grams: Float32Array, weight: number, parts: readonly Part[]): Float32Array {
  const total = grams.map((value) => weight * value)
  for (const { scores, places, weight: share } of parts)
    for (let at = 0; at < total.length; at++)
      total[at] = (total[at] as number) + share * (scores[places[at] as number] ?? unseen) // place -1 holds nothing
  return total
}

function placesIn(wanted: readonly string[], known: readonly string[] | undefined): Int32Array {
  return Int32Array.from(wanted, (label) => known?.indexOf(label) ?? -1)
}

function rank(labels: readonly string[], scores: Float32Array): Ranked[] {
  const logs = logSoftmax(scores)
  return labels
    .map((label, at) => ({ label, confidence: Math.exp(logs[at] ?? unseen) }))
    .sort((a, b) => b.confidence - a.confidence)
}
