/**
 * An update of the Bot API → what it means for us. The only door for Telegram's words: what is not named in the schema
 * is not read, and nothing of a person but what they wrote or tapped goes further.
 */
import * as z from 'zod'
import type { ReplyLanguage } from '../../languages.ts'
import type { IncomingMessage, MessageContent } from '../../message.ts'
import type { Keys } from '../channel.ts'

/** Kinds of update that Telegram is asked for. */
export const allowedUpdates = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const

const user = z.object({ id: z.number(), is_bot: z.boolean().optional(), language_code: z.string().optional() })
const chat = z.object({ id: z.number(), type: z.string() })
const message = z.looseObject({
  message_id: z.number().optional(),
  message_thread_id: z.number().optional(),
  chat,
  from: user.optional(),
  text: z.string().optional(),
  entities: z
    .array(z.object({ type: z.string(), offset: z.number(), length: z.number(), user: user.optional() }))
    .optional(),
  location: z.object({ latitude: z.number(), longitude: z.number() }).optional(),
  media_group_id: z.string().optional(),
  reply_to_message: z.object({ from: user.optional() }).optional(),
})
const update = z.object({
  update_id: z.int(),
  message: message.optional(),
  edited_message: message.optional(),
  callback_query: z
    .object({
      id: z.string(),
      from: user,
      data: z.string().optional(),
      message: z.object({ message_id: z.number().optional(), chat }).optional(),
    })
    .optional(),
  my_chat_member: z
    .object({
      chat,
      from: user,
      old_chat_member: z.object({ status: z.string() }),
      new_chat_member: z.object({ status: z.string() }),
    })
    .optional(),
})
type TelegramMessage = z.infer<typeof message>
export type TelegramUpdate = z.infer<typeof update>

export interface Bot {
  readonly id: number
  readonly username: string
}

export interface PrivateMessage {
  readonly kind: 'private'
  /** Raw id: only to answer, goes no further than this folder. */
  readonly chat: number
  readonly message: IncomingMessage
  readonly tapped?: { readonly query: string; readonly messageId?: number }
}

/** Somebody turns to us in a group, where everybody reads. */
export interface GroupMention {
  readonly kind: 'group'
  readonly chat: number
  readonly thread?: number
  readonly language: ReplyLanguage
}

/** @returns undefined where this is no update at all */
export function parseUpdate(given: unknown): TelegramUpdate | undefined {
  const parsed = update.safeParse(given)
  return parsed.success ? parsed.data : undefined
}

/**
 * @param bot who we are, as soon as Telegram has told
 * @returns undefined for what is none of our business
 */
export function readUpdate(
  given: TelegramUpdate,
  keys: Keys,
  bot: Bot | undefined,
): PrivateMessage | GroupMention | undefined {
  const { update_id, message: fresh, edited_message: edited, callback_query: tap, my_chat_member: member } = given
  const received = (chatId: number, content: MessageContent | undefined, update: string): PrivateMessage | undefined =>
    content && {
      kind: 'private',
      chat: chatId,
      message: {
        channel: 'telegram',
        chat: keys.chatKey('telegram', String(chatId)),
        update: keys.updateKey('telegram', update),
        content,
      },
    }

  if (fresh && isPrivate(fresh.chat)) {
    if (fresh.from?.is_bot) return undefined
    // The pictures of an album come as updates of their own; one answer is enough.
    const update = fresh.media_group_id === undefined ? String(update_id) : `album ${fresh.media_group_id}`
    return received(fresh.chat.id, contentOf(fresh), update)
  }
  // Only words are answered again: a live location is edited every few seconds.
  if (edited?.text !== undefined && isPrivate(edited.chat))
    return received(edited.chat.id, contentOfText(edited.text), String(update_id))
  if (tap?.data !== undefined) {
    const { id: query, from, data } = tap
    if (tap.message && !isPrivate(tap.message.chat)) return undefined
    const messageId = tap.message?.message_id
    const choice = received(tap.message?.chat.id ?? from.id, { kind: 'choice', id: data }, String(update_id))
    return choice && { ...choice, tapped: { query, ...(messageId !== undefined && { messageId }) } }
  }
  if (member && isGroup(member.chat) && !isIn(member.old_chat_member) && isIn(member.new_chat_member))
    return { kind: 'group', chat: member.chat.id, language: languageOf(member.from) }
  if (fresh && isGroup(fresh.chat) && bot && isForUs(fresh, bot)) {
    const { message_thread_id: thread } = fresh
    return {
      kind: 'group',
      chat: fresh.chat.id,
      ...(thread !== undefined && { thread }),
      language: languageOf(fresh.from),
    }
  }
  return undefined
}

