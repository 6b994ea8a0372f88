/** Which public pages there are, and in which languages. A page exists only in a language that it is really written in. */
import { answerLanguage } from '../knowledge/compose.ts'
import type { Library } from '../knowledge/library.ts'
import type { City } from '../knowledge/schema.ts'
import { type ReplyLanguage, replyLanguages } from '../languages.ts'
import type { TopicId } from '../message.ts'
import type { PublicPage } from './addresses.ts'

/** Languages that the assistant's own words are written in. */
export function offeredLanguages(library: Library): ReplyLanguage[] {
  return replyLanguages.filter((language) => library.locales[language])
}

/** Every page, for a sitemap or an export. Cities without a service have a page, which says so, but are not listed. */
export function listPages(library: Library): PublicPage[] {
  return offeredLanguages(library).flatMap((language): PublicPage[] => [
    { kind: 'topics', language },
    { kind: 'notice', language },
    ...menuTopics(library)
      .filter((topic) => library.topics.get(topic)?.answers.has(language))
      .map((topic) => ({ kind: 'topic' as const, topic, language })),
    ...servedCities(library).map(({ id }) => ({ kind: 'city' as const, city: id, language })),
  ])
}

/** Topics in the order of the menu. */
export function menuTopics(library: Library): TopicId[] {
  return library.programmes.flatMap(({ topics }) => topics).filter((topic) => library.topics.has(topic))
}

/** The page of a topic for who reads `language`: in the nearest language where it is not written in this one. */
export function topicPage(library: Library, topic: TopicId, language: ReplyLanguage): PublicPage {
  return { kind: 'topic', topic, language: answerLanguage(library, topic, language) }
}

/** Cities that have a service of their own, in the order of the directory. */
export function servedCities(library: Library): City[] {
  const served = new Set(library.services.map(({ city }) => city))
  return library.cities.filter(({ id }) => served.has(id))
}

/** The same page in all languages that have it. */
export function versionsOf(library: Library, page: PublicPage): PublicPage[] {
  return offeredLanguages(library)
    .filter((language) => page.kind !== 'topic' || library.topics.get(page.topic)?.answers.has(language))
    .map((language) => ({ ...page, language }))
}

/**
 * The page that an address means.
 * @param kind `t` for a topic, `s` for the services of a city
 * @returns undefined where there is none
 */
export function findPage(
  library: Library,
  kind: 't' | 's',
  id: string,
  language: ReplyLanguage,
): PublicPage | undefined {
  if (kind === 't') {
    const topic = [...library.topics.keys()].find((known) => known === id)
    return topic && topicPage(library, topic, language)
  }
  const city = library.cities.find((known) => known.id === id)
  return city && { kind: 'city', city: city.id, language }
}
