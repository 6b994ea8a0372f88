/** Sentences that are too long for a reader of twelve years, or for somebody frightened; and the level of each language. */
import { type ReplyLanguage, replyLanguages } from '../languages.ts'
import { listAnswerFiles, writtenAnswers } from './answer-files.ts'
import { readAnswerTexts } from './answer-lines.ts'
import type { Add } from './check-report.ts'
import type { Library } from './library.ts'
import { measureReading, type ReadingLevel, readSentences, type Sentence } from './reading-level.ts'

const longestSentence = 25
/** From here on a whole file is hard to read, though none of its sentences is too long. */
const highestMean = 15

export type ReadText = (path: string) => string | undefined

export function checkReading(library: Library, read: ReadText, add: Add): void {
  for (const file of listAnswerFiles(library))
    for (const { path } of writtenAnswers(file)) {
      const sentences = sentencesOf(read, path)
      for (const { words, line, text } of sentences)
        if (words > longestSentence)
          add(
            'warning',
            path,
            line,
            `a sentence has ${words} words: "${text.slice(0, 40)}…"`,
            `make two of it, of at most ${longestSentence}`,
          )
      const { meanWords } = measureReading(sentences)
      if (meanWords > highestMean)
        add(
          'warning',
          path,
          undefined,
          `its sentences have ${meanWords.toFixed(1)} words on average`,
          `shorten them to ${highestMean}`,
        )
    }
}

/** All texts of a language together. */
export function readingLevels(library: Library, read: ReadText): Map<ReplyLanguage, ReadingLevel> {
  const sentences = new Map<ReplyLanguage, Sentence[]>(replyLanguages.map((language) => [language, []]))
  for (const file of listAnswerFiles(library))
    for (const { language, path } of writtenAnswers(file)) sentences.get(language)?.push(...sentencesOf(read, path))
  return new Map([...sentences].map(([language, all]) => [language, measureReading(all)]))
}

function sentencesOf(read: ReadText, path: string): Sentence[] {
  return readSentences(readAnswerTexts(read(path) ?? ''))
}
