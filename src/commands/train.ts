/** `dalil train`: learns `intents/` and replaces the model that ships with the project. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { readUtterances } from '../knowledge/library.ts'
import { modelKey, writeModels } from '../learning/files.ts'
import { trainModels } from '../learning/train.ts'
import { projectRoot } from '../root.ts'
import { modelFolder } from './data-folder.ts'

export async function train(): Promise<number> {
  const folder = join(projectRoot, 'models/classifier')
  const key = modelKey(projectRoot)
  const { utterances } = readUtterances(projectRoot)
  const started = performance.now()
  const models = await trainModels(utterances, {
    root: projectRoot,
    cache: modelFolder,
    threads: availableParallelism(),
  })
  mkdirSync(folder, { recursive: true })
  writeModels(models, join(folder, `${key}.model`))
  for (const name of readdirSync(folder))
    if (name.endsWith('.model') && name !== `${key}.model`) rmSync(join(folder, name))
  process.stdout.write(
    `learnt ${utterances.length} phrases of ${models.topic.labels.length} intents in ${((performance.now() - started) / 1000).toFixed(1)} s → models/classifier/${key}.model\n`,
  )
  return 0
}
