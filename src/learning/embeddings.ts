/**
 * Embeddings of training phrases, kept beside the database, so that a changed phrase costs milliseconds and not all of
 * them a minute. Phrases are content of the project, not of people.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Encoder } from '../understanding/encoder.ts'

const dimensions = 384
const keyBytes = 12
/** Key, scale, one byte a dimension. */
const rowBytes = keyBytes + 4 + dimensions

/**
 * @param folder of the caches, one for each encoder and kind; made if missing, written again where texts are new
 * @param kind what the texts are, so that passages that change leave the cache of phrases alone
 */
export async function embedPhrases(
  encoder: Encoder,
  texts: readonly string[],
  folder: string,
  kind: 'embeddings' | 'passages' = 'embeddings',
): Promise<Float32Array[]> {
  const path = join(folder, `${kind}-${encoder.labels.id}.bin`)
  const known = readCache(path)
  const keys = texts.map(keyOf)
  const missing = [...new Map(keys.flatMap((key, at) => (known.has(key) ? [] : [[key, texts[at] ?? ''] as const])))]
  const encodings = await encoder.encodeAll(missing.map(([, text]) => text))
  for (const [at, [key]] of missing.entries())
    known.set(key, round(encodings[at]?.embedding ?? new Float32Array(dimensions)))
  if (missing.length > 0) writeCache(path, known)
  return keys.map((key) => restore(known.get(key)))
}

interface Rounded {
  readonly scale: number
  readonly bytes: Int8Array
}

function keyOf(text: string): string {
  return createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, keyBytes * 2)
}

function round(embedding: Float32Array): Rounded {
  let largest = 0
  for (const value of embedding) largest = Math.max(largest, Math.abs(value))
  const scale = Math.fround(largest / 127) || 1 // as it is kept, so that the next training starts from the same numbers
  return { scale, bytes: Int8Array.from(embedding, (value) => Math.round(value / scale)) }
}

function restore(rounded: Rounded | undefined): Float32Array {
  return Float32Array.from(rounded?.bytes ?? [], (value) => value * (rounded?.scale ?? 0))
}

function readCache(path: string): Map<string, Rounded> {
  const known = new Map<string, Rounded>()
  if (!existsSync(path)) return known
  const whole = readFileSync(path)
  for (let at = 0; at + rowBytes <= whole.length; at += rowBytes) {
    const bytes = new Int8Array(dimensions)
    for (let dimension = 0; dimension < dimensions; dimension++)
      bytes[dimension] = whole.readInt8(at + keyBytes + 4 + dimension)
    known.set(whole.toString('hex', at, at + keyBytes), { scale: whole.readFloatLE(at + keyBytes), bytes })
  }
  return known
}

function writeCache(path: string, known: ReadonlyMap<string, Rounded>): void {
  const whole = Buffer.alloc(known.size * rowBytes)
  let at = 0
  for (const [key, { scale, bytes }] of known) {
    whole.write(key, at, 'hex')
    whole.writeFloatLE(scale, at + keyBytes)
    Buffer.from(bytes.buffer).copy(whole, at + keyBytes + 4)
    at += rowBytes
  }
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.new`, whole)
  renameSync(`${path}.new`, path)
}
