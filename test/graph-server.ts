/**
 * A local Graph API for tests: the part of Meta's WhatsApp Cloud API that the assistant uses, written from Meta's
 * documentation as it stood between May and November 2026 (developers.facebook.com/documentation/business-messaging/
 * whatsapp: messages/text-messages, messages/interactive-reply-buttons-messages, messages/interactive-list-messages,
 * typing-indicators, webhooks/overview, webhooks/create-webhook-endpoint, webhooks/reference/messages/*,
 * business-scoped-user-ids, throughput, support/error-codes). It refuses what Meta says that it refuses, plays people who
 * write, tap and read, signs what it brings to the webhook, and fails on demand.
 *
 *   assistant ──► graph: schema, token, 24-hour window, faults ──► people read
 *       ▲            │ signed updates; what got no 200 is kept and can be brought again
 *       └────────────┘
 *
 * Read from stored copies of these pages, where they were short through those of Meta's partners. Not verified against
 * Meta itself: whether a list may have a body of 4,096 characters (sources differ; here 1,024 as for buttons), the exact
 * sentences of errors (nobody may rely on them), which of 100, 131008 and 131009 a wrong field gets, whether lengths are
 * counted in characters or in UTF-16 units (here: the latter, the stricter of both), whether 131047 comes at once or as a
 * failed status (here: at once), how long Meta waits for a 200 and when it gives up bringing an update, whether two
 * messages taken one after the other are shown in that order, and how WhatsApp shows any of it on a telephone.
 *
 * Whole in one file, because people, schema, faults and webhook share what was written and read so far.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import * as z from 'zod'

export const cloudSettings = {
  WHATSAPP: 'cloud',
  WHATSAPP_PHONE_NUMBER_ID: '106540352242922',
  WHATSAPP_ACCESS_TOKEN: 'EAA-token-that-nobody-may-read',
  WHATSAPP_APP_SECRET: '0123456789abcdef0123456789abcdef',
  WHATSAPP_VERIFY_TOKEN: 'a-verify-token-for-tests',
  WHATSAPP_API_VERSION: 'v25.0',
} as const

const reply = z.strictObject({ id: z.string().min(1).max(256), title: z.string().min(1).max(20) })
const row = z.strictObject({
  id: z.string().min(1).max(200),
  title: z.string().min(1).max(24),
  description: z.string().min(1).max(72).optional(),
})
const section = z.strictObject({ title: z.string().min(1).max(24).optional(), rows: z.array(row).min(1).max(10) })
const body = z.strictObject({ text: z.string().min(1).max(1024) })
const interactive = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('button'),
    body,
    action: z.strictObject({
      buttons: z
        .array(z.strictObject({ type: z.literal('reply'), reply }))
        .min(1)
        .max(3)
        .refine((all) => areUnique(all.map((one) => one.reply.id)), 'ids must be unique')
        .refine((all) => areUnique(all.map((one) => one.reply.title)), 'titles must be unique'),
    }),
  }),
  z.strictObject({
    type: z.literal('list'),
    body,
    action: z.strictObject({
      button: z.string().min(1).max(20),
      sections: z
        .array(section)
        .min(1)
        .max(10)
        .refine((all) => all.flatMap(({ rows }) => rows).length <= 10, 'at most 10 rows in all sections')
        .refine((all) => all.length === 1 || all.every(({ title }) => title), 'several sections need titles')
        .refine((all) => areUnique(all.flatMap(({ rows }) => rows.map(({ id }) => id))), 'ids must be unique'),
    }),
  }),
])
const common = {
  messaging_product: z.literal('whatsapp'),
  recipient_type: z.literal('individual').optional(),
  to: z
    .string()
    .regex(/^\+?\d{5,15}$/)
    .optional(),
  recipient: z
    .string()
    .regex(/^[A-Z]{2}\.\w{1,128}$/)
    .optional(),
  biz_opaque_callback_data: z.string().max(512).optional(),
}
const textMessage = z.strictObject({
  ...common,
  type: z.literal('text'),
  text: z.strictObject({ body: z.string().min(1).max(4096), preview_url: z.boolean().optional() }),
})
const interactiveMessage = z.strictObject({ ...common, type: z.literal('interactive'), interactive })
const readReceipt = z.strictObject({
  messaging_product: z.literal('whatsapp'),
  status: z.literal('read'),
  message_id: z.string().min(1),
  typing_indicator: z.strictObject({ type: z.literal('text') }).optional(),
})
const sent = z.discriminatedUnion('type', [textMessage, interactiveMessage])
export type SentMessage = z.infer<typeof sent>

/** A request of the assistant, noted once it was answered. */
export interface Call {
  readonly path: string
  readonly body: unknown
  /** What it was answered with; 0 where the connection was broken. */
  readonly status: number
  readonly code?: number
}

