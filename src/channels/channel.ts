/** What every channel is and shares: keyed hashes of ids, text in plain form, numbered choices. */
import { createHmac } from 'node:crypto'
import type { ReplyLanguage } from '../languages.ts'
import type { Block, ChannelName, ChatKey, Choice, Handle, Health, Phone, Text } from '../message.ts'

export interface Channel {
  /** Resolves when messages can come in. */
  start(handle: Handle): Promise<void>
  /** Takes no more messages; resolves when those in hand are answered. */
  stop(): Promise<void>
  health(): Health
}

/** Where a platform brings what people write, for the server to register. */
export interface Webhook {
  readonly path: string
  /**
   * Resolves as soon as the platform may forget what it has brought.
   * @param body bytes as received; not looked at unless the headers prove who sends them
   * @param header its value by its name in small letters, where it was sent once
   */
  accept(body: unknown, header: Header): Promise<WebhookOutcome>
  /** Answers a platform that asks whether we expect it. @returns what to say, undefined for a stranger */
  confirm?(query: unknown): string | undefined
}
export type Header = (name: string) => string | undefined
/** `later`: we cannot vouch for it yet, and the platform is to bring it again. */
export type WebhookOutcome = 'accepted' | 'refused' | 'malformed' | 'later'

/** The assistant's own words, handed to a channel by `main`. */
export type ChannelWords = (
  language: ReplyLanguage,
  key: string,
  values?: Readonly<Record<string, string | number>>,
) => string

/** An outage of this length may pass before a reply is given up; by then the person has asked again or gone elsewhere. */
export const giveUpMillis = 300_000

export interface Keys {
  /** Raw chat id → key; the raw id goes no further than the channel that calls this. */
  chatKey(channel: ChannelName, chat: string): ChatKey
  updateKey(channel: ChannelName, update: string): string
}

/** HMAC-SHA-256 under a secret that is kept outside the database: without it a key says nothing of a chat. */
export function createKeys(secret: string): Keys {
  const hash = (kind: string, channel: string, id: string) =>
    createHmac('sha256', secret).update(`${kind}\0${channel}\0${id}`).digest('base64url')
  return {
    chatKey: (channel, chat) => hash('chat', channel, chat) as ChatKey, // the only place that makes the brand
    updateKey: (channel, update) => hash('update', channel, update).slice(0, 27),
  }
}

/** A text as one string, phones as people read them and links as their address. */
export function plainText(text: Text): string {
  return text
    .map((piece) => (typeof piece === 'string' ? piece : piece.kind === 'phone' ? plainPhone(piece) : piece.url))
    .join('')
}

/** `06 66 04 56 06 (WhatsApp)` */
export function plainPhone(phone: Phone): string {
  return phone.whatsapp ? `${phone.display} (WhatsApp)` : phone.display
}

/** `https://wa.me/212666045606` */
export function whatsappLink(phone: Phone): string {
  return `https://wa.me/${phone.dial.replace(/\D/g, '')}`
}

/** `1. Label` a line, for a channel without buttons. */
export function numberedChoices(choices: readonly Choice[]): string {
  return choices.map((choice, at) => `${at + 1}. ${choice.label}`).join('\n')
}

/**
 * Blocks as plain paragraphs: the command line, and the base of channels without marks of their own.
 * @param sayOnThePhone heading of what to say, in the person's language
 */
export function plainBlock(block: Block, sayOnThePhone = ''): string {
  switch (block.kind) {
    case 'urgent':
      return [
        block.title.toUpperCase(),
        block.phones.map(plainPhone).join('   '),
        ...block.lines.map((line) => `• ${plainText(line)}`),
        block.say.length > 0 ? sayOnThePhone : '',
        ...block.say.map((line) => `– ${plainText(line)}`),
      ]
        .filter((line) => line !== '')
        .join('\n')
    case 'heading':
      return block.text
    case 'paragraph':
    case 'note':
      return plainText(block.text)
    case 'steps':
      return block.steps.map((step, at) => `${at + 1}. ${plainText(step)}`).join('\n')
    case 'items':
      return block.items.map((item) => `• ${plainText(item)}`).join('\n')
    case 'service':
      return [
        block.name,
        ...block.phones.map((phone) => `  ${plainPhone(phone)}${phone.hours ? ` (${phone.hours})` : ''}`),
        ...(block.place ? [`  ${block.place.address ?? block.place.city}`] : []),
        ...(block.hours ? [`  ${block.hours}`] : []),
        ...(block.note ? [`  ${block.note}`] : []),
        ...(block.url ? [`  ${block.url}`] : []),
      ].join('\n')
    case 'sources':
      return block.items.map((item) => `• ${item.title} (${item.date})${item.url ? `\n  ${item.url}` : ''}`).join('\n')
  }
}
