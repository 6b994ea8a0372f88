/**
 * Texts → embeddings and what the encoder's heads say. The only file that knows the runtime (onnxruntime) and the
 * tokenizer. The runtime computes in a thread pool of its own, so the event loop stays free.
 */
import { Tokenizer } from '@huggingface/tokenizers'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { encoderText } from './normalise.ts'

/** What one pass says of a text; scores are logits in the order of `labels`. */
export interface Encoding {
  /** Length 1. */
  readonly embedding: Float32Array
  readonly topic: Float32Array
  readonly urgency: Float32Array
  readonly language: Float32Array
}

export interface EncoderLabels {
  /** Changes with the weights. */
  readonly id: string
  readonly topic: readonly string[]
  readonly urgency: readonly string[]
  readonly language: readonly string[]
}

/** The files of `models/encoder/`, read by whoever knows the disk. */
export interface EncoderFiles {
  readonly model: Uint8Array
  readonly tokenizer: unknown
  readonly labels: EncoderLabels
}

export interface Encoder {
  readonly labels: EncoderLabels
  /** Messages that come in while one is computed wait for it and then share a batch. */
  encode(text: string): Promise<Encoding>
  /** Many texts, in batches of about the same length. */
  encodeAll(texts: readonly string[]): Promise<Encoding[]>
  close(): Promise<void>
}

/** Positions that the encoder has; what is beyond is cut, as in tuning. */
const longestTokens = 128
/** Texts in one pass; more gain nothing on a processor. */
const batchSize = 16

/** @throws what the runtime says when it cannot run on this machine */
export async function openEncoder(files: EncoderFiles, threads = 1): Promise<Encoder> {
  const tokenizer = new Tokenizer(files.tokenizer as object, {}) // its own format, made by training/
  const session = await InferenceSession.create(files.model, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
  })
  const waiting: { ids: number[]; resolve: (encoding: Encoding) => void; reject: (cause: unknown) => void }[] = []
  let running = false

  return {
    labels: files.labels,
    encode(text) {
      return new Promise((resolve, reject) => {
        waiting.push({ ids: tokensOf(text), resolve, reject })
        void work()
      })
    },
    async encodeAll(texts) {
      const tokens = texts.map((text, at) => ({ at, ids: tokensOf(text) })).sort((a, b) => a.ids.length - b.ids.length)
      const encodings: Encoding[] = new Array(texts.length)
      for (let start = 0; start < tokens.length; start += batchSize) {
        const batch = tokens.slice(start, start + batchSize)
        const results = await pass(batch.map(({ ids }) => ids))
        for (const [row, { at }] of batch.entries()) encodings[at] = results[row] as Encoding // one result a row
      }
      return encodings
    },
    async close() {
      await session.release()
    },
  }

  function tokensOf(text: string): number[] {
    const { ids } = tokenizer.encode(encoderText(text))
    return ids.length <= longestTokens ? ids : [...ids.slice(0, longestTokens - 1), ids.at(-1) ?? 0]
  }

  async function work(): Promise<void> {
    if (running) return
    running = true
    while (waiting.length > 0) {
      const batch = waiting.splice(0, batchSize)
      try {
        const results = await pass(batch.map(({ ids }) => ids))
        for (const [row, { resolve }] of batch.entries()) resolve(results[row] as Encoding) // one result a row
      } catch (cause) {
        for (const { reject } of batch) reject(cause)
      }
    }
    running = false
  }

  async function pass(rows: readonly (readonly number[])[]): Promise<Encoding[]> {
    const length = Math.max(...rows.map((ids) => ids.length))
    const ids = new BigInt64Array(rows.length * length).fill(paddingToken)
    const mask = new BigInt64Array(rows.length * length)
    for (const [row, tokens] of rows.entries())
      for (const [at, token] of tokens.entries()) {
        ids[row * length + at] = BigInt(token)
        mask[row * length + at] = 1n
      }
    const shape = [rows.length, length]
    const outputs = await session.run({
      input_ids: new Tensor('int64', ids, shape),
      attention_mask: new Tensor('int64', mask, shape),
    })
    const rowsOf = (name: string) => {
      const output = outputs[name]
      if (!output) throw new Error(`the encoder has no output ${name}`)
      const data = output.data as Float32Array // all outputs are float32
      const width = data.length / rows.length
      return (row: number) => data.slice(row * width, (row + 1) * width)
    }
    const embedding = rowsOf('sentence_embedding')
    const topic = rowsOf('topic_scores')
    const urgency = rowsOf('urgency_scores')
    const language = rowsOf('language_scores')
    return rows.map((_, row) => ({
      embedding: embedding(row),
      topic: topic(row),
      urgency: urgency(row),
      language: language(row),
    }))
  }
}

const paddingToken = 1n
