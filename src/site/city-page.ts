/** The page of one city: who helps there, by phone and by address, then what answers everywhere in Morocco. */
import { composeService, composeSourceList } from '../knowledge/compose.ts'
import type { Library } from '../knowledge/library.ts'
import { type Service, serviceKinds } from '../knowledge/schema.ts'
import { sortByDistance } from '../knowledge/services.ts'
import type { ReplyLanguage } from '../languages.ts'
import type { Addresses, PublicPage } from './addresses.ts'
import { renderBlocks, renderService, wordsIn } from './blocks.ts'
import { drawCity } from './city-drawing.ts'
import { renderDocument } from './document.ts'
import { html, type Markup } from './markup.ts'
import { servedCities, versionsOf } from './page-list.ts'
import { renderCityLinks, renderTopicLink } from './topic-list.ts'

/** As many as a small drawing has room for. */
const citiesAround = 6

/**
 * @param now milliseconds since 1970, for what is open now; absent in a page that is kept, such as an exported one
 * @throws Error when there is no such city: `page-list.ts` names no such page
 */
export function renderCityPage(
  library: Library,
  page: PublicPage & { kind: 'city' },
  addresses: Addresses,
  now?: number,
): string {
  const { language } = page
  const city = library.cities.find(({ id }) => id === page.city)
  if (!city) throw new Error(`there is no city ${page.city}`)
  const say = wordsIn(library, language)
  const name = city.names[language]
  const here = sortByKind(library.services.filter((service) => service.city === city.id))
  // Offices of the whole country are on the pages of their topics; the police is among the lines for danger.
  const everywhere = library.services.filter(
    (service) => service.city === 'national' && service.kind === 'hotline' && !service.police,
  )
  const around = sortByDistance(servedCities(library), city.latitude, city.longitude)
    .filter(({ id }) => id !== city.id)
    .slice(0, citiesAround)
  const main = html`<p class="way"><a href="${addresses.page({ kind: 'topics', language })}#cities">${say('public.cities')}</a></p>
<h1>${say('public.city', { city: name })}</h1>
${here.length === 0 && html`<p>${say('public.cityNone', { city: name })}</p>`}
${here.map((service) => renderCityService(library, service, language, addresses, now))}
<section class="onward"><h2 id="nearby">${say('public.nearby')}</h2>
${drawCity(city, around, language, say('public.drawing', { city: name }))}
${renderCityLinks(around, language, addresses)}</section>
<section><h2 id="everywhere">${say('services.national')}</h2>${everywhere.map((service) => renderCityService(library, service, language, addresses, now))}</section>
${renderServiceSources(library, [...here, ...everywhere], language)}`
  return renderDocument(
    library,
    {
      language,
      title: say('public.city', { city: name }),
      description: say('public.cityAbout', { city: name }),
      page,
      versions: versionsOf(library, page),
      main,
    },
    addresses,
  )
}

function renderCityService(
  library: Library,
  service: Service,
  language: ReplyLanguage,
  addresses: Addresses,
  now: number | undefined,
): Markup {
  const say = wordsIn(library, language)
  const block = composeService(library, service, language, now)
  if (block.kind !== 'service') throw new Error('a service is composed as another block')
  // The city alone is no place to go to, and stands in the title.
  const { place, ...rest } = block
  const shown = place?.address ? block : rest
  const topics = service.topics.filter((topic) => library.topics.has(topic))
  const links = topics.map(
    (topic, at) => html`${at > 0 && ' · '}${renderTopicLink(library, topic, language, addresses)}`,
  )
  return renderService(shown, say, html`<p class="helps">${say('public.helpsWith')} ${links}</p>`)
}

function renderServiceSources(library: Library, services: readonly Service[], language: ReplyLanguage): Markup {
  const say = wordsIn(library, language)
  const sources = composeSourceList(library, [...new Set(services.map(({ source }) => source))], language)
  return html`<section class="from"><h2 id="sources">${say('public.sources')}</h2>${renderBlocks([sources], say)}</section>`
}

function sortByKind(services: readonly Service[]): Service[] {
  return [...services].sort((a, b) => serviceKinds.indexOf(a.kind) - serviceKinds.indexOf(b.kind))
}
