/** Library → the lists that `understanding` looks for in messages; built once per load, not per message. */

import type { Library } from '../knowledge/library.ts'
import type { EntitiesFile } from '../knowledge/schema.ts'
import { otherPersons, type UrgencyKind } from '../message.ts'
import type { EntityLists } from '../understanding/entities.ts'
import { indexPhrases } from '../understanding/phrase.ts'
import type { DangerList } from '../understanding/urgency.ts'
import { buildTimeLists } from './time-lists.ts'
import { allOf, normalised, wordsOf } from './word-lists.ts'

export function buildEntityLists(library: Library): EntityLists {
  const { entities } = library
  const everyday = wordsOf(entities.notServices)
  return {
    cities: library.cities.map((city) => {
      const mainNames = normalised(Object.values(city.names))
      return {
        id: city.id,
        mainNames,
        names: [...new Set([...mainNames, ...normalised([...city.aliases, ...city.neighbourhoods])])],
        needsPreposition: city.needsPreposition,
      }
    }),
    services: library.services.map((service) => ({
      id: service.id,
      names: namesOf(service.name, service.aliases).filter((name) => !everyday.has(name)),
    })),
    // Having no papers is looked for first: "pas de carte de séjour" holds the words of having one.
    situations: indexPhrases(
      (['no-papers', 'asylum-seeker', 'refugee', 'card'] as const).map((value) => ({
        value,
        phrases: allOf(entities.situations[value]),
      })),
    ),
    notWithoutPapers: indexPhrases([{ value: true, phrases: allOf(entities.notWithoutPapers) }], 1),
    // Time before cost: "combien de temps" holds "combien".
    aspects: indexPhrases(
      (['time', 'papers', 'where', 'cost', 'sources', 'steps'] as const).map((value) => ({
        value,
        phrases: allOf(entities.aspects[value]),
      })),
    ),
    continues: indexPhrases([{ value: true, phrases: allOf(entities.continues) }]),
    prepositions: wordsOf(entities.prepositions),
    notCities: wordsOf(entities.notCities),
    negation: {
      negations: wordsOf(entities.negations),
      notNegations: indexPhrases([{ value: true, phrases: allOf(entities.notNegations) }], 0),
      breaks: wordsOf(entities.breaks),
    },
    persons: buildPersons(entities),
    nationalities: buildNationalities(entities),
    ...buildTimeLists(entities),
  }
}

/** In the lists of persons and countries one other word at most: "mon petit frère", "my two sons". */
const smallGap = 1

function buildPersons({ persons }: EntitiesFile): EntityLists['persons'] {
  const named = otherPersons.map((person) => ({ value: { person, named: true }, lists: persons.mentions[person] }))
  const people = { value: { person: 'child' as const, named: false }, lists: persons.people }
  return {
    mentions: indexPhrases(
      [...named, people].map(({ value, lists }) => ({ value, phrases: withClitics(allOf(lists)) })),
      smallGap,
    ),
    greetings: wordsOf(persons.greetings),
    questions: wordsOf(persons.questions),
    actsOnMe: indexPhrases([{ value: true, phrases: allOf(persons.actsOnMe) }], 0),
  }
}

function buildNationalities({ nationalities }: EntitiesFile): EntityLists['nationalities'] {
  const index = (kind: 'people' | 'speakers' | 'country') =>
    indexPhrases(
      Object.entries(nationalities.countries).map(([value, lists]) => ({ value, phrases: allOf(lists[kind]) })),
      0,
    )
  return {
    people: index('people'),
    speakers: index('speakers'),
    countries: index('country'),
    origins: indexPhrases([{ value: true, phrases: allOf(nationalities.origins) }], smallGap),
    being: wordsOf(nationalities.being),
    things: wordsOf(nationalities.things),
  }
}

/** Arabic writes "and", "to", "with", "in" onto the word: "ولابني", "لزوجتي". */
function withClitics(phrases: readonly string[]): string[] {
  return phrases.flatMap((phrase) =>
    /^\p{Script=Arabic}/u.test(phrase) ? ['', 'و', 'ل', 'ب', 'ف', 'ول'].map((clitic) => clitic + phrase) : [phrase],
  )
}

export function buildDangerList(library: Library): DangerList {
  const { danger } = library
  // Childbirth before medical: a woman in labour who bleeds is sent to the maternity ward.
  const order: readonly UrgencyKind[] = [
    'childbirth',
    'suicide',
    'trafficking',
    'child-alone',
    'violence',
    'arrest',
    'medical',
    'shelter',
  ]
  return {
    kinds: indexPhrases(order.map((value) => ({ value, phrases: allOf(danger.kinds[value]) }))),
    calm: indexPhrases([{ value: true, phrases: allOf(danger.calm) }]),
  }
}

/** "Fondation Orient-Occident – Rabat" is asked for as "fondation orient occident". */
function namesOf(name: string, aliases: readonly string[]): string[] {
  const [head = name] = name.split(/\s[–(]|\s-\s/)
  return normalised([head, ...aliases])
}
