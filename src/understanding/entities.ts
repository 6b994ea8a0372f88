/** What a message says of itself beside its question: city, legal situation, whom it concerns, which side of the topic. */
import type { CityId, Situation } from '../message.ts'
import { indexNames } from './names.ts'
import { findPhrase, type PhraseIndex } from './phrase.ts'

/** The side of a topic that a short follow-up asks for: "et combien ça coûte ?" */
export type Aspect = 'cost' | 'papers' | 'where' | 'time' | 'steps' | 'sources'

export interface Entities {
  readonly city?: CityId
  readonly situation?: Situation
  readonly aspect?: Aspect
  /** Organisations named in the message. */
  readonly services: readonly string[]
  /** "and …", "et pour …": the message leans on what was said before. */
  readonly continues: boolean
}

export interface Named<Id extends string> {
  readonly id: Id
  /** Normalised names: one or more words, longest first. */
  readonly names: readonly string[]
  /** The name is an everyday word too, so it counts only after "à", "in", "ف". */
  readonly needsPreposition?: boolean
}

/** A city; its quarters are among its names, but only `mainNames` may hold a typing error. */
export interface NamedCity extends Named<CityId> {
  readonly mainNames: readonly string[]
}

/** Made from `content/` and `intents/` by whoever loads them. */
export interface EntityLists {
  readonly cities: readonly NamedCity[]
  readonly services: readonly Named<string>[]
  readonly situations: PhraseIndex<Situation>
  readonly aspects: PhraseIndex<Aspect>
  readonly continues: PhraseIndex<true>
  /** Words that stand before a place: "à", "in", "ف". */
  readonly prepositions: ReadonlySet<string>
}

export interface EntityFinder {
  /** @param words normalised words of a message in order */
  find(words: readonly string[]): Entities
}

/** Builds the index of names once; `find` then runs for every message. */
export function createEntityFinder(lists: EntityLists): EntityFinder {
  const cityNames = new Map<string, NamedCity>()
  for (const city of lists.cities) for (const name of city.names) cityNames.set(name, city)
  const serviceNames = new Map<string, string[]>()
  for (const service of lists.services)
    for (const name of service.names)
      if (name.length >= 3) serviceNames.set(name, [...(serviceNames.get(name) ?? []), service.id])
  // Quarters are left out: they are too near to "Soudan", "soucis" and half the Arabic dictionary.
  const nearCities = indexNames(
    lists.cities
      .filter((city) => !city.needsPreposition)
      .flatMap((city) =>
        city.mainNames.filter((name) => !name.includes(' ')).map((name) => ({ name, value: city.id })),
      ),
  )
  const nearServices = indexNames([...serviceNames].map(([name, ids]) => ({ name, value: ids })))

  return {
    find(words) {
      const city = findCity(words)
      const situation = findPhrase(lists.situations, words)?.value
      const aspect = findPhrase(lists.aspects, words)?.value
      return {
        ...(city && { city }),
        ...(situation && { situation }),
        ...(aspect && { aspect }),
        services: findServices(words),
        continues: findPhrase(lists.continues, words)?.from === 0,
      }
    },
  }

  function findCity(words: readonly string[]): CityId | undefined {
    for (const span of spans(words)) {
      const city = cityNames.get(span.text) ?? cityNames.get(withoutClitic(span.text))
      if (!city) continue
      const alone = words.length === span.text.split(' ').length
      const before = words[span.from - 1] ?? ''
      const glued = span.text !== withoutClitic(span.text) && cityNames.get(span.text) !== city
      if (city.needsPreposition && !alone && !glued && !lists.prepositions.has(before)) continue
      return city.id
    }
    for (const [at, word] of words.entries()) {
      if (words.length > 1 && !lists.prepositions.has(words[at - 1] ?? '')) continue
      const near = nearCities.find(word)
      if (near) return near
    }
    return undefined
  }

  function findServices(words: readonly string[]): string[] {
    const found = spans(words).find((span) => serviceNames.has(span.text) || nearServices.find(span.text))
    if (!found) return []
    return serviceNames.get(found.text) ?? nearServices.find(found.text) ?? []
  }
}

/** Runs of one to four words, longer ones first, so that "beni mellal" is found before a part of it. */
function spans(words: readonly string[]): { text: string; from: number }[] {
  const found: { text: string; from: number }[] = []
  for (let length = Math.min(4, words.length); length >= 1; length--)
    for (let from = 0; from + length <= words.length; from++)
      found.push({ text: words.slice(from, from + length).join(' '), from })
  return found
}

/** Arabic writes "in", "to", "from" as a letter before the word: "فطنجة", "لطنجة", "بالرباط". */
function withoutClitic(word: string): string {
  return word.replace(/^[وفلب](?=\p{Script=Arabic}{3})/u, '')
}
