/**
 * The encoder in threads of its own: onnxruntime-node 1.30 computes on the thread that asks, so that here a pass holds
 * nobody else up, and each thread adds a processor. Who asks sees an `Encoder` like any other.
 */
import { Worker } from 'node:worker_threads'
import type { Encoder, EncoderLabels, Encoding } from '../understanding/encoder.ts'
import { readEncoderLabels } from './encoder-files.ts'
import { type Asked, type Said, unpackEncoding } from './encoder-wire.ts'

export interface EncoderThreads extends Encoder {
  /** How many threads read texts at this moment; 0: whoever asks gets a failure at once, and the n-grams answer. */
  running(): number
}

/** A text on its way. */
interface Job {
  readonly id: number
  readonly text: string
  /** It was in the hands of a thread that died: a second time it is given up, as it may be what kills. */
  retried: boolean
  resolve(encoding: Encoding): void
  reject(error: Error): void
}

interface Thread {
  readonly worker: Worker
  readonly jobs: Map<number, Job>
  ready: boolean
}

/** Texts that a thread has at once: the next one waits there, so that no time passes between two passes. */
const inHand = 2
/** So many threads may die in a row without having read a text; then this machine cannot run the encoder. */
const mostDeaths = 3

/**
 * @param root of the project, which ships an encoder
 * @param count of threads; each costs about 70 MB
 * @throws what the runtime says when it cannot run on this machine
 */
export async function openEncoderThreads(root: string, count: number): Promise<EncoderThreads> {
  const labels = labelsOf(root)
  const threads = new Set<Thread>()
  const waiting: Job[] = []
  let lastJob = 0
  let deaths = 0
  let serving = false

  try {
    await Promise.all(Array.from({ length: count }, start))
  } catch (error) {
    await close()
    throw error
  }
  serving = true
  return {
    labels,
    encode,
    encodeAll,
    running: () => [...threads].filter(({ ready }) => ready).length,
    close,
  }

  function encode(text: string): Promise<Encoding> {
    return new Promise((resolve, reject) => {
      if (threads.size === 0) reject(new Error('no thread of the encoder runs'))
      else {
        waiting.push({ id: ++lastJob, text, retried: false, resolve, reject })
        handOut()
      }
    })
  }

  /** Never all at once: a message that comes meanwhile waits for a few of them only. */
  async function encodeAll(texts: readonly string[]): Promise<Encoding[]> {
    const encodings: Encoding[] = []
    const left = texts.entries()
    const takeTurns = async () => {
      for (const [at, text] of left) encodings[at] = await encode(text)
    }
    await Promise.all(Array.from({ length: count * inHand }, takeTurns))
    return encodings
  }

  /** Texts in the order they came, each to the thread that has least to do. */
  function handOut(): void {
    while (waiting.length > 0) {
      const idlest = [...threads]
        .filter(({ ready, jobs }) => ready && jobs.size < inHand)
        .sort((a, b) => a.jobs.size - b.jobs.size)[0]
      const job = idlest && waiting.shift()
      if (!idlest || !job) return
      if (idlest.jobs.size === 0) idlest.worker.ref()
      idlest.jobs.set(job.id, job)
      idlest.worker.postMessage({ kind: 'read', job: job.id, text: job.text } satisfies Asked)
    }
  }

  /** Resolves when the thread reads texts; later deaths are mended here, without anybody waiting. */
  function start(): Promise<void> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./encoder.worker.ts', import.meta.url), { workerData: { root } })
      const thread: Thread = { worker, jobs: new Map(), ready: false }
      threads.add(thread)
      let reason: unknown = new Error('a thread of the encoder ended')
      worker.on('message', (said: Said) => {
        if (said.kind === 'ready') {
          thread.ready = true
          worker.unref() // an idle thread keeps no process alive
          resolve()
        } else settle(thread, said)
        handOut()
      })
      worker.on('error', (error) => {
        reason = error
      })
      worker.on('exit', () => {
        threads.delete(thread)
        reject(reason) // nobody listens any more where it had been ready
        bury(thread)
      })
    })
  }

  function settle({ worker, jobs }: Thread, said: Exclude<Said, { kind: 'ready' }>): void {
    const job = jobs.get(said.job)
    jobs.delete(said.job)
    if (jobs.size === 0) worker.unref()
    if (said.kind === 'read') {
      deaths = 0
      job?.resolve(unpackEncoding(said.values, labels))
    } else job?.reject(new Error('the encoder could not read a text'))
  }

  /** A thread ended: its texts go to the others or to its successor, before all that wait. */
  function bury({ jobs }: Thread): void {
    for (const job of jobs.values()) if (job.retried) job.reject(new Error('a text was twice in a thread that ended'))
    const again = [...jobs.values()].filter(({ retried }) => !retried)
    for (const job of again) job.retried = true
    waiting.unshift(...again)
    // Why a successor did not start is not told again: `running` says how it stands.
    if (serving && ++deaths < mostDeaths) start().catch(() => {})
    if (threads.size === 0) for (const job of waiting.splice(0)) job.reject(new Error('no thread of the encoder runs'))
    handOut()
  }

  /** Never `terminate`: a thread that is ended within a pass takes the whole process with it (onnxruntime-node 1.30). */
  async function close(): Promise<void> {
    serving = false
    const ended = [...threads].map(({ worker }) => new Promise((resolve) => worker.once('exit', resolve)))
    for (const { worker } of threads) {
      worker.ref() // whoever closes waits for it
      worker.postMessage({ kind: 'close' } satisfies Asked)
    }
    await Promise.all(ended)
  }
}

function labelsOf(root: string): EncoderLabels {
  const labels = readEncoderLabels(root)
  if (!labels) throw new Error('the project ships no encoder')
  return labels
}
