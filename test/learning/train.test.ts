import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Utterance } from '../../src/knowledge/library.ts'
import { openEncoderThreads } from '../../src/learning/encoder-threads.ts'
import { trainModels } from '../../src/learning/train.ts'
import { projectRoot } from '../../src/root.ts'
import { createViews } from '../../src/understanding/views.ts'

const topics = { care: ['médecin', 'hôpital', 'fièvre'], rent: ['loyer', 'bail', 'chambre'] }
const utterances: Utterance[] = Object.entries(topics).flatMap(([topic, words]) =>
  ['où', 'combien', 'quand', 'comment'].flatMap((asked) =>
    words.map((word) => ({ topic, text: `${asked} ${word}`, language: 'fr' as const, also: [], file: 'test' })),
  ),
)

test('phrases are learnt by both views, and the same phrases give the same models again', async () => {
  const cache = mkdtempSync(join(tmpdir(), 'dalil-'))
  const models = await trainModels(utterances, { root: projectRoot, cache, threads: 2 })
  expect(readdirSync(cache)).toHaveLength(1) // the embeddings, kept for the next time
  expect(await trainModels(utterances, { root: projectRoot, cache, threads: 1 })).toEqual(models)

  const encoder = await openEncoderThreads(projectRoot, 1)
  const views = createViews(models, encoder)
  const best = views.topics(await views.read('ma fille a de la fièvre'))[0]
  await encoder.close()
  expect(best?.label).toBe('care')
})