/** What happens to a message instead of being taken; those that begin so are taken all the same. */
export type Fault =
  | { readonly status: number; readonly code: number; readonly retryAfterSeconds?: number }
  | 'bad gateway'
  | 'reset'
  | 'silence'
  | 'taken, then bad gateway'
  | 'taken, then reset'
  | 'taken, then silence'

export interface Person {
  readonly phone: string
  /** @returns the status of the webhook, 0 where nobody answers */
  say(words: string): Promise<number>
  /** Takes a choice of the messages read so far, the latest first. */
  tap(id: string): Promise<number>
  share(latitude: number, longitude: number): Promise<number>
  /** Any message: its fields as in Meta's reference, `{ type: 'audio', audio: { … } }`. */
  send(fields: object): Promise<number>
  /** Waits until so many messages were taken for this person since the beginning, and returns them. */
  reads(count: number): Promise<readonly SentMessage[]>
  /** What was taken so far. */
  read(): readonly SentMessage[]
  block(): void
}

export interface GraphServer {
  readonly apiRoot: string
  readonly calls: readonly Call[]
  /** Status of everything that was brought to the webhook. */
  readonly brought: readonly number[]
  /** As saving the callback URL in the App Dashboard does. @returns whether the address has proved itself */
  subscribe(callback: string, verifyToken?: string): Promise<boolean>
  person(options?: { phone?: string; name?: string; username?: boolean }): Person
  /** Brings any update, several messages and statuses among them. @param sign under another secret, or not at all */
  bring(update: unknown, sign?: { secret?: string; header?: string }): Promise<number>
  /** One update with these messages and statuses. */
  updateOf(value: object, phoneNumberId?: string): object
  /** A message as it stands in an update. */
  messageOf(person: Person, fields: object): object
  /** From now on asked for every message that is sent. */
  fail(fault: (message: SentMessage) => Fault | undefined): void
  /** Updates that got no 200, in their order. */
  readonly undelivered: readonly string[]
  /** Brings those again, as Meta does for days. */
  bringAgain(): Promise<void>
  /** Waits for something that follows from the calls so far. */
  until<T>(find: () => T | undefined | false, what: string, patience?: number): Promise<T>
  /** Nobody answers on the port any more. */
  shut(): Promise<void>
  open(): Promise<void>
  stop(): Promise<void>
}

export interface GraphServerOptions {
  /** Milliseconds since 1970. */
  readonly now?: () => number
  /** Brings "sent" and "delivered" for every message, as Meta does. */
  readonly statuses?: boolean
}

/** How long a test waits for something before it says what was seen instead. */
const patienceMillis = 20_000
const windowMillis = 24 * 3_600_000

