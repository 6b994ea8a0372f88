/** The page of all topics by programme, and the same list under "this page does not exist". */
import { titleOf } from '../knowledge/compose.ts'
import type { Library } from '../knowledge/library.ts'
import type { City } from '../knowledge/schema.ts'
import type { ReplyLanguage } from '../languages.ts'
import type { TopicId } from '../message.ts'
import type { Addresses, PublicPage } from './addresses.ts'
import { wordsIn } from './blocks.ts'
import { renderDocument, tagOf } from './document.ts'
import { html, type Markup } from './markup.ts'
import { offeredLanguages, servedCities, topicPage, versionsOf } from './page-list.ts'

/** Found by reading, by the headings above the list, or by the script that narrows it. */
export function renderTopicsPage(library: Library, language: ReplyLanguage, addresses: Addresses): string {
  const say = wordsIn(library, language)
  const page: PublicPage = { kind: 'topics', language }
  const anchors = library.programmes.map(({ id, titles }) => html`<li><a href="#${id}">${titles[language]}</a></li>`)
  const main = html`<h1>${say('public.topics')}</h1>
<p>${say('public.topicsAbout')}</p>
<nav aria-label="${say('public.programmes')}"><ul class="inline">${anchors}<li><a href="#cities">${say('public.cities')}</a></li></ul></nav>
${renderProgrammes(library, language, addresses)}
<section><h2 id="cities">${say('public.cities')}</h2>${renderCityLinks(servedCities(library), language, addresses)}</section>`
  return renderDocument(
    library,
    {
      language,
      title: say('public.topics'),
      description: say('web.description'),
      page,
      versions: versionsOf(library, page),
      main,
      script: addresses.filter,
    },
    addresses,
  )
}

/** For a wrong address: kind, with everything that there is. */
export function renderMissingPage(library: Library, language: ReplyLanguage, addresses: Addresses): string {
  const say = wordsIn(library, language)
  const chat = addresses.chat(language)
  const main = html`<h1>${say('public.missing')}</h1>
<p>${say('public.missingAbout')}</p>
${chat && html`<p><a class="button" href="${chat}">${say('public.ask')}</a></p>`}
${renderProgrammes(library, language, addresses)}`
  // Another language leads to its topics: nobody can say in which language a wrong address was meant.
  const versions = offeredLanguages(library).map((other) => ({ kind: 'topics' as const, language: other }))
  return renderDocument(
    library,
    { language, title: say('public.missing'), description: '', versions, main, script: addresses.filter },
    addresses,
  )
}

export function renderCityLinks(cities: readonly City[], language: ReplyLanguage, addresses: Addresses): Markup {
  const items = cities.map(
    ({ id, names }) =>
      html`<li><a href="${addresses.page({ kind: 'city', city: id, language })}">${names[language]}</a></li>`,
  )
  return html`<ul class="inline">${items}</ul>`
}

/** A topic by its title; where it is not written in this language, the link says in which one it is. */
export function renderTopicLink(
  library: Library,
  topic: TopicId,
  language: ReplyLanguage,
  addresses: Addresses,
): Markup {
  const page = topicPage(library, topic, language)
  const tag = page.language !== language && tagOf(page.language)
  return html`<a href="${addresses.page(page)}"${tag && html` lang="${tag}" hreflang="${tag}"`}>${titleOf(library, topic, language)}</a>`
}

function renderProgrammes(library: Library, language: ReplyLanguage, addresses: Addresses): Markup {
  const say = wordsIn(library, language)
  const programmes = library.programmes.map(({ id, titles, topics }) => {
    const items = topics
      .filter((topic) => library.topics.has(topic))
      .map((topic) => html`<li>${renderTopicLink(library, topic, language, addresses)}</li>\n`)
    return html`<section><h2 id="${id}">${titles[language]}</h2><ul class="topics">${items}</ul></section>\n`
  })
  return html`<div id="topics" data-filter="${say('public.filter')}" data-none="${say('public.filterNone')}">
${programmes}</div>`
}
