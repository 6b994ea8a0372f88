/** The brain as commands use it: read once, nothing watched, nothing logged. */
import pino from 'pino'
import { type Brain, openBrain } from '../brain.ts'
import { projectRoot } from '../root.ts'
import { dataFolder } from './data-folder.ts'

/** @param withEncoder false shows what the n-grams know alone, as on a machine where the encoder cannot run */
export async function openQuietBrain({ withEncoder = true } = {}): Promise<Brain> {
  return openBrain({
    root: projectRoot,
    dataDir: dataFolder,
    watch: false,
    withEncoder,
    log: pino({ level: 'silent' }),
  })
}
