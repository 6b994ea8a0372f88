/**
 * A Bot API server for tests: npm `telegram-test-api`, unchanged, behind a gate. The gate writes down what the bot
 * asks, can answer in Telegram's place (a blocked chat, a flood), can be shut like an outage, and does three things
 * that the package does not: it brings updates to a webhook with its secret, it knows `setMyCommands` and
 * `setMyDescription`, and it takes updates of every kind.
 *
 *   bot ──► gate ──► telegram-test-api ◄── people
 *    ▲       │ notes, shuts, answers
 *    └───────┘ webhook, with secret
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createSocketServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { TelegramServer as Package } from 'telegram-test-api/lib/telegramServer.js'

export const botToken = '123456789:AA-token-that-nobody-may-read'
/** What telegram-test-api says of every bot. */
export const botName = 'TestNameBot'
export const botId = 666

/** A request of the bot, noted once it was answered. */
export interface Call {
  readonly method: string
  readonly body: CallBody
}

/** Fields of the Bot API that tests look at. */
export interface CallBody {
  readonly chat_id?: number
  readonly text?: string
  readonly parse_mode?: string
  readonly message_id?: number
  readonly url?: string
  readonly secret_token?: string
  readonly allowed_updates?: readonly string[]
  readonly offset?: number
  readonly limit?: number
  readonly language_code?: string
  readonly description?: string
  readonly commands?: readonly { readonly command: string; readonly description: string }[]
  readonly callback_query_id?: string
  readonly link_preview_options?: { readonly is_disabled: boolean }
  readonly reply_markup?: { readonly inline_keyboard: readonly (readonly Button[])[] }
}

interface Button {
  readonly text: string
  readonly callback_data: string
}

export interface Answer {
  readonly ok: boolean
  readonly error_code?: number
  readonly description?: string
  readonly parameters?: { readonly retry_after: number }
  readonly result?: unknown
}

export interface Person {
  say(text: string): Promise<void>
  tap(choice: string, messageId?: number): Promise<void>
  /** Any message: its fields as in the Bot API, `{ voice: … }`. */
  send(fields: object): Promise<void>
  /** Waits until the bot has sent so many messages to this chat since the beginning, and returns them. */
  reads(count: number): Promise<readonly CallBody[]>
  /** What the bot has sent so far. */
  read(): readonly CallBody[]
}

export interface TelegramServer {
  readonly apiRoot: string
  readonly calls: readonly Call[]
  person(chat?: {
    id?: number
    type?: 'private' | 'group'
    name?: string
    userName?: string
    language?: string
  }): Person
  /** Waits for something that follows from the calls so far. */
  until<T>(find: () => T | undefined | false, what: string): Promise<T>
  /** The next calls of this method are broken off, or get no answer at all. */
  fail(method: string, how: readonly ('reset' | 'silence')[]): void
  /** From now on the gate answers this method itself, while `answer` returns something. */
  answer(method: string, answer: (body: CallBody) => Answer | undefined): void
  /** Brings all updates again that were fetched already, as after a lost confirmation. */
  repeatFetched(): void
  /** Brings an update to the webhook, as Telegram would. @returns the status that it was answered with */
  bring(update: object, secret?: string): Promise<number>
  /** Status of everything that was brought to the webhook. */
  readonly brought: readonly number[]
  /** Nobody answers on the port any more. */
  shut(): Promise<void>
  /** On the same port, with everything that was said before. */
  open(): Promise<void>
  stop(): Promise<void>
}

/** How long a test waits for something before it says what was seen instead. */
const patienceMillis = 20_000

