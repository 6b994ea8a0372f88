/** `models/encoder/` on the disk → what `understanding/encoder` opens. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EncoderFiles } from '../understanding/encoder.ts'

/** @returns undefined where the project ships no encoder: the n-grams answer alone */
export function readEncoderFiles(root: string): EncoderFiles | undefined {
  const folder = join(root, 'models/encoder')
  if (!existsSync(join(folder, 'model.onnx'))) return undefined
  const json = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'))
  return {
    model: join(folder, 'model.onnx'),
    tokenizer: json('tokenizer.json'),
    labels: json('labels.json') as EncoderFiles['labels'], // written by training/export.py beside the model
  }
}

/** Which encoder this is; embeddings of one mean nothing to another. */
export function encoderId(root: string): string {
  const path = join(root, 'models/encoder/labels.json')
  if (!existsSync(path)) return 'none'
  return (JSON.parse(readFileSync(path, 'utf8')) as EncoderFiles['labels']).id // written by training/export.py
}
