/** Lists as authors write them, per language → words and phrases as messages are compared with. */
import type { PhraseLists } from '../knowledge/schema.ts'
import { normalise } from '../understanding/normalise.ts'

/** Of all languages together: a message is seldom in one. */
export function allOf(lists: PhraseLists | undefined): string[] {
  return Object.values(lists ?? {}).flatMap((list) => list ?? [])
}

export function normalised(names: readonly string[]): string[] {
  return names.map(normalise).filter((name) => name !== '')
}

export function wordsOf(lists: PhraseLists | undefined): ReadonlySet<string> {
  return new Set(normalised(allOf(lists)))
}

/** Word → the key of the row it stands in. */
export function wordsByKey<Value>(
  rows: Readonly<Record<string, PhraseLists>>,
  meaningOf: (key: string) => Value | undefined,
): Map<string, Value> {
  const words = new Map<string, Value>()
  for (const [key, lists] of Object.entries(rows)) {
    const value = meaningOf(key)
    if (value !== undefined) for (const word of wordsOf(lists)) words.set(word, value)
  }
  return words
}
