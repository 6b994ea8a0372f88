/**
 * What each view says of a text, and what they say together. Two views know a message: the encoder (its heads, and for
 * topics a linear model over its embedding, which learns new phrases without Python) and the n-grams, which answer
 * alone where the encoder cannot run.
 */
import type { WrittenLanguage } from '../languages.ts'
import { inArabicLetters } from './arabizi.ts'
import { type Model, type Ranked, scoreCounts } from './classifier.ts'
import { type DenseModel, scoreDense } from './dense.ts'
import type { Encoder, Encoding } from './encoder.ts'
import { countFeatures } from './features.ts'
import type { NearestIndex } from './nearest.ts'
import { normalise } from './normalise.ts'
import { highestOf, logSoftmax } from './softmax.ts'

/** Learnt from `intents/`, by whoever reads them. */
export interface Models {
  /** Labels are topic ids, smalltalk ids and `oos`. */
  readonly topic: Model
  readonly language: Model
  readonly urgency: Model
  /** Topics over the embeddings of the encoder that ships with the project. */
  readonly dense?: DenseModel
  /**
   * The examples themselves, for a set of a few thousand: what is far from all of them is hardly in scope. Not in the
   * shipped model, where the phrases of `oos` say the same in less time and room.
   */
  readonly neighbours?: Neighbours
}

export interface Neighbours {
  readonly index: NearestIndex
  /** Label of each embedding in the index. */
  readonly labels: readonly string[]
}

/** A text as the views read it: computed once, asked several times. */
export interface Reading {
  readonly counts: Map<number, number>
  /** Absent where the encoder is, or could not read this text. */
  readonly encoding?: Encoding
  /** To each of the neighbours, where there are any. */
  readonly cosines?: Float32Array
  /** The same in Arabic letters, where it is Darija in Latin ones. */
  readonly inArabic?: Reading
}

export type ViewName = 'grams' | 'dense' | 'head' | 'neighbours'

/** What one view says by itself. */
export interface Opinion {
  readonly view: ViewName
  readonly weight: number
  readonly ranked: readonly Ranked[]
}

/** Each ranks all its labels with calibrated probabilities, best first. */
export interface Views {
  read(text: string): Promise<Reading>
  topics(reading: Reading): Ranked[]
  /** What each view says by itself, for whoever explains or measures the mix. */
  opinions(reading: Reading): Readonly<Record<'topics' | 'dangers' | 'languages', readonly Opinion[]>>
  /**
   * Cosine of the nearest example, 0 where examples are not kept.
   * @param strange the label of examples that make nothing familiar
   */
  familiarity(reading: Reading, strange: string): number
  /** Kinds of danger and `calm`. */
  dangers(reading: Reading): Ranked[]
  languages(reading: Reading): Ranked[]
}

/**
 * How much each view counts, on log-probabilities; for topics scaled so that the result is a probability. Fitted on the
 * odd lines of `test/eval/development.jsonl`; the figures of the even ones stand in bench/README.md.
 */
const mix = {
  topic: { head: 0.5, dense: 0.2, grams: 0.9 },
  /** Where the encoder was tuned on other labels, so that its head says nothing. */
  topicWithoutHead: { head: 0, dense: 0.5, grams: 0.5 },
  neighbours: 0.4,
  language: { head: 0.9, grams: 0.8 },
  danger: { head: 0.7, grams: 0.7 },
  /** Share of the reading in Arabic letters, for topics and danger: six questions more in a hundred of Arabizi. */
  inArabic: 0.4,
} as const

