/** `models/encoder/` on the disk → what `understanding/encoder` opens. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EncoderFiles, EncoderLabels } from '../understanding/encoder.ts'

/** @returns undefined where the project ships no encoder: the n-grams answer alone */
export function readEncoderFiles(root: string): EncoderFiles | undefined {
  const labels = readEncoderLabels(root)
  if (!labels) return undefined
  const folder = join(root, 'models/encoder')
  const tokenizer: unknown = JSON.parse(readFileSync(join(folder, 'tokenizer.json'), 'utf8'))
  return { model: join(folder, 'model.onnx'), tokenizer, labels }
}

/** What the heads of the shipped encoder tell apart. @returns undefined where there is none */
export function readEncoderLabels(root: string): EncoderLabels | undefined {
  const folder = join(root, 'models/encoder')
  if (!existsSync(join(folder, 'model.onnx'))) return undefined
  return JSON.parse(readFileSync(join(folder, 'labels.json'), 'utf8')) as EncoderLabels // written by training/export.py
}

/** Which encoder this is; embeddings of one mean nothing to another. */
export function encoderId(root: string): string {
  return readEncoderLabels(root)?.id ?? 'none'
}
