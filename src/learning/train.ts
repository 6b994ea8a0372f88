/** Phrases → the models of both views. */
import { availableParallelism } from 'node:os'
import type { Utterance } from '../knowledge/library.ts'
import { type Example, train } from '../understanding/classifier.ts'
import { trainDense } from '../understanding/dense.ts'
import { openEncoder } from '../understanding/encoder.ts'
import { calmLabel } from '../understanding/urgency.ts'
import type { Models } from '../understanding/views.ts'
import { embedPhrases } from './embeddings.ts'
import { readEncoderFiles } from './encoder-files.ts'

export interface TrainPlaces {
  readonly root: string
  /** Folder of the embeddings that are kept from one training to the next. */
  readonly cache: string
}

/** Learns on this thread. @param utterances all phrases; the order decides nothing but reproducibility */
export async function trainModels(utterances: readonly Utterance[], places: TrainPlaces): Promise<Models> {
  const embeddings = await embed(utterances, places)
  const examples = (label: (utterance: Utterance) => string): Example[] =>
    utterances.map((utterance) => ({ text: utterance.text, label: label(utterance) }))
  const grams = {
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
  if (!embeddings) return grams
  const dense = trainDense(
    utterances.map(({ topic }, at) => ({ label: topic, embedding: embeddings[at] ?? new Float32Array() })),
  )
  return { ...grams, dense }
}

/** @returns undefined where there is no encoder, or it cannot run here */
async function embed(
  utterances: readonly Utterance[],
  { root, cache }: TrainPlaces,
): Promise<Float32Array[] | undefined> {
  const files = readEncoderFiles(root)
  if (!files) return undefined
  const encoder = await openEncoder(files, availableParallelism())
  try {
    return await embedPhrases(
      encoder,
      utterances.map(({ text }) => text),
      cache,
    )
  } finally {
    await encoder.close()
  }
}
