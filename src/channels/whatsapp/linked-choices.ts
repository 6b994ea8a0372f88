/**
 * Choices where there are no buttons: a numbered list at the end of a reply. A number alone is understood by the
 * conversation, which remembers what it offered last; here a list that the person has tapped to reply to, be it an
 * older one, and the words of a choice are turned into the choice.
 */
import type { ChatKey, Choice, MessageContent, Reply } from '../../message.ts'
import { type ChannelWords, numberedChoices } from '../channel.ts'
import { longestText, renderWhatsApp } from './render.ts'

/** @returns texts in the order to send, the last of them with the choices */
export function renderNumbered(reply: Reply, words: ChannelWords): readonly string[] {
  const texts = renderWhatsApp(reply, words)
  if (reply.choices.length === 0) return texts
  const list = `${words(reply.language, 'whatsapp.byNumber')}\n${numberedChoices(reply.choices)}`
  const last = texts.at(-1)
  if (last === undefined) return [list]
  const both = `${last}\n\n${list}`
  return both.length <= longestText ? [...texts.slice(0, -1), both] : [...texts, list]
}

export interface Offers {
  remember(chat: ChatKey, choices: readonly Choice[]): void
  /** Reads a text as a choice where it means one. */
  read(chat: ChatKey, content: MessageContent, quoted: string | undefined): MessageContent
  forget(chat: ChatKey): void
}

/** Chats whose choices are remembered; lost at a restart, when labels are read as questions and numbers still work. */
const mostChats = 2000
/** Lists of a chat: a person scrolls back a little. */
const mostLists = 5

export function createOffers(): Offers {
  /** The chat that wrote last stands last. */
  const offered = new Map<ChatKey, readonly (readonly Choice[])[]>()

  const idOf = (chat: ChatKey, label: string): string | undefined =>
    offered
      .get(chat)
      ?.flat()
      .findLast((choice) => plain(choice.label) === plain(label))?.id

  return {
    remember(chat, choices) {
      const lists = offered.get(chat) ?? []
      offered.delete(chat)
      offered.set(chat, [...lists, choices].slice(-mostLists))
      const [oldest] = offered.keys()
      if (offered.size > mostChats && oldest !== undefined) offered.delete(oldest)
    },
    read(chat, content, quoted) {
      if (content.kind !== 'text') return content
      const label = quoted === undefined ? undefined : labelIn(quoted, content.text)
      const id = idOf(chat, label ?? content.text)
      if (id !== undefined) return { kind: 'choice', id }
      return label === undefined ? content : { kind: 'text', text: label }
    },
    forget: (chat) => void offered.delete(chat),
  }
}

/** @returns the label that stands behind the number in our list */
function labelIn(list: string, said: string): string | undefined {
  const number = Number(latinDigits(said).match(/^\D{0,2}(\d{1,2})\D{0,2}$/)?.[1])
  const line = list.split('\n').findLast((one) => one.replace(directionMarks, '').startsWith(`${number}. `))
  return line?.replace(directionMarks, '').slice(`${number}. `.length)
}

const directionMarks = /[\u200e\u200f\u2066-\u2069]/g

/** Digits as Arabic and Persian keyboards write them. */
function latinDigits(text: string): string {
  return text.replace(/[٠-٩۰-۹]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf))
}

/** Without signs such as 👍 and marks, which nobody types. */
function plain(label: string): string {
  return label
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
