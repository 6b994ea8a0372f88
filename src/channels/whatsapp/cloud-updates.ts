/**
 * What Meta brings to the webhook → messages of people and failures of ours. The only door for Meta's words: what is not
 * named in the schema is not read, and nothing of a person but what they wrote or tapped goes further. After "Webhooks"
 * of the WhatsApp Business Platform, as of May 2026:
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview
 */
import * as z from 'zod'
import type { IncomingMessage, MessageContent } from '../../message.ts'
import type { Keys } from '../channel.ts'
import { readReferral } from './referral.ts'

const reply = z.object({ id: z.string().min(1).max(256) })
const message = z.object({
  id: z.string().min(1),
  /** Digits of a phone number; absent for who has taken a username. */
  from: z.string().min(1).optional(),
  /** `MA.13491208655302741918`: the same person for this organisation, whatever else they show. */
  from_user_id: z.string().min(1).optional(),
  /** Seconds since 1970. */
  timestamp: z.string().regex(/^\d{1,12}$/),
  type: z.string(),
  group_id: z.string().optional(),
  text: z.object({ body: z.string() }).optional(),
  button: z.object({ text: z.string() }).optional(),
  interactive: z.object({ button_reply: reply.optional(), list_reply: reply.optional() }).optional(),
  location: z.object({ latitude: z.number(), longitude: z.number() }).optional(),
  unsupported: z.object({ type: z.string().optional() }).optional(),
})
const status = z.object({
  status: z.string(),
  biz_opaque_callback_data: z.string().optional(),
  errors: z.array(z.object({ code: z.int() })).optional(),
})
const value = z.object({
  metadata: z.object({ phone_number_id: z.string() }),
  // Each is judged alone: one of a form that we do not know must not take its neighbours along.
  messages: z.array(z.unknown()).optional(),
  statuses: z.array(z.unknown()).optional(),
})
const update = z.object({
  object: z.literal('whatsapp_business_account'),
  entry: z.array(z.object({ changes: z.array(z.object({ field: z.string(), value: z.unknown() })) })),
})
type CloudMessage = z.infer<typeof message>

/** Where an answer goes: to the number where there is one, because Meta keeps showing numbers that are written to. */
export type Recipient = { readonly to: string } | { readonly recipient: string }

export interface Received {
  /** Raw id: only to answer, goes no further than this folder. */
  readonly recipient: Recipient
  /** Of Meta, to mark the message as read. */
  readonly messageId: string
  readonly message: IncomingMessage
}

export interface CloudUpdate {
  /** In the order in which they stand in the body. */
  readonly received: readonly Received[]
  /** Of messages that Meta had taken from us and could not bring: what the failure is called, which part of the reply. */
  readonly failures: readonly { readonly code: number; readonly part?: string }[]
  /** Messages of a form that we do not know. */
  readonly unknown: number
}

export interface ReadOptions {
  readonly keys: Keys
  /** A webhook belongs to an app, which may have several numbers. */
  readonly phoneNumberId: string
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Nobody may be written to later than this after their last message. */
const windowMillis = 24 * 3_600_000

/** @returns undefined where this is no update at all */
export function readCloudUpdate(given: unknown, { keys, phoneNumberId, now }: ReadOptions): CloudUpdate | undefined {
  const parsed = update.safeParse(given)
  if (!parsed.success) return undefined
  const received: Received[] = []
  const failures: { code: number; part?: string }[] = []
  let unknown = 0
  for (const change of parsed.data.entry.flatMap(({ changes }) => changes)) {
    if (change.field !== 'messages') continue
    const values = value.safeParse(change.value)
    if (!values.success) unknown += 1
    if (values.data?.metadata.phone_number_id !== phoneNumberId) continue
    for (const one of values.data.messages ?? []) {
      const known = message.safeParse(one)
      const read = known.success ? receivedOf(known.data, keys, now) : undefined
      if (read) received.push(read)
      if (!known.success) unknown += 1
    }
    for (const one of values.data.statuses ?? []) failures.push(...failuresOf(one))
  }
  return { received, failures, unknown }
}

/** @returns undefined for what asks for no answer, or may not be answered any more */
function receivedOf(given: CloudMessage, keys: Keys, now: number): Received | undefined {
  const content = contentOf(given)
  const person = given.from_user_id ?? given.from
  if (!content || !person || given.group_id !== undefined) return undefined
  if (now - Number(given.timestamp) * 1000 > windowMillis) return undefined
  return {
    recipient: given.from === undefined ? { recipient: person } : { to: given.from },
    messageId: given.id,
    message: {
      channel: 'whatsapp',
      chat: keys.chatKey('whatsapp', person),
      update: keys.updateKey('whatsapp', given.id),
      content,
    },
  }
}

/** Kinds of message that we cannot read. */
const unreadable: ReadonlyMap<string, 'voice' | 'picture' | 'other'> = new Map([
  ['audio', 'voice'],
  ...['image', 'video', 'document'].map((type) => [type, 'picture'] as const),
  ...['sticker', 'contacts', 'order'].map((type) => [type, 'other'] as const),
])

/** What a person did to an older message comes as "unsupported" too, and is no question. */
const silentUnsupported = ['edit', 'revoke', 'pin', 'poll_update']

/** @returns undefined for reactions, notices of Meta itself and kinds that came later than this file */
function contentOf(given: CloudMessage): MessageContent | undefined {
  const { type, text, button, interactive, location, unsupported } = given
  if (type === 'text' && text) return contentOfText(text.body)
  // A button of a template that somebody sent by hand: its label is what the person says.
  if (type === 'button' && button) return { kind: 'text', text: button.text }
  if (type === 'location' && location) return { kind: 'place', ...location }
  if (type === 'request_welcome') return { kind: 'start' }
  if (type === 'interactive') {
    const id = (interactive?.button_reply ?? interactive?.list_reply)?.id
    return id === undefined ? { kind: 'unreadable', media: 'other' } : { kind: 'choice', id }
  }
  if (type === 'unsupported')
    return silentUnsupported.includes(unsupported?.type ?? '') ? undefined : { kind: 'unreadable', media: 'other' }
  const media = unreadable.get(type)
  return media && { kind: 'unreadable', media }
}

function contentOfText(text: string): MessageContent {
  const referral = readReferral(text)
  return referral === undefined ? { kind: 'text', text } : { kind: 'start', referral }
}

function failuresOf(given: unknown): { code: number; part?: string }[] {
  const { data } = status.safeParse(given)
  if (data?.status !== 'failed') return []
  const part = data.biz_opaque_callback_data
  // Only what we ourselves have written there: it goes to the log.
  const known = part !== undefined && /^\d+\/\d+$/.test(part) ? { part } : {}
  return (data.errors ?? []).map(({ code }) => ({ code, ...known }))
}
