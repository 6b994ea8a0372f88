/**
 * How much more phrases would help: the views learnt from a half, a quarter, an eighth of them. The encoder was tuned on
 * all, so only what stands on top of it is learnt anew; without the encoder the curve is the n-grams' own.
 *
 *   node bench/learning-curve.ts
 */

import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { modelFolder } from '../src/commands/data-folder.ts'
import { chooseHalf, readQuestions } from '../src/commands/questions.ts'
import { readUtterances } from '../src/knowledge/library.ts'
import { embedPhrases } from '../src/learning/embeddings.ts'
import { encoderId } from '../src/learning/encoder-files.ts'
import { openEncoderThreads } from '../src/learning/encoder-threads.ts'
import { judgeAll, learnOtherSet, type OtherSet } from '../src/learning/other-set.ts'
import { projectRoot } from '../src/root.ts'
import { evaluate } from '../src/understanding/evaluate.ts'

const shares = [8, 4, 2, 1]

const rows = chooseHalf(readQuestions(join(projectRoot, 'test/eval/development.jsonl')), '2') ?? []
const { utterances } = readUtterances(projectRoot)
const encoder =
  encoderId(projectRoot) === 'none' ? undefined : await openEncoderThreads(projectRoot, availableParallelism())
const embeddings =
  encoder &&
  (await embedPhrases(
    encoder,
    utterances.map(({ text }) => text),
    modelFolder,
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

async function measure(set: OtherSet): Promise<string> {
  const { top1, top3 } = evaluate(await judgeAll(set, rows))
  return `${(top1 * 100).toFixed(1)} % | ${(top3 * 100).toFixed(1)} %`
}
