/** A message as the child tells it → what it means for us. Ids of WhatsApp become keys here and go no further. */
import { type IncomingMessage, longestMessage, type MessageContent } from '../../message.ts'
import type { Keys } from '../channel.ts'
import type { HeardMessage } from './linked-wire.ts'
import { readReferral } from './referral.ts'

export interface PrivateMessage {
  readonly kind: 'private'
  /** Raw id: only to answer, goes no further than this folder. */
  readonly chat: string
  readonly message: IncomingMessage
  /** Text of our message that the person has tapped to reply to. */
  readonly quoted?: string
}

/** Somebody turns to us in a group, where everybody reads. */
export interface GroupMention {
  readonly kind: 'group'
  readonly chat: string
}

/** Kinds of message that we cannot read, as WhatsApp Web names them; a kind that is not here is none of our business. */
const unreadable: ReadonlyMap<string, 'voice' | 'picture' | 'other'> = new Map([
  ...['ptt', 'audio', 'ptv'].map((type) => [type, 'voice'] as const),
  ...['image', 'video', 'document', 'album', 'interactive'].map((type) => [type, 'picture'] as const),
  ...['sticker', 'vcard', 'multi_vcard', 'poll_creation', 'event_creation', 'groups_v4_invite', 'order'].map(
    (type) => [type, 'other'] as const,
  ),
  ...['payment', 'product', 'ciphertext', 'unknown'].map((type) => [type, 'other'] as const),
])

/** WhatsApp's own account, which sends notices. */
const whatsappItself = '0@c.us'

/** @returns undefined for what is none of our business: lists, status, notices */
export function readHeard(heard: HeardMessage, keys: Keys): PrivateMessage | GroupMention | undefined {
  const { chat, id, album, edited, quoted } = heard
  if (chat.endsWith('@g.us')) return heard.forUs ? { kind: 'group', chat } : undefined
  if (!isPerson(chat)) return undefined
  const content = contentOf(heard)
  if (!content) return undefined
  // The pictures of an album come as messages of their own; one answer is enough.
  const update = album === undefined ? `${chat} ${id}${edited === undefined ? '' : ` ${edited}`}` : `${chat} ${album}`
  return {
    kind: 'private',
    chat,
    message: {
      channel: 'whatsapp',
      chat: keys.chatKey('whatsapp', chat),
      update: keys.updateKey('whatsapp', update),
      content,
    },
    ...(quoted?.text !== undefined && { quoted: quoted.text }),
  }
}

/** A call cannot be answered; what is said to a voice message holds for it. */
export function readCall(chat: string, call: string, keys: Keys): PrivateMessage | undefined {
  return isPerson(chat) ? (readHeard({ id: call, chat, type: 'ptt', seconds: 0 }, keys) as PrivateMessage) : undefined // of a person it is private
}

function isPerson(chat: string): boolean {
  return /@(c\.us|lid)$/.test(chat) && chat !== whatsappItself
}

function contentOf({ type, text, place }: HeardMessage): MessageContent | undefined {
  if (text !== undefined && text.trim() !== '') {
    const referral = readReferral(text)
    return referral === undefined ? { kind: 'text', text } : { kind: 'start', referral }
  }
  if (type === 'location' && place) return { kind: 'place', ...place }
  const media = unreadable.get(type)
  return media && { kind: 'unreadable', media }
}

/**
 * Messages of one chat that came while nobody was there → one message, so that they get one apology. The newest gives
 * its key: when it was answered in its time, all of them were seen.
 */
export function joinLate(messages: readonly IncomingMessage[]): IncomingMessage | undefined {
  const last = messages.at(-1)
  if (!last) return undefined
  const texts = messages.flatMap(({ content }) => (content.kind === 'text' ? [content.text] : []))
  if (texts.length === 0) return { ...last, late: true }
  const text = texts.join('\n').slice(-longestMessage)
  return { ...last, late: true, content: { kind: 'text', text } }
}
