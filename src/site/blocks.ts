/**
 * Blocks of an answer → HTML on the server: the twin of `render.client.ts`, for pages that need no script. One function
 * a kind of block; phones and links in any text can be tapped.
 */
import type { Library } from '../knowledge/library.ts'
import type { ReplyLanguage } from '../languages.ts'
import { type Block, type Phone, type Place, type Text, unreachable } from '../message.ts'
import { html, type Markup, type Piece } from './markup.ts'

export type SayWord = (key: string, values?: Readonly<Record<string, string | number>>) => string

/** The page's own words in its language. */
export function wordsIn(library: Library, language: ReplyLanguage): SayWord {
  return (key, values) => library.say(language, key, values)
}

/** @param level of headings within the blocks */
export function renderBlocks(blocks: readonly Block[], say: SayWord, level: 2 | 3 | 4 = 3): Markup[] {
  return blocks.map((block) => renderBlock(block, say, level))
}

/** `Text` as a title or a description shows it. */
export function textOf(text: Text): string {
  return text
    .map((piece) => (typeof piece === 'string' ? piece : piece.kind === 'phone' ? piece.display : piece.title))
    .join('')
}

function renderBlock(block: Block, say: SayWord, level: 2 | 3 | 4): Markup {
  switch (block.kind) {
    case 'urgent':
      return renderUrgent(block, say, level)
    case 'heading':
      return renderHeading(level, block.text)
    case 'paragraph':
      return html`<p>${renderText(block.text)}</p>`
    case 'note':
      return html`<p class="note">${renderText(block.text)}</p>`
    case 'steps':
      return html`<ol>${renderLines(block.steps)}</ol>`
    case 'items':
      return html`<ul>${renderLines(block.items)}</ul>`
    case 'service':
      return renderService(block, say)
    case 'sources':
      return html`<ul class="sources">${block.items.map(({ title, url, date }) => html`<li>${url ? renderLink(title, url) : html`<bdi>${title}</bdi>`} (${date})</li>`)}</ul>`
    default:
      return unreachable(block)
  }
}

export function renderHeading(level: 2 | 3 | 4, text: string, id?: string): Markup {
  const anchor = id && html` id="${id}"`
  if (level === 2) return html`<h2${anchor}>${text}</h2>`
  return level === 3 ? html`<h3${anchor}>${text}</h3>` : html`<h4${anchor}>${text}</h4>`
}

/** @param more lines after those of the service, such as what it helps with */
export function renderService(service: Block & { kind: 'service' }, say: SayWord, more?: Markup): Markup {
  const { name, phones, place, hours, note, url } = service
  const lines = [
    ...phones.map((phone) => html`<p class="numbers">${renderCall(phone, say)}${renderMore(phone, say)}</p>`),
    place && html`<p>${renderPlace(place, say)}</p>`,
    hours && html`<p>${hours}</p>`,
    note && html`<p>${note}</p>`,
    url && html`<p>${renderLink(shortAddress(url), url)}</p>`,
    more,
  ]
  return html`<div class="service"><p class="name"><bdi>${name}</bdi></p>${lines}</div>`
}

/** A number as big as a thumb. */
export function renderCall(phone: Phone, say: SayWord): Markup {
  // The word comes with a place for the number, which keeps its own direction of writing.
  const [before = '', after = ''] = say('web.call', { number: '\0' }).split('\0')
  return html`<a class="call" href="tel:${phone.dial}"><span>${before}<bdi dir="ltr">${phone.display}</bdi>${after}</span></a>`
}

/** The content is ours, yet an address that is neither of the web nor a page of ours stays plain text. */
export function renderLink(title: string, url: string): Markup {
  if (!/^(https?:\/\/|\/[a-z])/.test(url)) return html`<bdi>${title}</bdi>`
  return html`<a href="${url}" rel="noreferrer noopener"><bdi>${title}</bdi></a>`
}

/** In an Arabic line the stroke of `/forget` would stand behind the word. */
function isolateCommand(text: string): Piece[] {
  return text.split(/(\/forget)/).map((part, at) => (at % 2 === 1 ? html`<bdi dir="ltr">${part}</bdi>` : part))
}

export function renderText(text: Text): Markup[] {
  return text.map((piece) => {
    if (typeof piece === 'string') return html`${isolateCommand(piece)}`
    if (piece.kind === 'link') return renderLink(piece.title, piece.url)
    return html`<a class="phone" dir="ltr" href="tel:${piece.dial}">${piece.display}</a>`
  })
}

function renderUrgent(card: Block & { kind: 'urgent' }, say: SayWord, level: 2 | 3 | 4): Markup {
  const spoken = card.say.length > 0 && html`<p class="name">${say('urgent.say')}</p><ul>${renderLines(card.say)}</ul>`
  return html`<div class="urgent">${renderHeading(level, card.title)}${card.phones.map((phone) => renderCall(phone, say))}<ul>${renderLines(card.lines)}</ul>${spoken}</div>`
}

function renderMore(phone: Phone, say: SayWord): Markup {
  const whatsapp =
    phone.whatsapp &&
    html` <a class="whatsapp" href="https://wa.me/${phone.dial.replace(/\D/g, '')}" rel="noreferrer noopener">${say('web.whatsapp')}<span class="visually-hidden"> ${phone.display}</span></a>`
  return html`${whatsapp}${phone.hours && html` (<bdi>${phone.hours}</bdi>)`}`
}

/** Opens in the map application that the telephone has, which is asked for the address near the city's centre. */
function renderPlace(place: Place, say: SayWord): Markup {
  const { address, city, latitude, longitude } = place
  const parts = [address, address?.includes(city) ? undefined : city].filter((part) => part !== undefined)
  // The address is in Latin letters, the city in those of the language: each keeps its own direction.
  const shown = parts.map((part, at) => html`${at > 0 && ' – '}<bdi>${part}</bdi>`)
  if (latitude === undefined || longitude === undefined) return html`<span>${shown}</span>`
  const href = `geo:${latitude},${longitude}?q=${encodeURIComponent(parts.join(', '))}`
  return html`<a href="${href}">${shown}<span class="visually-hidden"> (${say('web.map')})</span></a>`
}

function renderLines(lines: readonly Text[]): Markup[] {
  return lines.map((line) => html`<li>${renderText(line)}</li>`)
}

function shortAddress(url: string): string {
  return url.replace(/^https?:\/\/(www\.)?|\/$/g, '')
}