/** @param encoder absent where its runtime does not run */
export function createViews(models: Models, encoder?: Encoder): Views {
  const { topic, language, urgency, dense, neighbours } = models
  const denseTopic = placesIn(topic.labels, dense?.labels)
  const headTopic = placesIn(topic.labels, encoder?.labels.topic)
  const weights = headTopic.some((place) => place >= 0) ? mix.topic : mix.topicWithoutHead
  const neighbourTopic = neighbours?.labels.map((label) => topic.labels.indexOf(label)) ?? []
  const headDanger = placesIn(urgency.labels, encoder?.labels.urgency)
  const headLanguage = placesIn(language.labels, encoder?.labels.language)
  const arabizi = language.labels.indexOf('ary-Latn' satisfies WrittenLanguage)

  return {
    async read(text) {
      const counts = countFeatures(normalise(text))
      if (!isArabizi(counts)) return readAs(text, counts)
      const arabic = inArabicLetters(text)
      const [reading, inArabic] = await Promise.all([
        readAs(text, counts),
        readAs(arabic, countFeatures(normalise(arabic))),
      ])
      return { ...reading, inArabic }
    },
    topics: (reading) => decide(topic.labels, bothOf(reading, topicParts)),
    dangers: (reading) => decide(urgency.labels, bothOf(reading, dangerParts)),
    languages: (reading) => decide(language.labels, [languageParts(reading)]),
    opinions: (reading) => ({
      topics: opinionsOf(topic.labels, bothOf(reading, topicParts)),
      dangers: opinionsOf(urgency.labels, bothOf(reading, dangerParts)),
      languages: opinionsOf(language.labels, [languageParts(reading)]),
    }),
    familiarity: ({ cosines }, strange) =>
      cosines ? highestOf(cosines.filter((_, at) => neighbours?.labels[at] !== strange)) : 0,
  }

  /** An encoder that fails on a text is no reason to be silent: the n-grams answer this one. */
  async function readAs(text: string, counts: Map<number, number>): Promise<Reading> {
    const encoding = await encoder?.encode(text).catch(() => undefined)
    if (!encoding) return { counts }
    return neighbours
      ? { counts, encoding, cosines: neighbours.index.cosines(encoding.embedding) }
      : { counts, encoding }
  }

  /**
   * Told by the n-grams, so that both readings go to the encoder at once. Without it there is no second reading: the
   * n-grams alone saw two emergencies in a hundred less by it, and took more strange questions for ours.
   */
  function isArabizi(counts: Map<number, number>): boolean {
    if (!encoder || arabizi < 0) return false
    const scores = scoreCounts(language, counts)
    return highestOf(scores) === scores[arabizi]
  }

  function dangerParts({ counts, encoding }: Reading): Part[] {
    const grams: Part = { view: 'grams', scores: ofGrams(urgency, counts), weight: mix.danger.grams }
    if (!encoding) return [grams]
    const scores = logSoftmax(encoding.urgency)
    return [grams, { view: 'head', scores, places: headDanger, weight: mix.danger.head }]
  }

  function languageParts({ counts, encoding }: Reading): Part[] {
    const grams: Part = { view: 'grams', scores: ofGrams(language, counts), weight: mix.language.grams }
    if (!encoding) return [grams]
    const scores = logSoftmax(encoding.language)
    return [grams, { view: 'head', scores, places: headLanguage, weight: mix.language.head }]
  }

  function topicParts({ counts, encoding, cosines }: Reading): Part[] {
    const parts: Part[] = [{ view: 'grams', scores: ofGrams(topic, counts), weight: weights.grams }]
    if (!encoding || !dense) return parts
    parts.push({
      view: 'dense',
      scores: logSoftmax(scoreDense(dense, encoding.embedding)),
      places: denseTopic,
      weight: weights.dense,
    })
    if (weights.head > 0)
      parts.push({ view: 'head', scores: logSoftmax(encoding.topic), places: headTopic, weight: weights.head })
    if (cosines) parts.push({ view: 'neighbours', scores: ofNeighbours(cosines), weight: mix.neighbours })
    return parts
  }

  /** The nearest example of each label, cosines made as far apart as log-probabilities are. */
  function ofNeighbours(cosines: Float32Array): Float32Array {
    const nearest = new Float32Array(topic.labels.length).fill(-1)
    for (let at = 0; at < cosines.length; at++) {
      const place = neighbourTopic[at] as number // one for each neighbour
      if (place >= 0) nearest[place] = Math.max(nearest[place] as number, cosines[at] as number)
    }
    return logSoftmax(nearest.map((cosine) => neighbourStretch * cosine))
  }
}

const neighbourStretch = 20

interface Part {
  readonly view: ViewName
  /** Log-probabilities in the order of the view's own labels. */
  readonly scores: Float32Array
  /** For each label of the result its place in `scores`, or -1; absent where the order is the same. */
  readonly places?: Int32Array
  readonly weight: number
}

/** Log-probability of a label that a view has never met, because it was added after the encoder was tuned. */
const unseen = Math.log(1e-4)

function ofGrams(model: Model, counts: Map<number, number>): Float32Array {
  return logSoftmax(scoreCounts(model, counts), model.temperature)
}

/** What the views say of a text as it is written, and of the same in Arabic letters where it was read so too. */
type Readings = readonly [readonly Part[], (readonly Part[])?]

function bothOf(reading: Reading, partsOf: (reading: Reading) => Part[]): Readings {
  return reading.inArabic ? [partsOf(reading), partsOf(reading.inArabic)] : [partsOf(reading)]
}

function decide(labels: readonly string[], [written, arabic]: Readings): Ranked[] {
  const scores = together(labels.length, written)
  if (!arabic) return rank(labels, scores)
  const second = logSoftmax(together(labels.length, arabic))
  const mixed = logSoftmax(scores).map(
    (score, at) => (1 - mix.inArabic) * score + mix.inArabic * (second[at] as number), // as many labels
  )
  return rank(labels, mixed)
}

/** A view that is alone counts in full: there is nothing to mix it with. */
function together(length: number, parts: readonly Part[]): Float32Array {
  const [only] = parts
  return sum(length, only && parts.length === 1 ? [{ ...only, weight: 1 }] : parts)
}

function opinionsOf(labels: readonly string[], [written, arabic]: Readings): Opinion[] {
  return written.map((part) => {
    const same = arabic?.find(({ view }) => view === part.view)
    return { view: part.view, weight: part.weight, ranked: decide(labels, same ? [[part], [same]] : [[part]]) }
  })
}

function sum(length: number, parts: readonly Part[]): Float32Array {
  const total = new Float32Array(length)
  for (const { scores, places, weight } of parts)
    for (let at = 0; at < length; at++)
      total[at] = (total[at] as number) + weight * (scores[places ? (places[at] as number) : at] ?? unseen) // place -1 holds nothing
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
