/** Organisations where a person answers: which, in which order, and what to expect there. */
import type { ReplyLanguage } from '../languages.ts'
import type { Block, CityId, Situation, TopicId } from '../message.ts'
import { composeService, localeOf, openAnswer, partBlock } from './compose.ts'
import type { Library } from './library.ts'
import type { Service } from './schema.ts'
import { mayCome } from './services.ts'

export interface HelperWish {
  readonly topic?: TopicId | undefined
  readonly city?: CityId | undefined
  readonly situation?: Situation | undefined
  readonly limit: number
}

/** Who helps with the topic before who helps with others, who is in the city before who is far, open to all first. */
export function findHelpers(library: Library, { topic, city, situation, limit }: HelperWish): Service[] {
  const reachable = library.services.filter(
    (service) =>
      (service.kind === 'ngo' || service.kind === 'un') &&
      // Far away, only a telephone helps.
      (service.phones.length > 0 || (service.city === city && service.address !== undefined)) &&
      mayCome(service, situation),
  )
  const score = (service: Service) =>
    (topic && service.topics.includes(topic) ? 0 : 4) +
    (service.city === city ? 0 : 2) +
    (service.who.includes('anyone') ? 0 : 1)
  return reachable.sort((a, b) => score(a) - score(b)).slice(0, limit)
}

/**
 * The card of a service with what awaits the person there: languages, whether to call or to go.
 * @param now milliseconds since 1970
 */
export function composeHelper(library: Library, service: Service, language: ReplyLanguage, now?: number): Block {
  const card = composeService(library, service, language, now)
  if (card.kind !== 'service') return card
  const expected = [
    card.note,
    ...(service.languages.length > 0
      ? [library.say(language, 'handover.languages', { languages: nameLanguages(service.languages, language) })]
      : []),
    ...(service.address === undefined ? [library.say(language, 'handover.phoneOnly')] : []),
    ...(service.phones.length === 0 ? [library.say(language, 'handover.placeOnly')] : []),
  ]
  const note = expected.filter((text) => text !== undefined).join(' ')
  return { ...card, ...(note && { note }) }
}

/** Papers that the topic asks for, as far as its answer knows them; no block where it does not. */
export function composePapers(library: Library, topic: TopicId, language: ReplyLanguage): Block[] {
  const opened = openAnswer(library, { topic, language })
  const parts = opened?.answer.sections.get('papers')
  if (!opened || !parts) return []
  return [
    { kind: 'heading', text: library.say(opened.language, 'section.papers') },
    ...parts.map((part) => partBlock(part, opened.fill)),
  ]
}

function nameLanguages(codes: readonly string[], language: ReplyLanguage): string {
  const names = new Intl.DisplayNames(localeOf(language), { type: 'language' })
  return new Intl.ListFormat(localeOf(language)).format(codes.map((code) => names.of(code) ?? code))
}
