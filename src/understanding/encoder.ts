/**
 * Texts → embeddings and what the encoder's heads say. The only file that knows the runtime (onnxruntime) and the
 * tokenizer. onnxruntime-node 1.30 computes on the thread that asks: a pass of 3 ms holds the event loop so long.
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

/** The files of `models/encoder/`, found by whoever knows the disk. */
export interface EncoderFiles {
  /** Path of `model.onnx`: the runtime reads it itself, so that no second copy stays in memory. */
  readonly model: string
  readonly tokenizer: unknown
  readonly labels: EncoderLabels
}

export interface Encoder {
  readonly labels: EncoderLabels
  encode(text: string): Promise<Encoding>
  /** Many texts, one after the other. */
  encodeAll(texts: readonly string[]): Promise<Encoding[]>
  close(): Promise<void>
}

/** Positions that the encoder has; what is beyond is cut, as in tuning. */
const longestTokens = 128

/**
 * One thread computes a pass: two that shared it waited for each other more than they gained.
 *
 * @throws what the runtime says when it cannot run on this machine
 */
export async function openEncoder(files: EncoderFiles): Promise<Encoder> {
  const tokenizer = new Tokenizer(files.tokenizer as object, {}) // its own format, made by training/
  const session = await InferenceSession.create(files.model, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    // The joined operator of onnxruntime 1.30 counts one number at a time: without it a pass of 15 tokens takes a fifth less.
    extra: { optimization: { disable_specified_optimizers: 'SkipLayerNormFusion' } },
  })
  return {
    labels: files.labels,
    encode,
    async encodeAll(texts) {
      const encodings: Encoding[] = []
      for (const text of texts) encodings.push(await encode(text))
      return encodings
    },
    async close() {
      await session.release()
    },
  }

  /**
   * One text a pass. The weights are 8-bit and the range of what flows through them is taken over the whole pass, so in
   * a shared one a message would be understood by who else writes at that moment.
   */
  async function encode(text: string): Promise<Encoding> {
    const tokens = tokensOf(text)
    const shape = [1, tokens.length]
    const outputs = await session.run({
      input_ids: new Tensor('int64', BigInt64Array.from(tokens, BigInt), shape),
      attention_mask: new Tensor('int64', new BigInt64Array(tokens.length).fill(1n), shape),
    })
    const valuesOf = (name: string) => {
      const output = outputs[name]
      if (!output) throw new Error(`the encoder has no output ${name}`)
      return output.data as Float32Array // all outputs are float32
    }
    return {
      embedding: valuesOf('sentence_embedding'),
      topic: valuesOf('topic_scores'),
      urgency: valuesOf('urgency_scores'),
      language: valuesOf('language_scores'),
    }
  }

  function tokensOf(text: string): number[] {
    const { ids } = tokenizer.encode(encoderText(text))
    return ids.length <= longestTokens ? ids : [...ids.slice(0, longestTokens - 1), ids.at(-1) ?? 0]
  }
}