export async function startTelegramServer(): Promise<TelegramServer> {
  const server = new Package({ port: await freePort(), host: '127.0.0.1' })
  await server.start()
  const port = await freePort()
  const apiRoot = `http://127.0.0.1:${port}`
  const calls: Call[] = []
  const brought: number[] = []
  const watchers = new Set<() => void>()
  const answers = new Map<string, (body: CallBody) => Answer | undefined>()
  const failures = new Map<string, ('reset' | 'silence')[]>()
  let webhook: { url: string; secret: string } | undefined
  let gate: Server | undefined
  let nextId = 2000

  for (const method of ['setMyCommands', 'setMyDescription']) answers.set(method, () => ({ ok: true, result: true }))

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/'
    const given = await text(request)
    const method = path.startsWith('/bot') ? (path.split('/')[2] ?? '') : undefined
    if (path === '/relay') {
      await bring(JSON.parse(given), webhook?.secret)
      response.end('{}')
      return
    }
    const body = given === '' ? {} : JSON.parse(given)
    const failure = method && failures.get(method)?.shift()
    if (failure && method) {
      calls.push({ method, body })
      if (failure === 'reset') response.destroy()
      return
    }
    const own = method && answers.get(method)?.(body)
    if (own) {
      const status = own.ok ? 200 : (own.error_code ?? 500)
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(own))
    } else {
      const forwarded = method === 'setWebhook' ? relayed(body) : given
      const headers = { 'content-type': 'application/json' }
      const asked = await fetch(`${server.config.apiURL}${path}`, { method: 'POST', body: forwarded, headers })
      const answer = await asked.text()
      response.writeHead(asked.status, { 'content-type': 'application/json' }).end(answer)
    }
    if (method === undefined) return
    calls.push({ method, body })
    for (const look of watchers) look()
  }

  /** The package brings updates without the secret; so they go through the gate, which adds it. */
  function relayed(body: { url: string; secret_token: string }): string {
    webhook = { url: body.url, secret: body.secret_token }
    return JSON.stringify({ ...body, url: `${apiRoot}/relay` })
  }

  async function bring(update: object, secret = webhook?.secret): Promise<number> {
    if (!webhook) throw new Error('no webhook is set')
    const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret ?? '' }
    const answer = await fetch(webhook.url, { method: 'POST', body: JSON.stringify(update), headers })
    await answer.arrayBuffer()
    brought.push(answer.status)
    return answer.status
  }

  async function open(): Promise<void> {
    gate = createServer((request, response) => {
      // A bot that stops breaks its connection off; the request is then nobody's any more.
      pass(request, response).catch(() => response.destroy())
    })
    gate.listen(port, '127.0.0.1')
    await once(gate, 'listening')
  }

  async function shut(): Promise<void> {
    const closing = gate && once(gate, 'close')
    gate?.close()
    gate?.closeAllConnections()
    await closing
    gate = undefined
  }

  function until<T>(find: () => T | undefined | false, what: string): Promise<T> {
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
        const seen = calls.filter(({ method }) => method !== 'getUpdates')
        reject(new Error(`Not seen: ${what}. Seen: ${JSON.stringify(seen.slice(-20), null, 2)}`))
      }, patienceMillis)
      watchers.add(look)
      look()
    })
  }

  let bringing: Promise<unknown> = Promise.resolve()
  /** The package counts an update only once its webhook has taken it: two at the same time would have the same id. */
  function oneByOne(bringOne: () => Promise<void>): Promise<void> {
    const brought = bringing.then(bringOne)
    bringing = brought.catch(() => {}) // told to whoever sent it
    return brought
  }

  function person({
    id = nextId++,
    type = 'private' as 'private' | 'group',
    name = 'Awa',
    userName = 'awa',
    language = 'fr',
  } = {}): Person {
    const client = server.getClient(botToken, { userId: Math.abs(id), chatId: id, type, firstName: name, userName })
    const read = () =>
      calls.filter(({ method, body }) => method === 'sendMessage' && body.chat_id === id).map(({ body }) => body)
    const send = async (fields: object) => {
      const { text: _, from, ...rest } = client.makeMessage('')
      const message = { ...rest, from: { ...from, language_code: language }, ...fields }
      // The package types text only.
      await oneByOne(() => server.addUserMessage(message as Parameters<typeof server.addUserMessage>[0]))
    }
    return {
      send,
      say: (words) => send({ text: words }),
      async tap(choice, messageId) {
        const message = messageId === undefined ? {} : { message_id: messageId }
        const query = client.makeCallbackQuery(choice, { message }) as never // its own types disagree
        await oneByOne(() => server.addUserCallback(query))
      },
      read,
      reads: (count) => until(() => read().length >= count && read(), `${count} messages to one chat`),
    }
  }

  await open()
  return {
    apiRoot,
    calls,
    brought,
    person,
    until,
    bring,
    shut,
    open,
    answer: (method, answer) => void answers.set(method, answer),
    fail: (method, how) => void failures.set(method, [...how]),
    repeatFetched() {
      for (const update of server.storage.userMessages) update.isRead = false
    },
    async stop() {
      await shut()
      await server.stop()
    },
  }
}

/** For what takes no port 0: the package, and an assistant whose webhook must know its own address. */
export async function freePort(): Promise<number> {
  const socket = createSocketServer().listen(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address() as AddressInfo // a TCP server has no other kind of address
  socket.close()
  await once(socket, 'close')
  return port
}
