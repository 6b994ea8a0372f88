/** A choice that is typed instead of tapped: "/forget", "menu", "القائمة", "2", "deux". */
import type { Library } from '../knowledge/library.ts'
import { indexNames, type NearNames } from '../understanding/names.ts'
import { normalise } from '../understanding/normalise.ts'
import { type Chosen, commands, readChoice } from './choices.ts'

/**
 * @param offered ids of the choices last offered, for "2"
 * @returns undefined for a message that is a question
 */
export function readTypedChoice(written: string, offered: readonly string[], library: Library): Chosen | undefined {
  const command = commands.get(written.trim().toLowerCase().split(/[\s@]/)[0] ?? '')
  if (command) return command
  const words = normalise(written)
  if (/^\d{1,2}$/.test(words)) return readChoice(offered[Number(words) - 1] ?? '')
  const { exact, near, numbers } = wordsOf(library)
  const number = numbers.get(words)
  if (number !== undefined && offered.length > 0) return readChoice(offered[number - 1] ?? '')
  return exact.get(words) ?? near.find(words)
}

interface CommandWords {
  /** "deux", "جوج" */
  readonly numbers: ReadonlyMap<string, number>
  readonly exact: ReadonlyMap<string, Chosen>
  readonly near: NearNames<Chosen>
}

/** Built once for each library that is loaded. */
const built = new WeakMap<Library, CommandWords>()

function wordsOf(library: Library): CommandWords {
  const known = built.get(library)
  if (known) return known
  const entries = Object.entries(library.entities.commands).flatMap(([name, lists]) => {
    const value = readChoice(name === 'language' ? 'languages' : name)
    const written = Object.values(lists).flatMap((list) => list ?? [])
    return value ? written.map((word) => ({ name: normalise(word), value })) : []
  })
  const numbers = Object.entries(library.entities.numbers).flatMap(([number, lists]) =>
    Object.values(lists).flatMap((list) => (list ?? []).map((word) => [normalise(word), Number(number)] as const)),
  )
  const words = {
    exact: new Map(entries.map(({ name, value }) => [name, value])),
    near: indexNames(entries),
    numbers: new Map(numbers.filter(([word]) => word.length > 1)), // "a" is more often a letter than one
  }
  built.set(library, words)
  return words
}
