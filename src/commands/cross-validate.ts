/**
 * `dalil eval --cross-validate`: how well phrases are told apart that were held back, and which labels the others
 * contradict. Near-doubles and translations are held back together. The encoder has seen all phrases when it was
 * tuned, so this flatters; it is for comparing and for finding wrong labels, not for reporting.
 */
import type { Utterance } from '../knowledge/library.ts'
import { findNearMeanings, findNearPairs, groupPairs } from '../learning/duplicates.ts'
import { embedPhrases } from '../learning/embeddings.ts'
import { judgeAll, learnOtherSet } from '../learning/other-set.ts'
import type { Encoder } from '../understanding/encoder.ts'
import type { Judged } from '../understanding/evaluate.ts'
import { modelFolder } from './data-folder.ts'

/** A phrase that the others would label otherwise, and are sure of it. */
export interface Disagreement {
  readonly phrase: Utterance
  readonly guess: string
  readonly confidence: number
}

const folds = 5
/** From here on a disagreement is worth a look. */
const confident = 0.9

export interface CrossValidation {
  readonly judged: readonly Judged[]
  /** Surest first. */
  readonly disagreements: readonly Disagreement[]
  /** How many phrases there are when near-doubles count as one. */
  readonly groups: number
}

/** @param encoder absent: the n-grams alone */
export async function crossValidate(utterances: readonly Utterance[], encoder?: Encoder): Promise<CrossValidation> {
  const texts = utterances.map(({ text }) => text)
  const embeddings = encoder && (await embedPhrases(encoder, texts, modelFolder))
  const pairs = [
    ...findNearPairs(texts),
    ...(embeddings
      ? findNearMeanings(
          embeddings,
          utterances.map(({ topic }) => topic),
        )
      : []),
  ]
  const groups = groupPairs(texts.length, pairs)
  const foldOf = dealGroups(groups)
  const reader = encoder && embeddings && readingFrom(encoder, texts, embeddings)
  const judged: Judged[] = []
  const disagreements: Disagreement[] = []
  for (let fold = 0; fold < folds; fold++) {
    const learnt = utterances.map((_, at) => at).filter((at) => foldOf[at] !== fold)
    const set = learnOtherSet(
      learnt.map((at) => ({ text: texts[at] ?? '', label: utterances[at]?.topic ?? '' })),
      embeddings && learnt.map((at) => embeddings[at] ?? new Float32Array()),
      reader,
    )
    const heldBack = utterances.filter((_, at) => foldOf[at] === fold)
    const results = await judgeAll(
      set,
      heldBack.map(({ text, topic, language }) => ({ text, intent: topic, lang: language })),
    )
    judged.push(...results)
    for (const [at, phrase] of heldBack.entries()) {
      const best = results[at]?.ranked[0]
      if (
        best &&
        best.confidence >= confident &&
        ![phrase.topic, ...phrase.also].some((topic) => topic === best.intent)
      )
        disagreements.push({ phrase, guess: best.intent, confidence: best.confidence })
    }
  }
  disagreements.sort((a, b) => b.confidence - a.confidence)
  return { judged, disagreements, groups: new Set(groups).size }
}

/** The phrases were all read once: asked for one of them, what was kept of it is given instead of a second pass. */
function readingFrom(encoder: Encoder, texts: readonly string[], embeddings: readonly Float32Array[]): Encoder {
  const kept = new Map(texts.map((text, at) => [text, embeddings[at] ?? new Float32Array()]))
  const none = new Float32Array() // of the heads, which know our topics from tuning, nothing is asked here
  return {
    ...encoder,
    async encode(text) {
      const embedding = kept.get(text)
      return embedding ? { embedding, topic: none, urgency: none, language: none } : encoder.encode(text)
    },
  }
}

/** Whole groups to folds, in turn. */
function dealGroups(groups: Int32Array): number[] {
  const order = new Map<number, number>()
  for (const group of groups) if (!order.has(group)) order.set(group, order.size)
  return Array.from(groups, (group) => (order.get(group) ?? 0) % folds)
}
