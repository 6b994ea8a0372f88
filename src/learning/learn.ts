/** Learns changed phrases in a worker thread, so that messages are answered meanwhile. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Models } from '../understanding/views.ts'
import { readModels } from './files.ts'

/** Learns in a worker thread, so that messages are answered meanwhile, and keeps the result. */
export async function learn(root: string, key: string, folder: string): Promise<Models> {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${key}.model`)
  await new Promise<void>((resolve, reject) => {
    const worker = new Worker(new URL('./learn.worker.ts', import.meta.url), { workerData: { root, path } })
    worker.once('error', reject)
    worker.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`learning ended with ${code}`))))
  })
  return readModels(path)
}
