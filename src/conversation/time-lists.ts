/** `intents/entities.yaml` → the lists for numbers, ages and days. Built once per load. */
import type { EntitiesFile, PhraseLists } from '../knowledge/schema.ts'
import { type WrittenLanguage, writtenLanguages } from '../languages.ts'
import { weekdays } from '../message.ts'
import { owners } from '../understanding/age-owner.ts'
import type { Marker } from '../understanding/dates.ts'
import type { EntityLists } from '../understanding/entities.ts'
import { indexPhrases } from '../understanding/phrase.ts'
import type { Unit } from '../understanding/quantity.ts'
import { allOf, normalised, wordsByKey, wordsOf } from './word-lists.ts'

const unitNames: readonly Unit[] = ['hours', 'days', 'weeks', 'months', 'years']

export function buildTimeLists({
  numbers,
  units,
  numberJoints,
  ordinals,
  pairs,
  single,
  ages,
  dates,
}: EntitiesFile): Pick<EntityLists, 'counting' | 'ages' | 'minors' | 'dates'> {
  const unitNamed = (key: string) => unitNames.find((unit) => unit === key)
  const ownerNamed = (key: string) => owners.find((owner) => owner === key)
  const subjectNamed = (key: string) => (['self', 'other'] as const).find((subject) => subject === key)
  const unitsOf = (language: WrittenLanguage) =>
    unitNames.flatMap((unit) => normalised([...(units[unit][language] ?? []), ...(pairs[unit][language] ?? [])]))
  const markerOf = (lists: PhraseLists) => buildMarker(lists, unitsOf)
  return {
    counting: {
      numbers: wordsByKey(numbers, Number),
      units: wordsByKey(units, unitNamed),
      pairs: wordsByKey(pairs, unitNamed),
      single: wordsByKey(single, unitNamed),
      joints: wordsOf(numberJoints),
      ordinals: wordsOf(ordinals),
    },
    ages: {
      verbs: wordsByKey(ages.verbs, ownerNamed),
      nouns: wordsByKey(ages.nouns, ownerNamed),
      subjects: wordsByKey(ages.subjects, subjectNamed),
      bareVerbs: wordsOf(ages.bareVerbs),
      mayFollow: wordsOf(ages.mayFollow),
      mine: wordsOf(ages.mine),
      being: wordsOf(ages.being),
      skipped: wordsOf(ages.skipped),
      ranges: wordsOf(ages.ranges),
      notBefore: wordsOf(ages.notBefore),
      notBehind: wordsOf(ages.notBehind),
      old: wordsOf(ages.old),
      below: wordsOf(ages.below),
    },
    minors: indexPhrases([{ value: true, phrases: allOf(ages.minors) }], 1),
    dates: {
      offsets: indexPhrases(
        Object.entries(dates.offsets).map(([days, lists]) => ({ value: Number(days), phrases: allOf(lists) })),
        0,
      ),
      never: indexPhrases([{ value: true, phrases: allOf(dates.never) }], 0),
      numbered: wordsOf(dates.numbered),
      weekdays: indexPhrases(
        weekdays.map((value) => ({ value, phrases: allOf(dates.weekdays[value]) })),
        0,
      ),
      months: wordsByKey(dates.months, Number),
      ago: { before: markerOf(dates.ago.before), behind: markerOf(dates.ago.behind) },
      ahead: { before: markerOf(dates.ahead.before), behind: markerOf(dates.ahead.behind) },
      past: wordsOf(dates.past),
      between: wordsOf(dates.between),
    },
  }
}

function buildMarker(lists: PhraseLists, unitsOf: (language: WrittenLanguage) => readonly string[]): Marker {
  const marker = new Map<string, Set<string>>()
  for (const language of writtenLanguages)
    for (const word of normalised(lists[language] ?? []))
      marker.set(word, new Set([...(marker.get(word) ?? []), ...unitsOf(language)]))
  return marker
}
