/** The city a message names, also with a typing error or with the Arabic letter for "in" before it. Not for addresses. */
import type { CityId } from '../message.ts'
import { indexNames } from './names.ts'
import type { Run } from './runs.ts'

export interface NamedCity {
  readonly id: CityId
  /** Normalised names: one or more words. */
  readonly names: readonly string[]
  /** Names that may hold a typing error: not its quarters and nicknames, too near to "Agadez", "soucis" and "semana". */
  readonly mainNames: readonly string[]
  /** A name is an everyday word too, so it counts only after "à", "in", "ف". */
  readonly needsPreposition?: boolean
}

export interface CityWords {
  readonly cities: readonly NamedCity[]
  /** Words that stand before a place: "à", "in", "ف". */
  readonly prepositions: ReadonlySet<string>
  /** One letter from a city, but words of their own: "السعودية", "saída". */
  readonly notCities: ReadonlySet<string>
}

export interface CityFinder {
  /** @param runs of the words, longer ones first */
  find(words: readonly string[], runs: readonly Run[]): CityId | undefined
}

/** Of names that are everyday words too ("sale", "العيون") only these are far enough from others to be misspelt. */
const longLatin = /^[a-z ]{6,}$/

/** Built once; `find` then runs for every message. */
export function createCityFinder({ cities, prepositions, notCities }: CityWords): CityFinder {
  const exact = new Map<string, NamedCity>()
  for (const city of cities) for (const name of city.names) exact.set(name, city)
  const near = indexNames(
    cities.flatMap(({ id, mainNames, needsPreposition }) =>
      mainNames.filter((name) => !needsPreposition || longLatin.test(name)).map((name) => ({ name, value: id })),
    ),
    { short: true },
  )
  return {
    find(words, runs) {
      for (const run of runs) {
        const whole = exact.get(run.text)
        const bare = whole ? undefined : withoutClitic(run.text)
        const city = whole ?? (bare === undefined ? undefined : exact.get(bare))
        if (city && !(city.needsPreposition && !bare && !isPlace(words, run))) return city.id
      }
      // A misspelt name is one only where a place is named; an everyday word may be just as near to it.
      for (const run of runs) {
        const bare = /^\p{Script=Arabic}/u.test(run.text) ? withoutClitic(run.text) : undefined
        const city = (isPlace(words, run) && misspelt(run.text)) || (bare !== undefined && misspelt(bare))
        if (city) return city
      }
      return undefined
    },
  }

  function misspelt(text: string): CityId | undefined {
    return notCities.has(text) ? undefined : near.find(text)
  }

  /** Alone, or after "in". */
  function isPlace(words: readonly string[], { from, to }: Run): boolean {
    return to - from + 1 === words.length || prepositions.has(words[from - 1] ?? '')
  }
}

/**
 * Arabic writes "in", "to", "from" as a letter before the word: "فطنجة", "لطنجة", "بالرباط", "للرباط"; so do many who
 * write it in Latin letters: "ftanja", "lkenitra". Runs for every run of words, so most are told by their first letter.
 *
 * @returns undefined for a word without it
 */
function withoutClitic(text: string): string | undefined {
  const first = text[0]
  if (first === 'f' || first === 'l') return text.length > 5 ? text.slice(1) : undefined // not "lanza", "fanza"
  if (first !== 'ف' && first !== 'ل' && first !== 'ب' && first !== 'و') return undefined
  if (text.startsWith('لل')) return `ال${text.slice(2)}`
  return text.length > 3 ? text.slice(1) : undefined
}
