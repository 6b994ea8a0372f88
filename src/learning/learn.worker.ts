/** The thread in which phrases are learnt; ends when the file is written. */
import { workerData } from 'node:worker_threads'
import { readUtterances } from '../knowledge/library.ts'
import { writeModels } from './files.ts'
import { trainModels } from './train.ts'

const { root, path } = workerData as { root: string; path: string } // given by learn()
writeModels(trainModels(readUtterances(root).utterances), path)
