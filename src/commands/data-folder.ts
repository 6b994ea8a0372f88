/** Where commands keep what they learn and measure: the folder of a server that runs here without settings of its own. */
import { join } from 'node:path'

export const dataFolder = process.env.DATA_DIR || 'data'
/** Models learnt on this machine, and embeddings of phrases. */
export const modelFolder = join(dataFolder, 'models')
