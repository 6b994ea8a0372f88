/** `dalil eval`: how well the shipped model, or one learnt from another data set, understands a test set. */
import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { readEncoderFiles } from '../learning/encoder-files.ts'
import { projectRoot } from '../root.ts'
import { train } from '../understanding/classifier.ts'
import { trainDense } from '../understanding/dense.ts'
import { type Encoder, openEncoder } from '../understanding/encoder.ts'
import { evaluate, type Figures, type Judged } from '../understanding/evaluate.ts'
import { judge } from '../understanding/understand.ts'
import { createViews } from '../understanding/views.ts'
import { openQuietBrain } from './quiet-brain.ts'

const line = z.object({
  text: z.string(),
  intent: z.string(),
  lang: z.string().optional(),
  urgent: z.union([z.boolean(), z.string()]).nullish(),
})
type Line = z.infer<typeof line>

export async function evaluateSets(
  _words: readonly string[],
  options: Readonly<Record<string, unknown>>,
): Promise<number> {
  if (typeof options.test !== 'string') {
    process.stderr.write(
      'Name a test set: eval --test questions.jsonl [--train phrases.jsonl] [--half 1|2] [--without-encoder] [--json]\n',
    )
    return 2
  }
  if (options.half !== undefined && options.half !== '1' && options.half !== '2') {
    process.stderr.write('--half is 1 (the odd lines) or 2 (the even ones).\n')
    return 2
  }
  const all = readLines(options.test)
  const rows = options.half === undefined ? all : all.filter((_, at) => at % 2 === Number(options.half) - 1)
  const judged =
    typeof options.train === 'string'
      ? await judgeByOther(readLines(options.train), rows)
      : await judgeByShipped(rows, options['without-encoder'] !== true)
  const figures = evaluate(judged)
  process.stdout.write(options.json ? `${JSON.stringify(figures)}\n` : `${table(figures)}\n`)
  return 0
}

function readLines(path: string): Line[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((text) => text.trim() !== '')
    .map((text) => line.parse(JSON.parse(text)))
}

/** Everything as in a talk that begins: language, danger, thresholds. */
async function judgeByShipped(rows: readonly Line[], withEncoder: boolean): Promise<Judged[]> {
  const brain = await openQuietBrain({ withEncoder })
  const understander = brain.understander()
  await understander.understand('bonjour')
  const judged: Judged[] = []
  const withDanger = rows.some(({ urgent }) => urgent)
  for (const { text, intent, lang, urgent } of rows) {
    const started = performance.now()
    const { questions, language, urgency } = await understander.understand(text)
    const millis = performance.now() - started
    const [first] = questions
    judged.push({
      truth: intent,
      ...(lang && { lang, language: { truth: lang, guess: language.code } }),
      ...(withDanger && { urgent: { truth: Boolean(urgent), alarm: urgency !== undefined } }),
      ranked: (first?.ranked ?? []).map(({ topic, confidence }) => ({ intent: topic, confidence })),
      outOfScope: first?.outOfScope ?? 1,
      decision: first?.decision.kind ?? 'unknown',
      millis,
    })
  }
  brain.close()
  return judged
}

/** The same views learnt from another set; the encoder is the one that ships, its head for our topics left out. */
async function judgeByOther(training: readonly Line[], rows: readonly Line[]): Promise<Judged[]> {
  const files = readEncoderFiles(projectRoot)
  const encoder = files && (await openEncoder(files, 2))
  const other: Encoder | undefined = encoder && { ...encoder, labels: { ...encoder.labels, topic: [] } }
  const examples = training.map(({ text, intent }) => ({ text, label: intent }))
  const topic = train(examples)
  const encodings = await encoder?.encodeAll(examples.map(({ text }) => text))
  const dense =
    encodings &&
    trainDense(examples.map(({ label }, at) => ({ label, embedding: encodings[at]?.embedding ?? new Float32Array() })))
  const views = createViews({ topic, language: topic, urgency: topic, ...(dense && { dense }) }, other)
  const judged: Judged[] = []
  for (const { text, intent, lang } of rows) {
    const started = performance.now()
    const question = judge(views.topics(await views.read(text)))
    judged.push({
      truth: intent,
      ...(lang && { lang }),
      ranked: question.ranked.map(({ topic: name, confidence }) => ({ intent: name, confidence })),
      outOfScope: question.outOfScope,
      decision: question.decision.kind,
      millis: performance.now() - started,
    })
  }
  await encoder?.close()
  return judged
}

function table(figures: Figures): string {
  const percent = (value: number | null) => (value === null ? '–' : `${(value * 100).toFixed(1)} %`)
  const rows: (readonly [string, string])[] = [
    ['rows', String(figures.rows)],
    ['top-1, in scope', percent(figures.top1)],
    ['top-3, in scope', percent(figures.top3)],
    ['AUROC, in scope against out of scope', figures.auroc?.toFixed(3) ?? '–'],
    ['out-of-scope recall at 5 % false rejection', percent(figures.oosRecallAt5)],
    [
      'answered at the shipped thresholds',
      `${percent(figures.answered.coverage)}, rightly ${percent(figures.answered.accuracy)}`,
    ],
    ['calibration error', figures.calibrationError.toFixed(3)],
    ['urgent recall', percent(figures.urgentRecall)],
    ['urgent false alarms', percent(figures.urgentFalseAlarms)],
    ['language', percent(figures.language)],
    ['median, p99', `${figures.medianMillis.toFixed(1)} ms, ${figures.p99Millis.toFixed(1)} ms`],
  ]
  const languages = Object.entries(figures.byLanguage).map(
    ([name, { rows: count, top1 }]) => `${name} ${percent(top1)} of ${count}`,
  )
  const worst = figures.confusions
    .slice(0, 8)
    .map(({ truth, guess, count }) => `${count} × ${truth} taken for ${guess}`)
  return [
    ...rows.map(([name, value]) => `${name.padEnd(44)} ${value}`),
    '',
    `by language: ${languages.join(', ')}`,
    '',
    ...worst,
  ].join('\n')
}
