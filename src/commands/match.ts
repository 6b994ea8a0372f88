/** `dalil match`: utterances from standard input, what was understood to standard output, a JSON object a line. */
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { describe } from '../understanding/describe.ts'
import { openQuietBrain } from './quiet-brain.ts'

export async function match(): Promise<number> {
  const brain = await openQuietBrain()
  const understander = brain.understander()
  // Lines are understood one by one and written in the order read; a slow reader of the output slows the reading.
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue
    const { language, urgent, ...rest } = describe(await understander.understand(line))
    const { intent, decision, confidence, alternatives, also } = rest
    const row = { text: line, lang: language, intent, confidence, urgent: urgent ?? null, alternatives, also, decision }
    if (!process.stdout.write(`${JSON.stringify(row)}\n`)) await once(process.stdout, 'drain')
  }
  return 0
}
