import { expect, test } from 'vitest'
import { buildDangerList, buildEntityLists } from '../../src/conversation/lists.ts'
import { createLibraryReader } from '../../src/knowledge/library.ts'
import { readEncoderFiles } from '../../src/learning/encoder-files.ts'
import { findModels, modelKey } from '../../src/learning/files.ts'
import { projectRoot } from '../../src/root.ts'
import { openEncoder } from '../../src/understanding/encoder.ts'
import { createUnderstander } from '../../src/understanding/understand.ts'

test('an encoder that fails while we run leaves the n-grams to answer', async () => {
  const models = findModels(modelKey(projectRoot), { shipped: `${projectRoot}/models/classifier`, kept: '' })
  const files = readEncoderFiles(projectRoot)
  if (!models || !files) throw new Error('the project ships both')
  const { library } = createLibraryReader(projectRoot).read()
  const encoder = await openEncoder(files)
  await encoder.close() // from now on every pass fails
  const understander = createUnderstander({
    models,
    encoder,
    lists: buildEntityLists(library),
    danger: buildDangerList(library),
  })
  const { questions } = await understander.understand('où voir un médecin sans papiers ?')
  expect(questions[0]?.ranked[0]?.topic).toBe('health.care')
  expect((await understander.understand('mon fils ne respire plus')).urgency?.urgent).toBe('medical')
})
