/** The brain as commands use it: read once, nothing watched, nothing logged. */
import { availableParallelism } from 'node:os'
import pino from 'pino'
import { type Brain, openBrain } from '../brain.ts'
import { projectRoot } from '../root.ts'

export async function openQuietBrain(): Promise<Brain> {
  return openBrain({
    root: projectRoot,
    dataDir: process.env.DATA_DIR || 'data',
    watch: false,
    threads: availableParallelism(),
    log: pino({ level: 'silent' }),
  })
}
