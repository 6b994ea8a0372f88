import { once } from 'node:events'
import type { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, test } from 'vitest'
import { buildDangerList, buildEntityLists } from '../../src/conversation/lists.ts'
import { createLibraryReader } from '../../src/knowledge/library.ts'
import { readEncoderFiles } from '../../src/learning/encoder-files.ts'
import { type EncoderThreads, openEncoderThreads } from '../../src/learning/encoder-threads.ts'
import { findModels, modelKey } from '../../src/learning/files.ts'
import { projectRoot } from '../../src/root.ts'
import { openEncoder } from '../../src/understanding/encoder.ts'
import { createUnderstander } from '../../src/understanding/understand.ts'

const started: Worker[] = []
const remember = (worker: Worker) => void started.push(worker)
process.on('worker', remember)
let encoder: EncoderThreads | undefined
afterEach(async () => {
  await encoder?.close()
  started.length = 0
})

async function open(count = 1): Promise<EncoderThreads> {
  encoder = await openEncoderThreads(projectRoot, count)
  return encoder
}

/** It meets what it does not expect, and ends with an error. */
function kill(worker: Worker): void {
  worker.postMessage(null)
}

const question = 'où voir un médecin sans papiers à Tanger ?'
const questions = Array.from({ length: 30 }, (_, at) => `${question} ${at}`)

describe('the encoder in threads of its own', () => {
  test('says the same of a text as on the thread that asks', async () => {
    const files = readEncoderFiles(projectRoot)
    if (!files) throw new Error('the project ships an encoder')
    const here = await openEncoder(files)
    const threads = await open(2)
    for (const text of [question, 'بغيت نسجل ولدي فالمدرسة', ''])
      expect(await threads.encode(text)).toEqual(await here.encode(text))
    await here.close()
  })

  test('gives many texts back in their order', async () => {
    const threads = await open(2)
    const together = await threads.encodeAll(questions)
    for (const [at, text] of questions.entries()) expect(together[at], text).toEqual(await threads.encode(text))
  })

  test('everything else goes on during a pass', async () => {
    const threads = await open()
    let turns = 0
    let reading = true
    const count = () => {
      turns++
      if (reading) setImmediate(count)
    }
    setImmediate(count)
    await threads.encode('médecin '.repeat(200)) // one pass, as long as they get
    reading = false
    expect(turns).toBeGreaterThan(20) // on the thread that asks: 2
  })

  test('a thread that dies is replaced, and what it had in hand is read by its successor', async () => {
    const threads = await open()
    const answers = Promise.all(questions.map((text) => threads.encode(text)))
    if (started[0]) kill(started[0])
    expect((await answers).every(({ embedding }) => embedding.length === 384)).toBe(true)
    expect(started).toHaveLength(2)
    expect(threads.running()).toBe(1)
  })

  test('where no thread stays alive, the n-grams answer every message', async () => {
    const models = findModels(modelKey(projectRoot), { shipped: `${projectRoot}/models/classifier`, kept: '' })
    if (!models) throw new Error('the project ships models')
    const { library } = createLibraryReader(projectRoot).read()
    const threads = await open()
    const understander = createUnderstander({
      models,
      encoder: threads,
      lists: buildEntityLists(library),
      danger: buildDangerList(library),
    })
    process.on('worker', kill)
    const answers = Promise.all(questions.map((text) => understander.understand(text)))
    for (const worker of started) kill(worker)
    for (const { questions: asked } of await answers) expect(asked[0]?.ranked[0]?.topic).toBe('health.care')
    process.off('worker', kill)
    expect(threads.running()).toBe(0)
    expect((await understander.understand(question)).questions[0]?.ranked[0]?.topic).toBe('health.care')
  })

  test('a thread with nothing to do keeps no process alive, and closing ends it', async () => {
    const threads = await open()
    const [worker] = started
    if (!worker) throw new Error('no thread was started')
    const ended = once(worker, 'exit')
    await threads.close()
    await ended
    await expect(threads.encode(question)).rejects.toThrow('no thread of the encoder runs')
  })
})
