/** Library → the lists that `understanding` looks for in messages; built once per load, not per message. */

import type { Library } from '../knowledge/library.ts'
import type { PhraseLists } from '../knowledge/schema.ts'
import { type Situation, situations, type UrgencyKind, urgencyKinds } from '../message.ts'
import { aspects, type EntityLists } from '../understanding/entities.ts'
import { normalise } from '../understanding/normalise.ts'
import { type Phrase, readPhrase } from '../understanding/phrase.ts'
import type { DangerList } from '../understanding/urgency.ts'

export function buildEntityLists(library: Library): EntityLists {
  const { entities } = library
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
    services: library.services.map((service) => ({ id: service.id, names: namesOf(service.name, service.aliases) })),
    // Having no papers is looked for first: "pas de carte de séjour" holds the words of having one.
    situations: byPriority(['no-papers', 'asylum-seeker', 'refugee', 'card']).map((situation) => ({
      situation,
      phrases: readPhrases(entities.situations[situation]),
    })),
    // Time before cost: "combien de temps" holds "combien".
    aspects: (['time', 'papers', 'where', 'cost', 'sources', 'steps'] as const)
      .filter((aspect) => aspects.includes(aspect))
      .map((aspect) => ({ aspect, phrases: readPhrases(entities.aspects[aspect]) })),
    continues: readPhrases(entities.continues),
    prepositions: new Set(Object.values(entities.prepositions).flatMap((words) => normalised(words ?? []))),
  }
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
    kinds: order
      .filter((kind) => urgencyKinds.includes(kind))
      .map((kind) => ({ kind, phrases: readPhrases(danger.kinds[kind]) })),
    calm: readPhrases(danger.calm),
  }
}

function byPriority(order: readonly Situation[]): readonly Situation[] {
  return order.filter((situation) => situations.includes(situation))
}

function readPhrases(lists: PhraseLists | undefined): Phrase[] {
  return Object.values(lists ?? {}).flatMap((list) => (list ?? []).map(readPhrase))
}

function normalised(names: readonly string[]): string[] {
  return names.map(normalise).filter((name) => name !== '')
}

/** "Fondation Orient-Occident – Rabat" is asked for as "fondation orient occident". */
function namesOf(name: string, aliases: readonly string[]): string[] {
  const [head = name] = name.split(/\s[–(]|\s-\s/)
  return normalised([head, ...aliases])
}
