/** Names of what figures are counted by: topics and programmes from the content, languages, regions, closed lists from the words. */
import type { Library } from '../knowledge/library.ts'
import type { Programme } from '../knowledge/schema.ts'
import { languages, writtenLanguages } from '../languages.ts'
import type { TopicId } from '../message.ts'
import type { Dimension } from '../signals/disclose.ts'
import type { AdminLocale } from './locale.ts'

/** @returns the title of the answer as people see it; its id where the answer was taken away since */
export function topicName(id: string, library: Library, { language }: AdminLocale): string {
  const answers = library.topics.get(id as TopicId)?.answers // an id that is not there finds nothing
  return (answers?.get(language) ?? answers?.get('fr'))?.title ?? id
}

export function programmeName({ titles }: Programme, { language }: AdminLocale): string {
  return titles[language]
}

/** "OSP 5, 6": numbers of the strategy's specific objectives. */
export function objectives(numbers: readonly number[], { say }: AdminLocale): string {
  return say('osp.numbers', { numbers: numbers.join(', ') })
}

/** How urgent messages are counted: `urgent:medical`. */
export const urgentPrefix = 'urgent:'

/** @param value as it is counted: `ary-Latn`, `tanger-tetouan-al-hoceima`, `web`, `not-useful` */
export function valueName(dimension: Dimension, value: string, library: Library, locale: AdminLocale): string {
  switch (dimension) {
    case 'language':
      return languageName(value, locale)
    case 'region':
      return library.regions.find(({ id }) => id === value)?.names[locale.language] ?? locale.say('region.unknown')
    case 'channel':
      return locale.say(`channel.${value}`)
    case 'outcome':
      return value.startsWith(urgentPrefix)
        ? locale.say(`danger.${value.slice(urgentPrefix.length)}`)
        : locale.say(`outcome.${value}`)
  }
}

/** In itself, as its speakers call it. */
export function languageName(value: string, { say }: AdminLocale): string {
  const code = writtenLanguages.find((one) => one === value)
  if (!code) return say('language.unknown')
  return code === 'ary-Latn' ? say('language.arabizi') : languages[code].name
}
