/**
 * What a message says of itself beside its question: city, legal situation, age, whom it concerns, nationality, a day,
 * which side of the topic. Lists are data (`intents/entities.yaml`, `content/`). Not for names of persons or addresses:
 * nothing is looked for that could tell who somebody is.
 */
import type { Age, Aspect, Said, Situation } from '../message.ts'
import { type AgeWords, findAges } from './age.ts'
import { type CityWords, createCityFinder } from './city.ts'
import { type DateWords, findDate } from './dates.ts'
import { indexNames } from './names.ts'
import { findNationality, type NationalityWords } from './nationality.ts'
import { isNegated, type NegationWords } from './negation.ts'
import { findMentions, type PersonWords, personConcerned } from './person.ts'
import { findPhrase, findPhrases, type PhraseIndex } from './phrase.ts'
import { type CountingWords, findQuantities } from './quantity.ts'
import { type Run, runsOf } from './runs.ts'

export interface Entities extends Said {
  /** Organisations named in the message. */
  readonly services: readonly string[]
  /** "and …", "et pour …": the message leans on what was said before. */
  readonly continues: boolean
  /** The person who writes says to be under eighteen. */
  readonly isMinor: boolean
}

export interface NamedService {
  readonly id: string
  /** Normalised names: one or more words. */
  readonly names: readonly string[]
}

/** Made from `content/` and `intents/` by whoever loads them. */
export interface EntityLists extends CityWords {
  readonly services: readonly NamedService[]
  readonly situations: PhraseIndex<Situation>
  /** "je ne suis pas sans papiers". */
  readonly notWithoutPapers: PhraseIndex<true>
  readonly aspects: PhraseIndex<Aspect>
  readonly continues: PhraseIndex<true>
  readonly negation: NegationWords
  readonly counting: CountingWords
  readonly persons: PersonWords
  readonly ages: AgeWords
  /** "je suis mineur", "I'm underage". */
  readonly minors: PhraseIndex<true>
  readonly dates: DateWords
  readonly nationalities: NationalityWords
}

export interface EntityFinder {
  /**
   * @param words normalised words of a message in order
   * @param text as written, for what is not a word: "12/03"
   */
  find(words: readonly string[], text: string): Entities
}

const adultAge = 18

/** Builds the indexes of names once; `find` then runs for every message: 0.04 ms for one of the phrases, 1 ms for the longest. */
export function createEntityFinder(lists: EntityLists): EntityFinder {
  const cities = createCityFinder(lists)
  const serviceNames = new Map<string, string[]>()
  for (const service of lists.services)
    for (const name of service.names)
      if (name.length >= 3) serviceNames.set(name, [...(serviceNames.get(name) ?? []), service.id])
  const nearServices = indexNames([...serviceNames].map(([name, ids]) => ({ name, value: ids })))

  return {
    find(words, text) {
      const runs = runsOf(words)
      const quantities = findQuantities(lists.counting, words)
      const mentions = findMentions(lists.persons, words)
      const city = cities.find(words, runs)
      const situation = findSituation(words)
      const person = personConcerned(lists.persons, words, mentions)
      const ages = findAges(lists.ages, { words, mentions }, quantities)
      const minor = findPhrase(lists.minors, words, (found) => !isNegated(lists.negation, words, found))
      if (minor) ages.push({ below: adultAge, of: 'self' })
      // Of several ages, that of whom the message concerns.
      const age = ages.find(({ of }) => of === (person ?? 'self')) ?? ages[0]
      const nationality = findNationality(lists.nationalities, words, lists.negation)
      const date = findDate(lists.dates, words, { quantities, text })
      const aspect = findPhrase(lists.aspects, words)?.value
      return {
        ...(city && { city }),
        ...(situation && { situation }),
        ...(age && { age }),
        ...(person && { person }),
        ...(nationality && { nationality }),
        ...(date && { date }),
        ...(aspect && { aspect }),
        services: findServices(runs),
        continues: findPhrase(lists.continues, words)?.from === 0,
        isMinor: ages.some(isOwnMinority),
      }
    },
  }

  /** What is denied is not said: "je ne suis pas réfugié" is no refugee, nor are we told what else. */
  function findSituation(words: readonly string[]): Situation | undefined {
    return findPhrase(lists.situations, words, (found) =>
      // Having no papers is a denial itself, which only its own list turns round.
      found.value === 'no-papers'
        ? !findPhrases(lists.notWithoutPapers, words).some(({ from, to }) => from <= found.to && to >= found.from)
        : !isNegated(lists.negation, words, found),
    )?.value
  }

  function findServices(runs: readonly Run[]): readonly string[] {
    for (const { text } of runs) {
      const found = serviceNames.get(text) ?? nearServices.find(text)
      if (found) return found
    }
    return []
  }
}

function isOwnMinority(age: Age): boolean {
  return age.of === 'self' && ('years' in age ? age.years < adultAge : age.below <= adultAge)
}
