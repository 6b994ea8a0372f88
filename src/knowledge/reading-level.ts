/**
 * How easily a text is read: words a sentence, and long words. Counted alike in every language, so that figures of one
 * language can be compared over time; not for comparing languages, since Arabic writes "and the" as letters.
 */
import type { PlacedText } from './answer-lines.ts'

export interface Sentence {
  readonly words: number
  readonly text: string
  /** Of the file, counts from 1. */
  readonly line: number
}

export interface ReadingLevel {
  readonly sentences: number
  readonly meanWords: number
  readonly longestWords: number
  /** Words of more letters than `longWord`, outside brackets, where the official term of a form may stand. */
  readonly longWords: number
}

const longWord = 15

export function readSentences(texts: readonly PlacedText[]): Sentence[] {
  return texts
    .filter(({ kind }) => kind !== 'title')
    .flatMap(({ text, line }) =>
      text
        .replace(/\{\{[^}]*\}\}/g, 'X') // a reference is read as one word
        .split(/(?<=[.!?؟…;؛])["»”)\]]*\s+/)
        .map((sentence) => ({ text: sentence, words: countWords(sentence), line }))
        .filter(({ words }) => words > 0),
    )
}

export function measureReading(sentences: readonly Sentence[]): ReadingLevel {
  const words = sentences.reduce((sum, sentence) => sum + sentence.words, 0)
  return {
    sentences: sentences.length,
    meanWords: sentences.length > 0 ? words / sentences.length : 0,
    longestWords: sentences.reduce((most, sentence) => Math.max(most, sentence.words), 0),
    longWords: sentences.reduce((sum, { text }) => sum + countLongWords(text), 0),
  }
}

export function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length
}

function countLongWords(text: string): number {
  const words = text.replace(/\([^)]*\)/g, ' ').match(/\p{L}[\p{L}\p{M}]*/gu) ?? []
  return words.filter((word) => word.replace(/\p{M}/gu, '').length > longWord).length
}
