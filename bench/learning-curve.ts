/**
 * How much more phrases would help: the views learnt from a half, a quarter, an eighth of them. The encoder was tuned on
 * all, so only what stands on top of it is learnt anew; without the encoder the curve is the n-grams' own.
 *
 *   node bench/learning-curve.ts
 */

import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { readUtterances } from '../src/knowledge/library.ts'
import { embedPhrases } from '../src/learning/embeddings.ts'
import { encoderId, readEncoderFiles } from '../src/learning/encoder-files.ts'
import { learnOtherSet } from '../src/learning/other-set.ts'
import { projectRoot } from '../src/root.ts'
import { openEncoder } from '../src/understanding/encoder.ts'
import { evaluate } from '../src/understanding/evaluate.ts'

interface Row {
  readonly text: string
  readonly intent: string
}

const shares = [8, 4, 2, 1]

const rows = readFileSync(join(projectRoot, 'test/eval/development.jsonl'), 'utf8')
  .split('\n')
  .filter((line, at) => line !== '' && at % 2 === 1)
  .map((line) => JSON.parse(line) as Row) // our own file, checked by the evaluation
const { utterances } = readUtterances(projectRoot)
const files = readEncoderFiles(projectRoot)
const encoder = files && (await openEncoder(files, availableParallelism()))
const cache = join(process.env.DATA_DIR || 'data', 'models', `embeddings-${encoderId(projectRoot)}.bin`)
const embeddings =
  encoder &&
  (await embedPhrases(
    encoder,
    utterances.map(({ text }) => text),
    cache,
  ))

const lines: string[] = []
for (const share of shares) {
  // Every eighth phrase of every topic and language, because the files hold them in that order.
  const places = utterances.map((_, at) => at).filter((at) => at % share === 0)
  const examples = places.map((at) => ({ text: utterances[at]?.text ?? '', label: utterances[at]?.topic ?? '' }))
  const alone = learnOtherSet(examples)
  const both =
    embeddings &&
    learnOtherSet(
      examples,
      places.map((at) => embeddings[at] ?? new Float32Array()),
      encoder,
    )
  lines.push(`| ${places.length} | ${await measure(alone)} | ${both ? await measure(both) : '– | –'} |`)
}
await encoder?.close()
process.stdout.write(
  `| phrases | n-grams: top-1 | top-3 | with embeddings: top-1 | top-3 |\n|---|---|---|---|---|\n${lines.join('\n')}\n`,
)

async function measure(set: ReturnType<typeof learnOtherSet>): Promise<string> {
  const judged = []
  for (const { text, intent } of rows) {
    const { ranked, scope, decision } = await set.judge(text)
    judged.push({
      truth: intent,
      ranked: ranked.map(({ topic, confidence }) => ({ intent: topic, confidence })),
      scope,
      decision: decision.kind,
      millis: 0,
    })
  }
  const { top1, top3 } = evaluate(judged)
  return `${(top1 * 100).toFixed(1)} % | ${(top3 * 100).toFixed(1)} %`
}
