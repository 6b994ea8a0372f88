/** The web chat's HTTP API: one request a message, the reply in the response. Knows HTTP only through its shapes. */
import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { type ReplyLanguage, replyLanguages } from '../languages.ts'
import {
  type Handle,
  type Health,
  type IncomingMessage,
  longestMessage,
  type MessageContent,
  type Reply,
  type Said,
  situations,
} from '../message.ts'
import type { Channel, Keys } from './channel.ts'

/** What a page or a program sends. Unknown fields are refused. */
export const chatRequest = z
  .strictObject({
    chat: z
      .string()
      .regex(/^[\w-]{16,64}$/, 'is not a chat token; leave it out to begin a new chat')
      .optional()
      .describe('Token of the chat, from the first response. Left out: a new chat begins.'),
    text: z.string().max(20_000).optional().describe(`The message. Read up to ${longestMessage} characters.`),
    button: z
      .string()
      .min(1)
      .max(64)
      .optional()
      .describe('Id of a choice of the last reply, such as "topic:health.care".'),
    place: z
      .strictObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })
      .optional()
      .describe('Position in degrees; used once to find the nearest city, not kept.'),
    referral: z
      .string()
      .regex(/^[\w-]{1,64}$/, 'is not the word of a link')
      .optional()
      .describe("Begins the talk where an organisation's link says; any other word begins a normal one."),
    lang: z.enum(replyLanguages).optional().describe('Fixes the language of the replies.'),
    city: z.string().max(60).optional().describe('A city id or name, such as "tanger".'),
    status: z.enum(situations).optional().describe('Legal situation of the person.'),
  })
  .refine(
    ({ text, button, place, referral }) =>
      [text, button, place, referral].filter((given) => given !== undefined).length === 1,
    { message: 'send exactly one of text, button, place, referral' },
  )
export type ChatRequest = z.infer<typeof chatRequest>

export interface ChatResponse {
  readonly chat: string
  readonly lang: ReplyLanguage
  readonly intent: string | null
  readonly decision: 'answer' | 'clarify' | 'unknown' | null
  readonly confidence: number | null
  readonly urgent: string | null
  readonly also: readonly string[]
  readonly alternatives: readonly { readonly intent: string; readonly confidence: number }[]
  /** What the text said beside its question; not kept. */
  readonly entities: Said
  readonly reply: Reply
}

export interface WebChannel extends Channel {
  /** @returns undefined where the chat is over its limit and has been told so */
  chat(request: ChatRequest): Promise<ChatResponse | undefined>
}

/** @param keys makes chat keys; the token itself is never stored */
export function createWebChannel(keys: Keys): WebChannel {
  let handle: Handle | undefined
  const inHand = new Set<Promise<void>>()
  return {
    async start(given) {
      handle = given
    },
    async stop() {
      handle = undefined
      await Promise.all(inHand)
    },
    health: (): Health => ({ ok: handle !== undefined, says: 'The web chat is open.' }),
    async chat(request) {
      if (!handle) return undefined
      const chat = request.chat ?? randomBytes(16).toString('base64url')
      let reply: Reply | undefined
      const work = handle(messageOf(request, chat, keys), async (given) => {
        reply = given
      })
      inHand.add(work)
      await work.finally(() => inHand.delete(work))
      if (!reply) return undefined
      return respond(chat, reply)
    },
  }
}

function messageOf(request: ChatRequest, chat: string, keys: Keys): IncomingMessage {
  const { lang, city, status } = request
  return {
    channel: 'web',
    chat: keys.chatKey('web', chat),
    update: keys.updateKey('web', randomBytes(16).toString('base64url')),
    content: contentOf(request),
    ...((lang ?? city ?? status) && {
      known: { ...(lang && { language: lang }), ...(city && { city }), ...(status && { situation: status }) },
    }),
  }
}

function contentOf({ text, button, place, referral }: ChatRequest): MessageContent {
  if (referral !== undefined) return { kind: 'start', referral }
  if (button !== undefined) return { kind: 'choice', id: button }
  if (place) return { kind: 'place', ...place }
  return { kind: 'text', text: text ?? '' }
}

function respond(chat: string, reply: Reply): ChatResponse {
  const { understood, ...shown } = reply
  return {
    chat,
    lang: reply.language,
    intent: understood?.intent ?? null,
    decision: understood?.decision ?? null,
    confidence: understood ? Math.round(understood.confidence * 1000) / 1000 : null,
    urgent: understood?.urgent ?? null,
    also: understood?.also ?? [],
    alternatives: understood?.alternatives ?? [],
    entities: understood?.entities ?? {},
    reply: shown,
  }
}
