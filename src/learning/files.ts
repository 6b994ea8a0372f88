/**
 * Models on the disk, keyed by the hash of everything they are learnt from: those shipped in `models/classifier/` serve
 * a fresh clone at once, those learnt here are kept beside the database.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { isPhraseFile } from '../knowledge/library.ts'
import type { Model } from '../understanding/classifier.ts'
import type { DenseModel } from '../understanding/dense.ts'
import { buckets } from '../understanding/features.ts'
import type { Models } from '../understanding/views.ts'
import { encoderId } from './encoder-files.ts'

/** Part of the key: raised when the same phrases give another model, because features or training changed. */
const recipe = 3

/** Where models that were learnt on this machine are kept, beside the shipped ones. */
export interface ModelFolders {
  readonly shipped: string
  readonly kept: string
}

/** Hash of the phrases, of the encoder whose embeddings they have, and of how they are learnt. */
export function modelKey(root: string): string {
  const hash = createHash('sha256').update(`recipe ${recipe} encoder ${encoderId(root)}`)
  const folder = join(root, 'intents')
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(isPhraseFile).sort()
  for (const name of names) hash.update(`\0${name.replaceAll('\\', '/')}\0`).update(readFileSync(join(folder, name)))
  return hash.digest('hex').slice(0, 16)
}

/** @returns the models for the phrases as they are, if they were learnt before */
export function findModels(key: string, folders: ModelFolders): Models | undefined {
  for (const folder of [folders.shipped, folders.kept]) {
    const path = join(folder, `${key}.model`)
    if (existsSync(path)) return readModels(path)
  }
  return undefined
}

/** Any models that can be read: they answer while those of changed phrases are learnt. */
export function findOlderModels(folders: ModelFolders): Models | undefined {
  for (const folder of [folders.kept, folders.shipped]) {
    if (!existsSync(folder)) continue
    for (const name of readdirSync(folder).filter((candidate) => candidate.endsWith('.model')))
      try {
        return readModels(join(folder, name))
      } catch {
        // a file of an older version of this program: the next one, or learning anew
      }
  }
  return undefined
}

const parts = ['topic', 'language', 'urgency'] as const

interface Header {
  readonly grams: readonly { readonly labels: string[]; readonly rows: number; readonly temperature: number }[]
  readonly dense?: { readonly labels: string[]; readonly dimensions: number }
}

/**
 * File: gzip of a line of JSON (labels, sizes, temperatures) and the arrays behind it.
 */
export function writeModels(models: Models, path: string): void {
  const bodies: Buffer[] = []
  const add = (...arrays: (Int32Array | Float32Array | Int8Array)[]) => {
    for (const array of arrays) bodies.push(Buffer.from(array.buffer, array.byteOffset, array.byteLength))
  }
  const { dense } = models
  const header: Header = {
    grams: parts.map((part) => ({
      labels: [...models[part].labels],
      rows: models[part].idf.length,
      temperature: models[part].temperature,
    })),
    ...(dense && { dense: { labels: [...dense.labels], dimensions: dense.centre.length } }),
  }
  for (const part of parts) {
    const { rows, idf, bias, scales, weights } = models[part]
    add(rows, idf, bias, scales, weights)
  }
  if (dense) add(dense.centre, dense.weights, dense.bias)
  const whole = Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), ...bodies])
  writeFileSync(`${path}.new`, gzipSync(whole, { level: 6 }))
  renameSync(`${path}.new`, path) // a process that is killed here leaves no half file under the name
}

/** @throws when the file is not whole */
export function readModels(path: string): Models {
  const whole = gunzipSync(readFileSync(path))
  const end = whole.indexOf(10)
  const header = JSON.parse(whole.toString('utf8', 0, end)) as Header // written above
  let at = end + 1
  const take = (bytes: number): ArrayBuffer => {
    const copy = new ArrayBuffer(bytes) // aligned, as typed arrays need it
    new Uint8Array(copy).set(whole.subarray(at, at + bytes))
    at += bytes
    return copy
  }
  const [topic, language, urgency] = header.grams.map(({ labels, rows: size, temperature }): Model => {
    const rows = new Int32Array(take(buckets * 4))
    const idf = new Float32Array(take(size * 4))
    const bias = new Float32Array(take(labels.length * 4))
    const scales = new Float32Array(take(size * 4))
    const weights = new Int8Array(take(size * labels.length))
    return { labels, rows, idf, bias, temperature, scales, weights }
  })
  if (!topic || !language || !urgency) throw new Error('a model file is incomplete')
  if (!header.dense) return { topic, language, urgency }
  const { labels, dimensions } = header.dense
  const dense: DenseModel = {
    labels,
    centre: new Float32Array(take(dimensions * 4)),
    weights: new Float32Array(take(labels.length * dimensions * 4)),
    bias: new Float32Array(take(labels.length * 4)),
  }
  return { topic, language, urgency, dense }
}
