/**
 * Learns changed phrases in a process of its own, so that messages are answered meanwhile, its memory is given back, and
 * it can be ended at any moment: a thread that is ended within a pass of the encoder takes the whole process with it
 * (onnxruntime-node 1.30).
 */
import { fork } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Models } from '../understanding/views.ts'
import { readModels } from './files.ts'

/**
 * @param key of the phrases; the file that is kept has its name
 * @param signal ends the learning, whose promise then rejects
 */
export async function learn(root: string, key: string, folder: string, signal: AbortSignal): Promise<Models> {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${key}.model`)
  await new Promise<void>((resolve, reject) => {
    const program = fileURLToPath(new URL('./learn.process.ts', import.meta.url))
    const child = fork(program, [root, path], { signal, killSignal: 'SIGKILL', execArgv: [] })
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`learning ended with ${code}`))))
  })
  return readModels(path)
}
