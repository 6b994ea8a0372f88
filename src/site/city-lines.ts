/**
 * Who helps with one topic in which city, a line each: name, numbers, for whom, how old. Short enough for paper; address,
 * hours and notes are on the page of the city.
 */
import { formatDate, formatPhone } from '../knowledge/compose.ts'
import type { Library } from '../knowledge/library.ts'
import type { Service } from '../knowledge/schema.ts'
import { citiesWithServices } from '../knowledge/services.ts'
import type { ReplyLanguage } from '../languages.ts'
import type { Addresses, PublicPage } from './addresses.ts'
import { renderText, type SayWord, wordsIn } from './blocks.ts'
import { html, type Markup } from './markup.ts'

/** @param shown names of services that the page has shown already */
export function renderCityLines(
  library: Library,
  { topic, language }: PublicPage & { kind: 'topic' },
  shown: readonly string[],
  addresses: Addresses,
): Markup | undefined {
  const cities = citiesWithServices(library, topic)
  if (cities.length === 0) return undefined
  const say = wordsIn(library, language)
  const lines = cities.map(({ id, names }) => {
    const services = library.services.filter((service) => service.city === id && service.topics.includes(topic))
    const items = services
      .filter(({ name }) => !shown.includes(name))
      .map((service) => html`<li>${renderLine(service, language, say)}</li>`)
    return html`<li><a href="${addresses.page({ kind: 'city', city: id, language })}">${names[language]}</a>${items.length > 0 && html`<ul>${items}</ul>`}</li>\n`
  })
  return html`<section><h2 id="cities">${say('public.topicCities')}</h2><ul class="cities">${lines}</ul></section>`
}

function renderLine(service: Service, language: ReplyLanguage, say: SayWord): Markup {
  const phones = service.phones.map((phone) => html` ${renderText([formatPhone(phone)])}`)
  const whom = service.who.includes('anyone')
    ? undefined
    : say(`who.${[...service.who].sort().join('+')}`).replace(/\.$/, '')
  // An old number is better than none, but whoever calls or travels must know how old it is.
  const seen = service.asOf === 'undated' ? undefined : formatDate(service.asOf, language)
  const about = [whom, seen].filter((text) => text !== undefined).join(' · ')
  return html`<bdi>${service.name}</bdi>${phones}${about !== '' && html` (${about})`}`
}
