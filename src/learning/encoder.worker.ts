/** A thread of the encoder: a text comes in, what one pass says of it goes out. Ends when it is told to. */
import { parentPort, workerData } from 'node:worker_threads'
import { openEncoder } from '../understanding/encoder.ts'
import { readEncoderFiles } from './encoder-files.ts'
import { type Asked, packEncoding, type Said } from './encoder-wire.ts'

const { root } = workerData as { root: string } // given by openEncoderThreads()
const files = readEncoderFiles(root)
if (!files || !parentPort) throw new Error('the encoder has no files or no thread of its own')
const port = parentPort
const encoder = await openEncoder(files)

port.on('message', (asked: Asked) => {
  if (asked.kind === 'close') void encoder.close().finally(() => port.close())
  else void read(asked.job, asked.text)
})
say({ kind: 'ready' })

async function read(job: number, text: string): Promise<void> {
  try {
    const values = packEncoding(await encoder.encode(text))
    say({ kind: 'read', job, values }, [values.buffer])
  } catch {
    say({ kind: 'failed', job }) // not why: the runtime may quote the text
  }
}

function say(said: Said, handedOver: ArrayBuffer[] = []): void {
  port.postMessage(said, handedOver)
}
