/** Phrases → the models of both views, on as many processors as are given. */
import { Worker } from 'node:worker_threads'
import type { Utterance } from '../knowledge/library.ts'
import { trainDense } from '../understanding/dense.ts'
import type { Models } from '../understanding/views.ts'
import { embedPhrases } from './embeddings.ts'
import { encoderId } from './encoder-files.ts'
import { openEncoderThreads } from './encoder-threads.ts'
import type { GramModels } from './grams.ts'

export interface TrainPlaces {
  readonly root: string
  /** Folder of the embeddings that are kept from one training to the next. */
  readonly cache: string
  /** That read new phrases; the n-grams are learnt beside them in one more. */
  readonly threads: number
}

/** @param utterances all phrases; the order decides nothing but reproducibility */
export async function trainModels(utterances: readonly Utterance[], places: TrainPlaces): Promise<Models> {
  const [grams, embeddings] = await Promise.all([learnGrams(utterances), embed(utterances, places)])
  if (!embeddings) return grams
  const dense = trainDense(
    utterances.map(({ topic }, at) => ({ label: topic, embedding: embeddings[at] ?? new Float32Array() })),
  )
  return { ...grams, dense }
}

/** In a thread of its own: on this one it would hold up the texts that go to the encoder. */
function learnGrams(utterances: readonly Utterance[]): Promise<GramModels> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./grams.worker.ts', import.meta.url), { workerData: utterances })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('the n-grams were not learnt to the end')))
  })
}

/** @returns undefined where there is no encoder */
async function embed(
  utterances: readonly Utterance[],
  { root, cache, threads }: TrainPlaces,
): Promise<Float32Array[] | undefined> {
  if (encoderId(root) === 'none') return undefined
  const encoder = await openEncoderThreads(root, threads)
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
