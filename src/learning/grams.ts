/** Phrases → what the n-grams know of topic, language and danger. */
import type { Utterance } from '../knowledge/library.ts'
import { type Example, train } from '../understanding/classifier.ts'
import { calmLabel } from '../understanding/urgency.ts'
import type { Models } from '../understanding/views.ts'

export type GramModels = Pick<Models, 'topic' | 'language' | 'urgency'>

/** Takes a minute for 30,000 phrases. @param utterances the order decides nothing but reproducibility */
export function trainGrams(utterances: readonly Utterance[]): GramModels {
  const examples = (label: (utterance: Utterance) => string): Example[] =>
    utterances.map((utterance) => ({ text: utterance.text, label: label(utterance) }))
  return {
    topic: train(examples(({ topic }) => topic)),
    language: train(
      examples(({ language }) => language),
      { epochs: 2 },
    ),
    urgency: train(
      examples(({ urgent }) => urgent ?? calmLabel),
      { epochs: 4, balanced: false },
    ),
  }
}
