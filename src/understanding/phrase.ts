/**
 * Lists of phrases that are looked for in a message: danger words, legal situations, sub-questions.
 *
 * A phrase is words in order. Up to two other words may stand between them, so that "saigne beaucoup" is found in
 * "elle saigne vraiment beaucoup" – fewer where an index says so; `word*` stands for any word that begins so;
 * `word|other` for either.
 */
import { normalise } from './normalise.ts'

interface Phrase {
  readonly words: readonly (readonly WordTest[])[]
}

interface WordTest {
  readonly text: string
  readonly prefix: boolean
}

/** Phrases by their first word: of hundreds, a message is compared with the few that can begin at one of its words. */
export interface PhraseIndex<Value> {
  readonly exact: ReadonlyMap<string, readonly Entry<Value>[]>
  readonly prefixes: readonly (Entry<Value> & { readonly first: string })[]
  readonly longestGap: number
}

interface Entry<Value> {
  readonly phrase: Phrase
  readonly value: Value
  /** Place of its row: the first row that is found wins. */
  readonly rank: number
}

export interface Found<Value> {
  readonly value: Value
  /** Places of its first and its last word in the message. */
  readonly from: number
  readonly to: number
}

/**
 * @param rows in order of priority, each with phrases as an author writes them
 * @param longestGap other words that may stand between two words of a phrase
 */
export function indexPhrases<Value>(
  rows: readonly { readonly value: Value; readonly phrases: readonly string[] }[],
  longestGap = 2,
): PhraseIndex<Value> {
  const exact = new Map<string, Entry<Value>[]>()
  const prefixes: (Entry<Value> & { first: string })[] = []
  for (const [rank, { value, phrases }] of rows.entries())
    for (const written of phrases) {
      const phrase = readPhrase(written)
      for (const first of phrase.words[0] ?? []) {
        if (first.prefix) prefixes.push({ phrase, value, rank, first: first.text })
        else exact.set(first.text, [...(exact.get(first.text) ?? []), { phrase, value, rank }])
      }
    }
  return { exact, prefixes, longestGap }
}

/**
 * The value of the first row of which a phrase stands in the message. Runs for every message.
 * @param message normalised words in order
 * @param accept false passes over a place where the phrase does not mean what it says, such as behind a negation
 */
export function findPhrase<Value>(
  index: PhraseIndex<Value>,
  message: readonly string[],
  accept?: (found: Found<Value>) => boolean,
): Found<Value> | undefined {
  let best: (Found<Value> & { rank: number }) | undefined
  eachMatch(index, message, ({ value, rank }, from, to) => {
    if (best && (rank > best.rank || (rank === best.rank && from >= best.from))) return
    if (!accept || accept({ value, from, to })) best = { value, rank, from, to }
  })
  return best
}

/** All places of all phrases, in the order in which they begin. */
export function findPhrases<Value>(index: PhraseIndex<Value>, message: readonly string[]): Found<Value>[] {
  const found: Found<Value>[] = []
  eachMatch(index, message, ({ value }, from, to) => found.push({ value, from, to }))
  return found
}

function eachMatch<Value>(
  index: PhraseIndex<Value>,
  message: readonly string[],
  take: (entry: Entry<Value>, from: number, to: number) => void,
): void {
  const consider = (entry: Entry<Value>, from: number) => {
    const to = endOf(entry.phrase, message, from, index.longestGap)
    if (to !== undefined) take(entry, from, to)
  }
  for (const [from, word] of message.entries()) {
    for (const entry of index.exact.get(word) ?? []) consider(entry, from)
    for (const entry of index.prefixes) if (word.startsWith(entry.first)) consider(entry, from)
  }
}

/** Its words are normalised as messages are. */
function readPhrase(written: string): Phrase {
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

/** Place of its last word where the words after the first stand behind it, each within the gap. */
function endOf(phrase: Phrase, message: readonly string[], from: number, longestGap: number): number | undefined {
  let at = from
  for (let word = 1; word < phrase.words.length; word++) {
    let next: number | undefined
    for (let step = 1; step <= longestGap + 1 && at + step < message.length && next === undefined; step++)
      if (fits(phrase.words[word], message[at + step])) next = at + step
    if (next === undefined) return undefined
    at = next
  }
  return at
}

function fits(tests: readonly WordTest[] | undefined, word: string | undefined): boolean {
  if (!tests || word === undefined) return false
  return tests.some((test) => (test.prefix ? word.startsWith(test.text) : word === test.text))
}
