/** The thread in which phrases are learnt; ends when the file is written. */
import { dirname } from 'node:path'
import { workerData } from 'node:worker_threads'
import { readUtterances } from '../knowledge/library.ts'
import { writeModels } from './files.ts'
import { trainModels } from './train.ts'

const { root, path } = workerData as { root: string; path: string } // given by learn()
writeModels(await trainModels(readUtterances(root).utterances, { root, cache: dirname(path) }), path)
