/** `dalil eval`: how well the shipped model, or one learnt from another data set, understands a test set. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { readUtterances } from '../knowledge/library.ts'
import { encoderId } from '../learning/encoder-files.ts'
import { type EncoderThreads, openEncoderThreads } from '../learning/encoder-threads.ts'
import { judgeAll, learnOtherSet } from '../learning/other-set.ts'
import { projectRoot } from '../root.ts'
import { asJudged, evaluate, type Figures, type Judged } from '../understanding/evaluate.ts'
import { crossValidate } from './cross-validate.ts'
import { dataFolder } from './data-folder.ts'
import { tableOf } from './figures.ts'
import { chooseHalf, type QuestionLine, readQuestions } from './questions.ts'
import { openQuietBrain } from './quiet-brain.ts'

export async function evaluateSets(
  _words: readonly string[],
  options: Readonly<Record<string, unknown>>,
): Promise<number> {
  if (options['cross-validate'] === true) return validate(options.json === true)
  const rows = chooseHalf(readQuestions(options.test), options.half)
  if (!rows) {
    process.stderr.write(
      'Name a test set: eval --test questions.jsonl [--train phrases.jsonl] [--half 1|2] [--without-encoder] [--json]; half 1 are the odd lines. Or: eval --cross-validate\n',
    )
    return 2
  }
  const training = readQuestions(options.train)
  const judged = training
    ? await judgeByOther(training, rows)
    : await judgeByShipped(rows, options['without-encoder'] !== true)
  const figures = evaluate(judged)
  process.stdout.write(options.json ? `${JSON.stringify(figures)}\n` : `${tableOf(figures)}\n`)
  return 0
}

/** `dalil status` shows the accuracy of each topic as it was measured last. */
function keepForStatus({ byIntent }: Figures): void {
  mkdirSync(dataFolder, { recursive: true })
  writeFileSync(join(dataFolder, 'cross-validation.json'), `${JSON.stringify({ byIntent })}\n`)
}

/** Held-back phrases, and the labels that the others contradict: a list to review. */
async function validate(json: boolean): Promise<number> {
  const encoder = await openAllThreads()
  const { judged, disagreements, groups } = await crossValidate(readUtterances(projectRoot).utterances, encoder)
  await encoder?.close()
  const figures = evaluate(judged)
  keepForStatus(figures)
  const doubtful = disagreements.map(({ phrase, guess, confidence }) => ({
    file: phrase.file,
    text: phrase.text,
    topic: phrase.topic,
    guess,
    confidence,
  }))
  if (json) process.stdout.write(`${JSON.stringify({ ...figures, groups, doubtful })}\n`)
  else
    process.stdout.write(
      `${tableOf(figures)}\n\n${groups} groups of phrases; ${doubtful.length} that the others would label otherwise and are sure of it:\n${doubtful
        .map(({ confidence, topic, guess, text }) => `${confidence.toFixed(2)} ${topic} → ${guess}: ${text}`)
        .join('\n')}\n`,
    )
  return 0
}

/** Everything as in a talk that begins: language, danger, thresholds. */
async function judgeByShipped(rows: readonly QuestionLine[], withEncoder: boolean): Promise<Judged[]> {
  const brain = await openQuietBrain({ withEncoder })
  const understander = brain.understander()
  await understander.understand('bonjour')
  const judged: Judged[] = []
  const withDanger = rows.some(({ urgent }) => urgent)
  for (const { text, intent, lang, urgent } of rows) {
    const started = performance.now()
    const { questions, language, urgency } = await understander.understand(text)
    const millis = performance.now() - started
    judged.push({
      ...asJudged(questions[0], intent, millis),
      ...(lang && { lang, language: { truth: lang, guess: language.code } }),
      ...(withDanger && { urgent: { truth: Boolean(urgent), alarm: urgency !== undefined } }),
    })
  }
  await brain.close()
  return judged
}

/** The same views learnt from another set. */
async function judgeByOther(training: readonly QuestionLine[], rows: readonly QuestionLine[]): Promise<Judged[]> {
  const encoder = await openAllThreads()
  const examples = training.map(({ text, intent }) => ({ text, label: intent }))
  const encodings = await encoder?.encodeAll(examples.map(({ text }) => text))
  const set = learnOtherSet(
    examples,
    encodings?.map(({ embedding }) => embedding),
    encoder,
  )
  const judged = await judgeAll(set, rows)
  await encoder?.close()
  return judged
}

/** For thousands of texts: a thread for each processor. @returns undefined where no encoder is shipped */
async function openAllThreads(): Promise<EncoderThreads | undefined> {
  return encoderId(projectRoot) === 'none' ? undefined : openEncoderThreads(projectRoot, availableParallelism())
}
