/**
 * Reply → messages of the Cloud API: text, and choices as buttons or as a list. Pure; knows nothing of chats and sends
 * nothing. Limits after "Interactive reply buttons" and "Interactive list messages", as of May 2026:
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-reply-buttons-messages
 *
 *   up to 3 choices ──► buttons      up to 10 ──► a list      more ──► another message for the rest
 */
import type { Choice, Reply } from '../../message.ts'
import type { ChannelWords } from '../channel.ts'
import type { Paragraph } from '../packing.ts'
import { longestText, mostMessages, whatsappParagraphs, writeMessage, writeMessages } from './render.ts'

const mostButtons = 3
const longestButton = 20
const mostRows = 10
const longestRow = 24
const longestDescription = 72
/** Of a message with buttons. Some pages of Meta's allow a list 4,096, others 1,024: the smaller one is always taken. */
const longestBody = 1024

export interface CloudMessage {
  /** What is sent, but for to whom. */
  readonly body: TextMessage | InteractiveMessage
  /** The same with numbered choices, for when Meta does not take the buttons. */
  readonly plain: TextMessage
}

export interface TextMessage {
  readonly type: 'text'
  readonly text: { readonly body: string; readonly preview_url: false }
}

export interface InteractiveMessage {
  readonly type: 'interactive'
  readonly interactive: { readonly body: { readonly text: string } } & (
    | { readonly type: 'button'; readonly action: { readonly buttons: readonly Button[] } }
    | { readonly type: 'list'; readonly action: { readonly button: string; readonly sections: readonly Section[] } }
  )
}

interface Button {
  readonly type: 'reply'
  readonly reply: { readonly id: string; readonly title: string }
}

interface Section {
  readonly title?: string
  readonly rows: readonly { readonly id: string; readonly title: string; readonly description?: string }[]
}

/** A choice with the number under which it may also be typed. */
interface Numbered extends Choice {
  readonly number: number
}

/** @returns in the order to send; empty for a reply that says and offers nothing */
export function renderCloud(reply: Reply, words: ChannelWords): CloudMessage[] {
  const say = (key: string) => words(reply.language, key)
  const paragraphs = whatsappParagraphs(reply, words)
  const [first, ...others] = groupChoices(reply.choices)
  if (!first) return textsOf(paragraphs)
  // In an emergency the numbers must not depend on buttons that an old telephone may not show.
  const { head, tail } = reply.urgent ? { head: paragraphs, tail: [] } : splitTail(paragraphs)
  const ask = (group: readonly Numbered[], body: string) => askMessage(group, body, say)
  return [
    ...textsOf(head),
    ask(first, tail.length > 0 ? writeMessage(tail) : say(reply.urgent ? 'whatsapp.more' : 'whatsapp.next')),
    ...others.map((group) => ask(group, say(group.every(({ quiet }) => quiet) ? 'whatsapp.useful' : 'whatsapp.more'))),
  ]
}

function textsOf(paragraphs: readonly Paragraph[]): CloudMessage[] {
  return writeMessages(paragraphs, longestText, mostMessages).map((text) => {
    const plain = textMessage(text)
    return { body: plain, plain }
  })
}

function textMessage(body: string): TextMessage {
  return { type: 'text', text: { body, preview_url: false } }
}

/** The last paragraphs that fit over buttons; all of them where they fit. */
function splitTail(paragraphs: readonly Paragraph[]): { head: readonly Paragraph[]; tail: readonly Paragraph[] } {
  let from = paragraphs.length
  while (from > 0 && writeMessage(paragraphs.slice(from - 1)).length <= longestBody) from -= 1
  return { head: paragraphs.slice(0, from), tail: paragraphs.slice(from) }
}

/** Each for one message. Where not all fit into one, the quiet ones come last and alone. */
function groupChoices(choices: readonly Choice[]): Numbered[][] {
  const numbered = choices
    .map((choice, at) => ({ ...choice, number: at + 1 }))
    .filter((choice, at) => choices.findIndex(({ id }) => id === choice.id) === at)
  const loud = numbered.filter(({ quiet }) => !quiet)
  const quiet = numbered.filter((choice) => choice.quiet)
  if (numbered.length <= mostRows) return [[...loud, ...quiet]].filter((group) => group.length > 0)
  return [loud, quiet].flatMap((all) =>
    Array.from({ length: Math.ceil(all.length / mostRows) }, (_, at) => all.slice(at * mostRows, (at + 1) * mostRows)),
  )
}

function askMessage(group: readonly Numbered[], body: string, say: (key: string) => string): CloudMessage {
  const isShort = group.length <= mostButtons && group.every(({ label }) => label.length <= longestButton)
  const numbers = group.map(({ number, label }) => `${number}. ${label}`).join('\n')
  return {
    body: {
      type: 'interactive',
      interactive: {
        body: { text: body },
        ...(isShort
          ? { type: 'button', action: { buttons: group.map(buttonOf) } }
          : { type: 'list', action: { button: say('whatsapp.choose'), sections: sectionsOf(group, say) } }),
      },
    },
    plain: textMessage(`${body}\n\n${numbers}`),
  }
}

function buttonOf({ id, label }: Choice): Button {
  return { type: 'reply', reply: { id, title: label } }
}

/** Several sections need titles, one needs none. */
function sectionsOf(group: readonly Choice[], say: (key: string) => string): Section[] {
  const rows = (quiet: boolean) => group.filter((choice) => (choice.quiet ?? false) === quiet).map(rowOf)
  const sections = [
    { title: say('whatsapp.next'), rows: rows(false) },
    { title: say('whatsapp.useful'), rows: rows(true) },
  ].filter((section) => section.rows.length > 0)
  return sections.length > 1 ? sections : sections.map((section) => ({ rows: section.rows }))
}

/** A label that is too long for the title stands whole below it. */
function rowOf({ id, label }: Choice): Section['rows'][number] {
  const title = cut(label, longestRow)
  return { id, title, ...(title !== label && { description: cut(label, longestDescription) }) }
}

/** After a word where there is one, never inside a character. */
function cut(text: string, limit: number): string {
  if (text.length <= limit) return text
  const head = text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '')
  const word = head.replace(/\s+\S*$/u, '')
  return `${(word.length > limit / 2 ? word : head).trimEnd()}…`
}
