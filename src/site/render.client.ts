/** A reply → elements. One function a kind of block; phones and links in any text can be tapped. */
import type { Block, Choice, Phone, Place, Reply, Text } from '../message.ts'
import { element, hidden } from './dom.client.ts'
import type { PageLanguage } from './words.client.ts'

/** One message of the assistant, without its choices. */
export function renderReply(reply: Reply, { tag, direction, words }: PageLanguage): HTMLElement {
  const blocks = reply.blocks.map((block) => renderBlock(block, words))
  return element('article', { class: 'message theirs', lang: tag, dir: direction }, hidden(words.dalil), ...blocks)
}

/** The person's own message, shown as it was written or tapped. */
export function renderOwn(text: string, { tag, words }: PageLanguage): HTMLElement {
  return element('article', { class: 'message own', lang: tag }, hidden(words.you), element('p', { dir: 'auto' }, text))
}

/**
 * Buttons under the last reply.
 * @param mayLocate offers the person's position beside cities
 */
export function renderChoices(choices: readonly Choice[], page: PageLanguage, mayLocate: boolean): HTMLElement {
  const { tag, direction, words } = page
  const button = (choice: Choice) => element('button', { type: 'button', 'data-choice': choice.id }, choice.label)
  const loud = choices.filter((choice) => !choice.quiet).map(button)
  const quiet = choices.filter((choice) => choice.quiet).map(button)
  if (mayLocate && choices.some(({ id }) => id.startsWith('city:')))
    loud.unshift(element('button', { type: 'button', 'data-locate': true }, words.usePosition))
  const group = element('div', { class: 'choices', lang: tag, dir: direction })
  if (loud.length > 0) group.append(element('div', { role: 'group', 'aria-label': words.choices }, ...loud))
  if (quiet.length > 0) {
    const label = element('span', { 'aria-hidden': 'true' }, words.useful)
    group.append(element('div', { class: 'quiet', role: 'group', 'aria-label': words.useful }, label, ...quiet))
  }
  return group
}

/** A number as big as a thumb. */
export function renderCall(phone: Phone, words: PageLanguage['words']): HTMLElement {
  const [before = '', after = ''] = words.call.split('{{number}}')
  const number = element('bdi', { dir: 'ltr' }, phone.display)
  return element('a', { class: 'call', href: `tel:${phone.dial}` }, element('span', {}, before, number, after))
}

function renderBlock(block: Block, words: PageLanguage['words']): HTMLElement {
  switch (block.kind) {
    case 'urgent':
      return renderUrgent(block, words)
    case 'heading':
      return element('h2', {}, block.text)
    case 'paragraph':
      return element('p', {}, ...renderText(block.text))
    case 'note':
      return element('p', { class: 'note' }, ...renderText(block.text))
    case 'steps':
      return element('ol', {}, ...renderLines(block.steps))
    case 'items':
      return element('ul', {}, ...renderLines(block.items))
    case 'service':
      return renderService(block, words)
    case 'sources':
      return element('ul', { class: 'sources' }, ...block.items.map(renderSource))
  }
}

function renderUrgent(card: Block & { kind: 'urgent' }, words: PageLanguage['words']): HTMLElement {
  const made = element('div', { class: 'urgent' }, element('h2', {}, card.title))
  made.append(...card.phones.map((phone) => renderCall(phone, words)))
  if (card.lines.length > 0) made.append(element('ul', {}, ...renderLines(card.lines)))
  if (card.say.length > 0)
    made.append(element('p', { class: 'say' }, words.say), element('ul', {}, ...renderLines(card.say)))
  return made
}

function renderService(service: Block & { kind: 'service' }, words: PageLanguage['words']): HTMLElement {
  const made = element('div', { class: 'service' }, element('p', { class: 'name' }, element('bdi', {}, service.name)))
  for (const phone of service.phones) {
    const line = element('p', { class: 'numbers' }, renderCall(phone, words))
    if (phone.whatsapp) line.append(renderWhatsapp(phone, words))
    if (phone.hours) line.append(` (${phone.hours})`)
    made.append(line)
  }
  if (service.place) made.append(element('p', {}, renderPlace(service.place, words)))
  if (service.hours) made.append(element('p', {}, service.hours))
  if (service.note) made.append(element('p', {}, service.note))
  if (service.url) made.append(element('p', {}, renderLink(shortAddress(service.url), service.url)))
  return made
}

function renderWhatsapp(phone: Phone, words: PageLanguage['words']): HTMLElement {
  const link = renderLink(words.whatsapp, `https://wa.me/${phone.dial.replace(/\D/g, '')}`)
  link.append(hidden(` ${phone.display}`))
  return element('span', { class: 'whatsapp' }, link)
}

/** Opens in the map application that the telephone has, which is asked for the address near the city's centre. */
function renderPlace(place: Place, words: PageLanguage['words']): HTMLElement {
  const { address, city, latitude, longitude } = place
  const parts = [address, address?.includes(city) ? undefined : city].filter((part) => part !== undefined)
  // The address is in Latin letters, the city in those of the language: each keeps its own direction.
  const shown = parts.flatMap((part, at) => [at > 0 ? ' – ' : '', element('bdi', {}, part)])
  if (latitude === undefined || longitude === undefined) return element('span', {}, ...shown)
  const href = `geo:${latitude},${longitude}?q=${encodeURIComponent(parts.join(', '))}`
  return element('a', { href }, ...shown, hidden(` (${words.map})`))
}

function renderSource({ title, url, date }: (Block & { kind: 'sources' })['items'][number]): HTMLElement {
  return element('li', {}, url ? renderLink(title, url) : title, ` (${date})`)
}

function renderLines(lines: readonly Text[]): HTMLElement[] {
  return lines.map((line) => element('li', {}, ...renderText(line)))
}

function renderText(text: Text): (Node | string)[] {
  return text.flatMap((piece) => {
    if (typeof piece === 'string') return isolateCommand(piece)
    if (piece.kind === 'link') return renderLink(piece.title, piece.url)
    return element('a', { class: 'phone', dir: 'ltr', href: `tel:${piece.dial}` }, piece.display)
  })
}

/** In an Arabic line the stroke of `/forget` would stand behind the word. */
function isolateCommand(text: string): (HTMLElement | string)[] {
  return text.split(/(\/forget)/).map((part, at) => (at % 2 === 1 ? element('bdi', { dir: 'ltr' }, part) : part))
}

/** The content is ours, yet an address that is neither of the web nor a page of ours stays plain text. */
function renderLink(title: string, url: string): HTMLElement {
  if (!/^(https?:\/\/|\/[a-z])/.test(url)) return element('bdi', {}, title)
  return element('a', { href: url, target: '_blank', rel: 'noreferrer noopener' }, element('bdi', {}, title))
}

function shortAddress(url: string): string {
  return url.replace(/^https?:\/\/(www\.)?|\/$/g, '')
}
