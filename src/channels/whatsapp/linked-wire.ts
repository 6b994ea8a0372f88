/**
 * What the service and the child that holds the browser say to each other. Both sides parse what they get: the child
 * runs a library and a web page made by others. Text of persons passes here in memory and stands nowhere else.
 */
import * as z from 'zod'

/** How long a chat id, a message or a list may be before it is nobody's message any more. */
const id = z.string().min(1).max(200)
const text = z.string().max(70_000)

/** Service → child. */
export const order = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('open'),
    /** Of the session, mode 700. */
    folder: z.string(),
    chromium: z.string(),
    /** A file with WhatsApp Web's page, in place of the current one. */
    page: z.string().optional(),
    /** Asks for a pairing code instead of a QR code: the number of the spare phone, digits only. */
    phone: z.string().optional(),
    /** How long typing is shown before a message, at the most. */
    typingMillis: z.number(),
  }),
  z.strictObject({ kind: z.literal('send'), send: z.number(), chat: id, text, urgent: z.boolean() }),
  z.strictObject({ kind: z.literal('typing'), chat: id }),
  z.strictObject({ kind: z.literal('refuse call'), call: id, chat: id }),
  /** Brings what is unread or younger than an hour once more. */
  z.strictObject({ kind: z.literal('look') }),
  z.strictObject({ kind: z.literal('pair'), phone: z.string().regex(/^\d{8,15}$/) }),
  z.strictObject({ kind: z.literal('ping') }),
  z.strictObject({ kind: z.literal('close') }),
])
export type Order = z.infer<typeof order>

/** One message as WhatsApp Web holds it, without the name and the picture of who wrote it. */
export const heardMessage = z.strictObject({
  id,
  /** `…@c.us` and `…@lid` are persons, `…@g.us` groups, `…@broadcast` and `…@newsletter` lists. */
  chat: id,
  type: z.string().max(60),
  text: text.optional(),
  /** Seconds since 1970, when it was written. */
  seconds: z.number(),
  place: z.strictObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) }).optional(),
  /** Id and text of our message that this one quotes. */
  quoted: z.strictObject({ id: id.optional(), text: text.optional() }).optional(),
  /** In a group: the message names us or quotes us. */
  forUs: z.boolean().optional(),
  /** When the text was changed after it was sent, in milliseconds. */
  edited: z.number().optional(),
  /** Pictures sent at once share it. */
  album: id.optional(),
})
export type HeardMessage = z.infer<typeof heardMessage>

/** Child → service. */
export const report = z.discriminatedUnion('kind', [
  /** The browser has started; its process leads a group of its own. */
  z.strictObject({ kind: z.literal('browser'), pid: z.int() }),
  z.strictObject({ kind: z.literal('qr'), text: z.string().max(2000) }),
  z.strictObject({ kind: z.literal('code'), code: z.string().max(20) }),
  /** A code was taken by the phone; messages come as soon as `ready` does. */
  z.strictObject({ kind: z.literal('linked') }),
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('state'), connected: z.boolean() }),
  z.strictObject({ kind: z.literal('logged out') }),
  z.strictObject({ kind: z.literal('message'), message: heardMessage }),
  z.strictObject({ kind: z.literal('call'), call: id, chat: id }),
  /** From here on nobody but WhatsApp knows whether the text was taken. */
  z.strictObject({ kind: z.literal('sending'), send: z.number() }),
  z.strictObject({ kind: z.literal('sent'), send: z.number() }),
  z.strictObject({ kind: z.literal('unsent'), send: z.number() }),
  z.strictObject({ kind: z.literal('alive') }),
  /** Why the child ends by itself: errors quote addresses and messages, so that no more than this is told. */
  z.strictObject({ kind: z.literal('trouble'), with: z.enum(['start', 'session', 'browser', 'page', 'library']) }),
])
export type Report = z.infer<typeof report>
export type Trouble = Extract<Report, { kind: 'trouble' }>['with']
