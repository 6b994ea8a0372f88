/** Phrases → the three models. */
import type { Utterance } from '../knowledge/library.ts'
import { type Example, train } from '../understanding/classifier.ts'
import type { Models } from '../understanding/understand.ts'
import { calmLabel } from '../understanding/urgency.ts'

/** Learns on this thread. @param utterances all phrases; the order decides nothing but reproducibility */
export function trainModels(utterances: readonly Utterance[]): Models {
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
      { epochs: 4 },
    ),
  }
}
