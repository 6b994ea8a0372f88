/** The thread in which phrases are learnt; ends when the file is written. */
import { dirname } from 'node:path'
import { workerData } from 'node:worker_threads'
import { readUtterances } from '../knowledge/library.ts'
import { writeModels } from './files.ts'
import { trainModels } from './train.ts'

const { root, path } = workerData as { root: string; path: string } // given by learn()
// One thread of the encoder: the other processors answer messages meanwhile.
writeModels(await trainModels(readUtterances(root).utterances, { root, cache: dirname(path), threads: 1 }), path)
