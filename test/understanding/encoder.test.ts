import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readEncoderFiles } from '../../src/learning/encoder-files.ts'
import { projectRoot } from '../../src/root.ts'
import { type Encoder, openEncoder } from '../../src/understanding/encoder.ts'

let encoder: Encoder

beforeAll(async () => {
  const files = readEncoderFiles(projectRoot)
  if (!files) throw new Error('models/encoder is not there')
  encoder = await openEncoder(files)
})
afterAll(() => encoder.close())

function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)
}

describe('the encoder', () => {
  test('reads texts as the reference that it was tuned with', async () => {
    const rows = JSON.parse(readFileSync(join(projectRoot, 'models/encoder/examples.json'), 'utf8')) as {
      text: string
      embedding: number[]
      topic: number
    }[] // written by training/export.py
    expect(rows.length).toBeGreaterThan(10)
    for (const { text, embedding, topic } of rows) {
      const encoding = await encoder.encode(text)
      for (const [at, value] of embedding.entries()) expect(encoding.embedding[at], text).toBeCloseTo(value, 1)
      expect(encoding.topic.indexOf(Math.max(...encoding.topic)), text).toBe(topic)
    }
  })

  test('puts the same question in three languages nearer to each other than to another question', async () => {
    const [french, arabic, english, other] = await encoder.encodeAll([
      'comment inscrire mon fils à l’école ?',
      'كيف أسجل ابني في المدرسة؟',
      'how can I put my son in school?',
      'mon patron ne me paie pas mon salaire',
    ])
    if (!french || !arabic || !english || !other) throw new Error('an encoding is missing')
    expect(cosine(french.embedding, arabic.embedding)).toBeGreaterThan(cosine(french.embedding, other.embedding))
    expect(cosine(french.embedding, english.embedding)).toBeGreaterThan(cosine(french.embedding, other.embedding))
  })

  test('messages that come together are answered as if they came alone', async () => {
    const texts = [
      'où voir un médecin ?',
      'a',
      'je voudrais savoir comment obtenir une carte de séjour pour mon mari qui vient de Guinée',
    ]
    const together = await Promise.all(texts.map((text) => encoder.encode(text)))
    for (const [at, text] of texts.entries()) {
      const alone = await encoder.encode(text)
      expect(together[at], text).toEqual(alone)
    }
  })

  test('a text far too long is cut, not refused', async () => {
    expect((await encoder.encode('médecin '.repeat(2000))).embedding).toHaveLength(384)
  })

  test('no text at all has an embedding too', async () => {
    expect((await encoder.encode('')).embedding.every(Number.isFinite)).toBe(true)
  })
})