const isPrivate = ({ type }: z.infer<typeof chat>) => type === 'private'
const isGroup = ({ type }: z.infer<typeof chat>) => type === 'group' || type === 'supergroup'
const isIn = ({ status }: { status: string }) => status === 'member' || status === 'administrator'

/** Fields of a message that we cannot read; the first one present counts, because a message may have several. */
const unreadable: readonly (readonly [field: string, media: 'voice' | 'picture' | 'other'])[] = [
  ...['voice', 'audio', 'video_note'].map((field) => [field, 'voice'] as const),
  ...['photo', 'document', 'video', 'animation', 'live_photo', 'paid_media'].map(
    (field) => [field, 'picture'] as const,
  ),
  ...['sticker', 'contact', 'poll', 'dice', 'game', 'story', 'checklist', 'rich_message'].map(
    (field) => [field, 'other'] as const,
  ),
]

/** @returns undefined for notices of Telegram itself, such as a pinned message */
function contentOf(given: TelegramMessage): MessageContent | undefined {
  if (given.text !== undefined) return contentOfText(given.text)
  if (given.location) return { kind: 'place', ...given.location }
  const media = unreadable.find(([field]) => given[field] !== undefined)?.[1]
  return media && { kind: 'unreadable', media }
}

/** Command → choice id; `start` is none of these. */
const commandChoices: ReadonlyMap<string, string> = new Map([
  ['help', 'menu'],
  ['language', 'languages'],
  ['city', 'cities'],
  ['privacy', 'privacy'],
  ['forget', 'forget'],
  ['human', 'human'],
])

/** In the order in which Telegram shows them. */
export const commandNames: readonly string[] = ['start', ...commandChoices.keys()]

/** A command with words behind it is read as text: `/help he hits me` must not be answered with a menu. */
function contentOfText(text: string): MessageContent {
  const [, name, rest = ''] = text.match(/^\/(\w+)(?:@\w+)?(?:\s+(\S.*))?\s*$/s) ?? []
  if (name === 'start' && /^[!-~]*$/.test(rest.trim()))
    return { kind: 'start', ...(/^[\w-]{1,64}$/.test(rest.trim()) && { referral: rest.trim() }) }
  const id = name !== undefined && rest === '' ? commandChoices.get(name) : undefined
  return id === undefined ? { kind: 'text', text } : { kind: 'choice', id }
}

function isForUs({ text = '', entities = [], reply_to_message: replied }: TelegramMessage, bot: Bot): boolean {
  const name = `@${bot.username}`.toLowerCase()
  return (
    replied?.from?.id === bot.id ||
    entities.some(({ type, offset, length, user: named }) => {
      const words = text.slice(offset, offset + length).toLowerCase()
      if (type === 'mention') return words === name
      return type === 'bot_command' ? words.endsWith(name) : named?.id === bot.id
    })
  )
}

/** Telegram's two-letter codes that we answer in; it has none for Darija. */
export const telegramLanguages = ['fr', 'ar', 'en', 'es', 'pt'] as const satisfies readonly ReplyLanguage[]

function languageOf(person: z.infer<typeof user> | undefined): ReplyLanguage {
  const code = person?.language_code?.slice(0, 2)
  return telegramLanguages.find((known) => known === code) ?? 'fr'
}
