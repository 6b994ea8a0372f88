/** `dalil match`: utterances from standard input, what was understood to standard output, a JSON object a line. */
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { describe } from '../understanding/describe.ts'
import type { Understander } from '../understanding/understand.ts'
import { openQuietBrain } from './quiet-brain.ts'

/** Lines understood at the same time: while the encoder computes for one, the rest is done for others. */
const atOnce = 16

export async function match(): Promise<number> {
  const brain = await openQuietBrain()
  const understander = brain.understander()
  let lines: string[] = []
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue
    lines.push(line)
    if (lines.length < atOnce) continue
    await writeRows(understander, lines)
    lines = []
  }
  await writeRows(understander, lines)
  await brain.close()
  return 0
}

/** Rows come in the order of the lines; a slow reader of the output slows the reading. */
async function writeRows(understander: Understander, lines: readonly string[]): Promise<void> {
  const rows = await Promise.all(lines.map((line) => rowOf(understander, line)))
  if (rows.length > 0 && !process.stdout.write(rows.join(''))) await once(process.stdout, 'drain')
}

async function rowOf(understander: Understander, text: string): Promise<string> {
  const { language, urgent, intent, decision, confidence, alternatives, also, entities } = describe(
    await understander.understand(text),
  )
  const row = {
    text,
    lang: language,
    intent,
    confidence,
    urgent: urgent ?? null,
    alternatives,
    also,
    decision,
    entities,
  }
  return `${JSON.stringify(row)}\n`
}
