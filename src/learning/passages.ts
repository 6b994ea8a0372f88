/** Passages of the answers → an index by meaning; embedded once for each text, kept beside the database. */
import type { Passage } from '../knowledge/passages.ts'
import type { Encoder } from '../understanding/encoder.ts'
import { indexEmbeddings } from '../understanding/nearest.ts'
import type { PassageIndex } from '../understanding/understand.ts'
import { embedPhrases } from './embeddings.ts'

/** @param folder of the caches; a few seconds where this one is missing, messages are answered meanwhile */
export async function indexPassages(
  passages: readonly Passage[],
  encoder: Encoder,
  folder: string,
): Promise<PassageIndex> {
  const embeddings = await embedPhrases(
    encoder,
    passages.map(({ text }) => text),
    folder,
    'passages',
  )
  return { index: indexEmbeddings(embeddings), topics: passages.map(({ topic }) => topic) }
}