export async function startGraphServer({
  now = Date.now,
  statuses = false,
}: GraphServerOptions = {}): Promise<GraphServer> {
  const calls: Call[] = []
  const brought: number[] = []
  const undelivered: string[] = []
  const watchers = new Set<() => void>()
  /** By phone and by user id. */
  const people = new Map<string, { readonly inbox: SentMessage[]; lastWrote?: number; blocked: boolean }>()
  const receivedIds = new Set<string>()
  let fault: (message: SentMessage) => Fault | undefined = () => undefined
  let callback: string | undefined
  let server: Server | undefined
  let port = 0
  let counter = 0

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const given = await text(request)
    const path = request.url ?? '/'
    const answer = answerTo(request, path, given)
    const parsed: unknown = given === '' ? undefined : JSON.parse(given)
    calls.push({ path, body: parsed, status: answer.status, ...(answer.code !== undefined && { code: answer.code }) })
    if (answer.status === 0) request.socket.destroy()
    else if (answer.body !== undefined) {
      const headers = { 'content-type': 'application/json', ...answer.headers }
      response.writeHead(answer.status, headers).end(answer.body)
    }
    for (const look of watchers) look()
  }

  interface Answer {
    readonly status: number
    readonly code?: number
    readonly headers?: Record<string, string>
    /** Undefined: the request is left without an answer. */
    readonly body?: string
  }

  function answerTo(request: IncomingMessage, path: string, given: string): Answer {
    const number = `/${cloudSettings.WHATSAPP_API_VERSION}/${cloudSettings.WHATSAPP_PHONE_NUMBER_ID}`
    if (request.headers.authorization !== `Bearer ${cloudSettings.WHATSAPP_ACCESS_TOKEN}`)
      return failure(401, 190, 'Invalid OAuth access token - Cannot parse access token')
    if (path.split('?')[0] === number && request.method === 'GET')
      return ok({ id: cloudSettings.WHATSAPP_PHONE_NUMBER_ID })
    if (path !== `${number}/messages` || request.method !== 'POST')
      return failure(400, 100, 'Unsupported request. Object with this ID does not exist', 'GraphMethodException')
    return answerToMessage(JSON.parse(given))
  }

  function answerToMessage(given: { messaging_product?: unknown; status?: unknown; type?: unknown }): Answer {
    if (given.messaging_product !== 'whatsapp')
      return failure(400, 100, '(#100) The parameter messaging_product is required.')
    if (given.status !== undefined) {
      const receipt = readReceipt.safeParse(given)
      if (!receipt.success) return refuse(receipt.error)
      return receivedIds.has(receipt.data.message_id)
        ? ok({ success: true })
        : failure(400, 131009, '(#131009) Parameter value is not valid')
    }
    const parsed = sent.safeParse(given)
    if (!parsed.success) return refuse(parsed.error)
    return take(parsed.data)
  }

  function take(message: SentMessage): Answer {
    const address = message.to?.replace('+', '') ?? message.recipient
    if (address === undefined) return failure(400, 131008, '(#131008) Required parameter is missing')
    const wanted = fault(message)
    if (typeof wanted === 'object') {
      const { status, code, retryAfterSeconds } = wanted
      const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
      return { ...failure(status, code, `(#${code}) wanted by a test, about ${address}`), headers }
    }
    if (wanted === 'bad gateway') return { status: 502, body: '<html>Bad Gateway</html>' }
    if (wanted === 'reset') return { status: 0 }
    if (wanted === 'silence') return { status: 200 }
    const person = people.get(address)
    if (!person || person.blocked) return failure(400, 131026, '(#131026) Message undeliverable')
    if (person.lastWrote === undefined || now() - person.lastWrote > windowMillis)
      return failure(400, 131047, '(#131047) Re-engagement message')
    person.inbox.push(message)
    const id = nextId()
    if (statuses) void bringStatuses(id, address, message.biz_opaque_callback_data)
    if (wanted === 'taken, then bad gateway') return { status: 502, body: '<html>Bad Gateway</html>' }
    if (wanted === 'taken, then reset') return { status: 0 }
    if (wanted === 'taken, then silence') return { status: 200 }
    const contact = message.to === undefined ? { input: address, user_id: address } : { input: address, wa_id: address }
    return ok({ messaging_product: 'whatsapp', contacts: [contact], messages: [{ id }] })
  }

  async function bringStatuses(id: string, address: string, data: string | undefined): Promise<void> {
    for (const status of ['sent', 'delivered']) {
      const one = { id, status, timestamp: seconds(), recipient_id: address, biz_opaque_callback_data: data }
      await bring(updateOf({ statuses: [one] }))
    }
  }

  async function bring(update: unknown, sign: { secret?: string; header?: string } = {}): Promise<number> {
    const payload = typeof update === 'string' ? update : JSON.stringify(update)
    const status = await post(payload, sign)
    brought.push(status)
    if (status !== 200 && sign.secret === undefined && sign.header === undefined) undelivered.push(payload)
    for (const look of watchers) look()
    return status
  }

  async function post(payload: string, sign: { secret?: string; header?: string }): Promise<number> {
    if (callback === undefined) throw new Error('no callback is subscribed')
    const secret = sign.secret ?? cloudSettings.WHATSAPP_APP_SECRET
    const signature = sign.header ?? `sha256=${createHmac('sha256', secret).update(payload).digest('hex')}`
    const headers = {
      'content-type': 'application/json',
      ...(signature !== '' && { 'x-hub-signature-256': signature }),
    }
    try {
      const answer = await fetch(callback, { method: 'POST', body: payload, headers })
      await answer.arrayBuffer()
      return answer.status
    } catch {
      return 0 // nobody is there, or the process was killed
    }
  }

  function updateOf(value: object, phoneNumberId: string = cloudSettings.WHATSAPP_PHONE_NUMBER_ID): object {
    const metadata = { display_phone_number: '15550783881', phone_number_id: phoneNumberId }
    const change = { value: { messaging_product: 'whatsapp', metadata, ...value }, field: 'messages' }
    return { object: 'whatsapp_business_account', entry: [{ id: '102290129340398', changes: [change] }] }
  }

  const seconds = () => String(Math.floor(now() / 1000))
  const nextId = () => `wamid.${randomBytes(12).toString('base64url')}${counter++}`
  const identities = new Map<Person, { from?: string; userId: string; wrote(): void }>()

  function messageOf(person: Person, fields: object): object {
    const { from, userId, wrote } = identities.get(person) ?? {}
    wrote?.()
    const id = nextId()
    receivedIds.add(id)
    return { ...(from !== undefined && { from }), from_user_id: userId, id, timestamp: seconds(), ...fields }
  }

  function person({ phone = `2126${String(10_000_000 + counter++)}`, name = 'Awa', username = false } = {}): Person {
    const userId = `MA.${phone}77`
    const state: { inbox: SentMessage[]; lastWrote?: number; blocked: boolean } = { inbox: [], blocked: false }
    people.set(phone, state)
    people.set(userId, state)
    const send = (fields: object) => {
      const profile = { name, ...(username && { username: 'awa' }) }
      const contact = { profile, user_id: userId, ...(!username && { wa_id: phone }) }
      return bring(updateOf({ contacts: [contact], messages: [messageOf(self, fields)] }))
    }
    const self: Person = {
      phone,
      send,
      say: (words) => send({ type: 'text', text: { body: words } }),
      share: (latitude, longitude) => send({ type: 'location', location: { latitude, longitude } }),
      tap(id) {
        const offered = state.inbox.flatMap(optionsOf).findLast((option) => option.reply.id === id)
        if (!offered) throw new Error(`${id} was not offered`)
        return send({ type: 'interactive', interactive: { type: offered.type, [offered.type]: offered.reply } })
      },
      read: () => state.inbox,
      reads: (count) => until(() => state.inbox.length >= count && state.inbox, `${count} messages to one person`),
      block() {
        state.blocked = true
      },
    }
    const wrote = () => {
      state.lastWrote = now()
    }
    identities.set(self, { ...(!username && { from: phone }), userId, wrote })
    return self
  }

  function until<T>(find: () => T | undefined | false, what: string, patience = patienceMillis): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = find()
        if (found === undefined || found === false) return
        watchers.delete(look)
        clearTimeout(timer)
        resolve(found)
      }
      const timer = setTimeout(() => {
        watchers.delete(look)
        reject(new Error(`Not seen: ${what}. Seen: ${JSON.stringify(calls.slice(-10), null, 2)}`))
      }, patience)
      watchers.add(look)
      look()
    })
  }

  async function open(): Promise<void> {
    server = createServer((request, response) => {
      // An assistant that stops breaks its connection off; the request is then nobody's any more.
      pass(request, response).catch(() => response.destroy())
    })
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port // a TCP server has no other kind of address
  }

  async function shut(): Promise<void> {
    const closing = server && once(server, 'close')
    server?.close()
    server?.closeAllConnections()
    await closing
    server = undefined
  }

  await open()
  return {
    apiRoot: `http://127.0.0.1:${port}`,
    calls,
    brought,
    undelivered,
    person,
    bring,
    updateOf,
    messageOf,
    until,
    open,
    shut,
    stop: shut,
    fail(wanted) {
      fault = wanted
    },
    async bringAgain() {
      await Promise.all(undelivered.splice(0).map((payload) => bring(payload)))
    },
    async subscribe(address, verifyToken = cloudSettings.WHATSAPP_VERIFY_TOKEN) {
      const challenge = String(1_158_201_444)
      const query = { 'hub.mode': 'subscribe', 'hub.challenge': challenge, 'hub.verify_token': verifyToken }
      const answer = await fetch(`${address}?${new URLSearchParams(query)}`)
      const proved = answer.status === 200 && (await answer.text()) === challenge
      if (proved) callback = address
      return proved
    },
  }
}

