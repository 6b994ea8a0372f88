/** The process in which phrases are learnt; ends when the file is written, or when nobody waits for it any more. */
import { dirname } from 'node:path'
import { readUtterances } from '../knowledge/library.ts'
import { writeModels } from './files.ts'
import { trainModels } from './train.ts'

const [root = '', path = ''] = process.argv.slice(2) // given by learn()
process.once('disconnect', () => process.exit(1))
// One thread of the encoder: the other processors answer messages meanwhile.
writeModels(await trainModels(readUtterances(root).utterances, { root, cache: dirname(path), threads: 1 }), path)
process.exit(0)
