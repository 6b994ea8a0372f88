/** What goes between the threads of the encoder and the one that asks: a text there, numbers back. */
import type { EncoderLabels, Encoding } from '../understanding/encoder.ts'

export type Asked = { readonly kind: 'read'; readonly job: number; readonly text: string } | { readonly kind: 'close' }

export type Said =
  | { readonly kind: 'ready' }
  | { readonly kind: 'read'; readonly job: number; readonly values: Float32Array<ArrayBuffer> }
  | { readonly kind: 'failed'; readonly job: number }

/** All numbers in one array: it changes hands without a copy. Topic, danger, language, then the embedding. */
export function packEncoding({ topic, urgency, language, embedding }: Encoding): Float32Array<ArrayBuffer> {
  const values = new Float32Array(topic.length + urgency.length + language.length + embedding.length)
  let at = 0
  for (const part of [topic, urgency, language, embedding]) {
    values.set(part, at)
    at += part.length
  }
  return values
}

/** @param labels of the encoder that wrote them: how many scores each head has */
export function unpackEncoding(values: Float32Array, labels: EncoderLabels): Encoding {
  const topicEnd = labels.topic.length
  const urgencyEnd = topicEnd + labels.urgency.length
  const languageEnd = urgencyEnd + labels.language.length
  return {
    topic: values.subarray(0, topicEnd),
    urgency: values.subarray(topicEnd, urgencyEnd),
    language: values.subarray(urgencyEnd, languageEnd),
    embedding: values.subarray(languageEnd),
  }
}
