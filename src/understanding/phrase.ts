/**
 * Lists of phrases that are looked for in a message: danger words, legal situations, sub-questions.
 *
 * A phrase is words in order. Up to two other words may stand between them, so that "saigne beaucoup" is found in
 * "elle saigne vraiment beaucoup"; `word*` stands for any word that begins so; `word|other` for either.
 */
import { normalise } from './normalise.ts'

export interface Phrase {
  readonly words: readonly (readonly WordTest[])[]
}

interface WordTest {
  readonly text: string
  readonly prefix: boolean
}

const longestGap = 2

/** Reads a phrase as an author writes it; its words are normalised as messages are. */
export function readPhrase(written: string): Phrase {
  const words = written
    .trim()
    .split(/\s+/)
    .flatMap((word) => {
      const alternatives = word.split('|').map((part) => ({ text: normalise(part), prefix: part.endsWith('*') }))
      // An alternative that normalises to several words ("j'ai") is only possible alone: it becomes a sequence.
      const only = alternatives.length === 1 ? alternatives[0] : undefined
      if (only?.text.includes(' '))
        return only.text.split(' ').map((text, at, all) => [{ text, prefix: only.prefix && at === all.length - 1 }])
      return [alternatives]
    })
  return { words }
}

/**
 * Where in the message the phrase stands, or undefined.
 * @param message normalised words in order
 * @returns the places of the first and last word
 */
export function findPhrase(phrase: Phrase, message: readonly string[]): { from: number; to: number } | undefined {
  for (let start = 0; start < message.length; start++) {
    if (!fits(phrase.words[0], message[start])) continue
    const end = follow(phrase, message, start)
    if (end !== undefined) return { from: start, to: end }
  }
  return undefined
}

function follow(phrase: Phrase, message: readonly string[], start: number): number | undefined {
  let at = start
  for (let word = 1; word < phrase.words.length; word++) {
    let next: number | undefined
    for (let step = 1; step <= longestGap + 1 && at + step < message.length; step++) {
      if (!fits(phrase.words[word], message[at + step])) continue
      next = at + step
      break
    }
    if (next === undefined) return undefined
    at = next
  }
  return at
}

function fits(tests: readonly WordTest[] | undefined, word: string | undefined): boolean {
  if (!tests || word === undefined) return false
  return tests.some((test) => (test.prefix ? word.startsWith(test.text) : word === test.text))
}
