/**
 * The page of one topic: the whole answer with every section and situation, services, sources with dates, related
 * topics. To be read, found, shared and printed by people who never open the chat.
 */
import type { Library } from '../knowledge/library.ts'
import { composeWhole, type Section, type WholeAnswer } from '../knowledge/whole-answer.ts'
import type { ReplyLanguage } from '../languages.ts'
import type { Block, TopicId } from '../message.ts'
import type { Addresses, PublicPage } from './addresses.ts'
import { renderBlocks, renderHeading, type SayWord, textOf, wordsIn } from './blocks.ts'
import { renderCityLines } from './city-lines.ts'
import { type PageContent, renderDocument } from './document.ts'
import { html, type Markup } from './markup.ts'
import { versionsOf } from './page-list.ts'
import { renderTopicLink } from './topic-list.ts'

/** @throws Error when the topic is not written in this language: `page-list.ts` names no such page */
export function renderTopicPage(library: Library, page: PublicPage & { kind: 'topic' }, addresses: Addresses): string {
  const { topic, language } = page
  const answer = composeWhole(library, topic, language)
  if (answer?.language !== language) throw new Error(`there is no page ${topic} in ${language}`)
  const say = wordsIn(library, language)
  const article = html`<article>
<h1>${answer.title}</h1>
<div class="direct">${renderBlocks(answer.direct, say)}</div>
<div class="columns">
${renderAnswer(answer, say)}
${renderCityLines(library, page, namesOf(answer.where), addresses)}
${renderSources(answer, say)}
</div>
</article>`
  const main = html`${renderWay(library, topic, language, addresses)}
${article}
${renderAsk(language, say, addresses)}
${renderRelated(library, topic, language, addresses)}`
  return renderDocument(
    library,
    {
      language,
      title: answer.title,
      description: describe(answer.direct),
      page,
      versions: versionsOf(library, page),
      main,
      density: densityOf(article),
    },
    addresses,
  )
}

/** As a search engine shows it: whole sentences as far as they fit into 160 signs, at least the first. */
export function describe(direct: readonly Block[]): string {
  const text = direct.map((block) => (block.kind === 'paragraph' ? textOf(block.text) : '')).join(' ')
  const sentences = text.match(/[^.!?؟]+(?:[.!?؟](?!\s)[^.!?؟]*)*[.!?؟]*\s*/g) ?? [text]
  let described = ''
  for (const sentence of sentences) {
    if (described !== '' && described.length + sentence.trim().length > 160) break
    described += sentence
  }
  return described.trim()
}

function renderAnswer(answer: WholeAnswer, say: SayWord): Markup {
  const { sections, situations, uncertain, where } = answer
  return html`${sections.map((section) => renderSection(section, say))}
${situations.length > 0 && html`<section><h2 id="situations">${say('public.situations')}</h2>${situations.map((section) => html`<section>${renderHeading(3, section.heading, section.id)}${renderBlocks(section.blocks, say, 4)}</section>\n`)}</section>`}
${uncertain && renderSection(uncertain, say)}
${where && renderSection(where, say)}`
}

function renderSection({ id, heading, blocks }: Section, say: SayWord): Markup {
  return html`<section>${renderHeading(2, heading, id)}${renderBlocks(blocks, say)}</section>\n`
}

function renderSources(answer: WholeAnswer, say: SayWord): Markup {
  return html`<section class="from"><h2 id="sources">${say('public.sources')}</h2>${renderBlocks(answer.sources, say)}</section>`
}

/** Where the page stands: all topics, then its programme. */
function renderWay(library: Library, topic: TopicId, language: ReplyLanguage, addresses: Addresses): Markup {
  const say = wordsIn(library, language)
  const topics = addresses.page({ kind: 'topics', language })
  const programme = library.programmes.find((one) => one.topics.includes(topic))
  const last =
    programme &&
    html` <span aria-hidden="true">/</span> <a href="${topics}#${programme.id}">${programme.titles[language]}</a>`
  return html`<p class="way"><a href="${topics}">${say('public.topics')}</a>${last}</p>`
}

/** Services that have a card of their own already. */
function namesOf(where: Section | undefined): readonly string[] {
  return (where?.blocks ?? []).flatMap((block) => (block.kind === 'service' ? [block.name] : []))
}

function renderAsk(language: ReplyLanguage, say: SayWord, addresses: Addresses): Markup | undefined {
  const chat = addresses.chat(language)
  if (!chat) return undefined
  return html`<section class="onward"><p>${say('public.askAbout')}</p><p><a class="button" href="${chat}">${say('public.ask')}</a></p></section>`
}

function renderRelated(library: Library, topic: TopicId, language: ReplyLanguage, addresses: Addresses): Markup {
  const say = wordsIn(library, language)
  const related = (library.topics.get(topic)?.related ?? []).filter((one) => library.topics.has(one))
  const items = related.map((one) => html`<li>${renderTopicLink(library, one, language, addresses)}</li>`)
  return html`<section class="onward"><h2 id="related">${say('public.related')}</h2><ul>${items}</ul></section>`
}

/**
 * How small the article is printed, so that it fits one sheet. Measured in Chromium over 277 pages with DejaVu, a wide
 * font: 11 points hold 2,900 signs and more, 10 points 3,600, 9 points 5,200; the limits leave a twentieth to spare.
 */
function densityOf(article: Markup): NonNullable<PageContent['density']> {
  const signs = article.text
    .replace(/<[^>]+>/g, '')
    .replace(/&#\d+;/g, "'")
    .replace(/\s+/g, ' ').length
  if (signs < 2750) return 'roomy'
  if (signs < 3400) return 'dense'
  return signs < 4700 ? 'denser' : 'densest'
}