export interface Option {
  readonly type: 'button_reply' | 'list_reply'
  readonly reply: { readonly id: string; readonly title: string; readonly description?: string | undefined }
}

/** What can be tapped in a message, in the order in which it is shown. */
export function optionsOf(message: SentMessage): Option[] {
  if (message.type === 'text') return []
  if (message.interactive.type === 'button')
    return message.interactive.action.buttons.map((button) => ({ type: 'button_reply' as const, reply: button.reply }))
  const rows = message.interactive.action.sections.flatMap((one) => one.rows)
  return rows.map((one) => ({ type: 'list_reply' as const, reply: one }))
}

/** The words of a message, marks included. */
export function wordsOf(message: SentMessage): string {
  return message.type === 'text' ? message.text.body : message.interactive.body.text
}

function areUnique(values: readonly string[]): boolean {
  return new Set(values).size === values.length
}

function ok(answer: object) {
  return { status: 200, body: JSON.stringify(answer) }
}

/** As documented under "Error response syntax". */
function failure(status: number, code: number, message: string, type = 'OAuthException') {
  const error_data = { messaging_product: 'whatsapp', details: message }
  const error = { message, type, code, error_data, fbtrace_id: 'AbCdEfGhIjKlMnOpQrStUvW' }
  return { status, code, body: JSON.stringify({ error }) }
}

/** Unknown fields: 100; missing ones: 131008; wrong values: 131009. */
function refuse(error: z.ZodError) {
  const [issue] = error.issues
  const where = `${issue?.path.join('.')}: ${issue?.message}`
  if (issue?.code === 'unrecognized_keys') return failure(400, 100, `(#100) Invalid parameter: ${where}`)
  if (issue?.code === 'invalid_type' && issue.message.includes('undefined'))
    return failure(400, 131008, `(#131008) Required parameter is missing: ${where}`)
  return failure(400, 131009, `(#131009) Parameter value is not valid: ${where}`)
}
