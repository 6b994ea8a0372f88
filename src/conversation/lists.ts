/** Library → the lists that `understanding` looks for in messages; built once per load, not per message. */

import type { Library } from '../knowledge/library.ts'
import type { PhraseLists } from '../knowledge/schema.ts'
import type { UrgencyKind } from '../message.ts'
import type { EntityLists } from '../understanding/entities.ts'
import { normalise } from '../understanding/normalise.ts'
import { indexPhrases } from '../understanding/phrase.ts'
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
    situations: indexPhrases(
      (['no-papers', 'asylum-seeker', 'refugee', 'card'] as const).map((value) => ({
        value,
        phrases: allOf(entities.situations[value]),
      })),
    ),
    // Time before cost: "combien de temps" holds "combien".
    aspects: indexPhrases(
      (['time', 'papers', 'where', 'cost', 'sources', 'steps'] as const).map((value) => ({
        value,
        phrases: allOf(entities.aspects[value]),
      })),
    ),
    continues: indexPhrases([{ value: true, phrases: allOf(entities.continues) }]),
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
    kinds: indexPhrases(order.map((value) => ({ value, phrases: allOf(danger.kinds[value]) }))),
    calm: indexPhrases([{ value: true, phrases: allOf(danger.calm) }]),
  }
}

function allOf(lists: PhraseLists | undefined): string[] {
  return Object.values(lists ?? {}).flatMap((list) => list ?? [])
}

function normalised(names: readonly string[]): string[] {
  return names.map(normalise).filter((name) => name !== '')
}

/** "Fondation Orient-Occident – Rabat" is asked for as "fondation orient occident". */
function namesOf(name: string, aliases: readonly string[]): string[] {
  const [head = name] = name.split(/\s[–(]|\s-\s/)
  return normalised([head, ...aliases])
}
