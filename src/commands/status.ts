/**
 * `dalil status`: what there is of each topic in each language, when it must be read again, how well it is understood,
 * and whether the encoder runs. For authors who look for what is missing; what is wrong, `dalil check` tells.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import * as z from 'zod'
import { openShippedEncoder } from '../brain.ts'
import { readAnswerTexts } from '../knowledge/answer-lines.ts'
import { countPhrases } from '../knowledge/check-phrases.ts'
import { createLibraryReader, type Library, readFileText, readUtterances, type Topic } from '../knowledge/library.ts'
import { countWords } from '../knowledge/reading-level.ts'
import { type ReplyLanguage, replyLanguages, type WrittenLanguage, writtenLanguages } from '../languages.ts'
import type { Health } from '../message.ts'
import { projectRoot } from '../root.ts'
import { dataFolder } from './data-folder.ts'

/** Keys that programs rely on. */
export interface Status {
  readonly topics: readonly TopicStatus[]
  readonly totals: {
    readonly topics: number
    readonly answers: number
    readonly words: number
    readonly phrases: number
    readonly due: number
  }
  readonly encoder: Health
}

interface TopicStatus {
  readonly id: string
  readonly programme: string
  /** ISO days. */
  readonly reviewed: string
  readonly reviewBy: string
  /** The day to read it again has come. */
  readonly due: boolean
  /** Share of its held-back phrases that were understood (`dalil eval --cross-validate`); null before it was measured. */
  readonly accuracy: number | null
  readonly answers: Readonly<Record<ReplyLanguage, { readonly present: boolean; readonly words: number }>>
  readonly phrases: Readonly<Record<WrittenLanguage, number>>
}

export async function status(_words: readonly string[], options: Readonly<Record<string, unknown>>): Promise<number> {
  const { library } = createLibraryReader(projectRoot).read()
  // Not the whole brain: it would begin to learn where phrases have changed, and nobody waits for that here.
  const { encoder, health } = await openShippedEncoder(projectRoot, pino({ level: 'silent' }))
  const encoderHealth = health()
  await encoder?.close()
  const found = gather(library, encoderHealth, new Date().toISOString().slice(0, 10))
  process.stdout.write(options.json ? `${JSON.stringify(found)}\n` : `${tableOf(found)}\n`)
  return 0
}

/** @param today ISO day */
function gather(library: Library, encoder: Health, today: string): Status {
  const counts = countPhrases(readUtterances(projectRoot).utterances)
  const accuracies = readAccuracies(dataFolder)
  const topics = library.programmes
    .flatMap((programme) => programme.topics.flatMap((id) => library.topics.get(id) ?? []))
    .map((topic): TopicStatus => {
      const { id, programme, reviewed, reviewBy } = topic
      const phrases = counts.get(id)
      return {
        id,
        programme,
        reviewed,
        reviewBy,
        due: reviewBy <= today,
        accuracy: accuracies?.[id]?.top1 ?? null,
        answers: perLanguage(replyLanguages, (language) => answerStatus(topic, language)),
        phrases: perLanguage(writtenLanguages, (language) => phrases?.get(language) ?? 0),
      }
    })
  const answers = topics.flatMap((topic) => Object.values(topic.answers))
  return {
    topics,
    totals: {
      topics: topics.length,
      answers: answers.filter(({ present }) => present).length,
      words: answers.reduce((sum, { words }) => sum + words, 0),
      phrases: topics.flatMap(({ phrases }) => Object.values(phrases)).reduce((sum, count) => sum + count, 0),
      due: topics.filter(({ due }) => due).length,
    },
    encoder,
  }
}

function answerStatus(topic: Topic, language: ReplyLanguage): { present: boolean; words: number } {
  const text = topic.answers.has(language) ? readFileText(projectRoot, `${topic.folder}/${language}.md`) : undefined
  if (text === undefined) return { present: false, words: 0 }
  return { present: true, words: readAnswerTexts(text).reduce((sum, one) => sum + countWords(one.text), 0) }
}

const crossValidation = z.object({ byIntent: z.record(z.string(), z.object({ top1: z.number() })) })

/** @returns undefined where it was never measured, or by an older version */
function readAccuracies(dataDir: string): z.infer<typeof crossValidation>['byIntent'] | undefined {
  const path = join(dataDir, 'cross-validation.json')
  if (!existsSync(path)) return undefined
  try {
    return crossValidation.parse(JSON.parse(readFileSync(path, 'utf8'))).byIntent
  } catch {
    return undefined
  }
}

function perLanguage<Language extends string, Value>(
  codes: readonly Language[],
  make: (language: Language) => Value,
): Readonly<Record<Language, Value>> {
  return Object.fromEntries(codes.map((code) => [code, make(code)])) as Record<Language, Value> // one entry a code
}

/** One line a topic, one column a language. */
function tableOf({ topics, totals, encoder }: Status): string {
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => (at === 0 ? cell.padEnd(26) : cell.padStart(at <= 3 ? 11 : 9)))
      .join('')
      .trimEnd()
  const rows = topics.map(({ id, reviewed, reviewBy, due, accuracy, answers, phrases }) =>
    line([
      id,
      reviewed,
      due ? `!${reviewBy}` : reviewBy,
      accuracy === null ? '–' : `${(accuracy * 100).toFixed(0)} %`,
      ...writtenLanguages.map((language) => {
        const answer = replyLanguages.find((code) => code === language)
        const words = answer && (answers[answer].present ? String(answers[answer].words) : '–')
        return `${words ?? ''}·${phrases[language]}`
      }),
    ]),
  )
  return [
    'Words of the answer · phrases that are learnt. "–": not written. "!": to be read again.',
    '',
    line(['topic', 'reviewed', 'due', 'accuracy', ...writtenLanguages]),
    ...rows,
    '',
    `${totals.topics} topics, ${totals.answers} answers of ${totals.words} words, ${totals.phrases} phrases, ${totals.due} to be read again. ${encoder.says}`,
  ].join('\n')
}
