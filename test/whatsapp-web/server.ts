/**
 * WhatsApp's servers, the spare phone and everybody else's phone, for tests: the page in `page.client.ts` is connected
 * to it. All chats stay here for the life of the server, as on a phone, so that a browser that was killed finds again what
 * came meanwhile.
 */
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

export interface SentMessage {
  readonly chat: string
  readonly body: string
}

/** Fields of a message as WhatsApp Web holds them: `{ type: 'location', lat: 35.7, lng: -5.8 }`. */
export type Fields = Readonly<Record<string, unknown>>

export interface Person {
  /** `212600000001@c.us` */
  readonly chat: string
  /** @returns the id of the message */
  says(body: string, fields?: Fields): string
  /** Any message: its type and its fields. */
  sends(fields: Fields): string
  edits(id: string, body: string): void
  calls(): void
  /** What the assistant has sent so far. */
  read(): readonly string[]
  /** Waits until the assistant has sent so many messages to this chat since the beginning. */
  reads(count: number): Promise<readonly string[]>
}

export interface WhatsApp {
  /** To be given as WHATSAPP_PAGE. */
  readonly page: string
  /** In the order in which the servers took them. */
  readonly sent: readonly SentMessage[]
  /** Names of everything else that the page has asked for, such as `typing`. */
  readonly asked: readonly { readonly what: string; readonly chat?: string }[]
  person(chat?: string): Person
  /** The phone scans the code that is shown. */
  scan(): void
  /** The device is removed on the phone. */
  removeDevice(): void
  /** A fresh code to be scanned. */
  renewCode(): void
  /** What the phone says of the connection, such as `TIMEOUT` and `CONNECTED`. */
  state(name: string): void
  /** The page answers nothing any more, as one whose memory is full. */
  hang(): void
  /** Takes no message from the page while shut; what is sent waits for the opening. */
  shut(): void
  open(): void
  /** Messages that wait for the opening. */
  waiting(): number
  /** Brings a message again that the page has. */
  repeat(id: string): void
  until<T>(find: () => T | undefined | false, what: string): Promise<T>
  stop(): Promise<void>
}

export interface WhatsAppOptions {
  /** Linked from the beginning, without a scan. */
  readonly linked?: boolean
  /** The page never comes to the point where messages can be read. */
  readonly neverReady?: boolean
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

interface Kept extends Fields {
  readonly id: string
  readonly chat: string
}

/** Of the spare phone. */
const me = '212699999999@c.us'
const patienceMillis = 30_000
const source = new URL('./page.client.ts', import.meta.url)

export async function startWhatsApp({ linked = false, neverReady = false, now = Date.now }: WhatsAppOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'dalil-whatsapp-page-'))
  const sent: SentMessage[] = []
  const asked: { what: string; chat?: string }[] = []
  const kept: Kept[] = []
  const seen = new Set<string>()
  const devices = new Set<string>()
  const pages = new Map<ServerResponse, string>()
  const watchers = new Set<() => void>()
  const held = new Set<() => void>()
  let anyDevice = linked
  let shut = false
  let count = 0

  const changed = () => {
    for (const watch of [...watchers]) watch()
  }
  const tellPages = (event: string, data: unknown) => {
    for (const page of pages.keys()) page.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }
  const hello = (device: string) => ({
    linked: devices.has(device),
    ref: `ref-${count}`,
    me,
    messages: kept,
    seen: [...seen],
    syncs: !neverReady,
  })

  function act(given: Record<string, string>): object {
    const { do: what = '', chat = '', id = '', body = '' } = given
    asked.push({ what, ...(chat && { chat }) })
    if (what === 'seen') for (const message of kept) if (message.chat === chat) seen.add(message.id)
    if (what === 'send') {
      sent.push({ chat, body })
      kept.push({ id, chat, fromMe: true, type: 'chat', t: Math.floor(now() / 1000), body })
    }
    if (what === 'refresh') renewCode()
    return what === 'pair' ? { code: 'ABCD1234' } : {}
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://server')
    response.setHeader('access-control-allow-origin', '*')
    if (url.pathname === '/events') {
      const device = url.searchParams.get('device') ?? ''
      if (anyDevice) devices.add(device)
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      pages.set(response, device)
      response.on('close', () => pages.delete(response))
      response.write(`event: hello\ndata: ${JSON.stringify(hello(device))}\n\n`)
      return changed()
    }
    const given = JSON.parse(await text(request)) as Record<string, string> // the page stands in this folder
    if (shut && given.do === 'send' && !(await opened(response))) return
    response.end(JSON.stringify(act(given)))
    changed()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // a TCP server has no other kind of address
  const page = join(folder, 'test.html')
  const script = stripTypeScriptTypes(readFileSync(source, 'utf8'))
  writeFileSync(
    page,
    `<!doctype html><html data-server="http://127.0.0.1:${port}"><meta charset="utf-8"><script type="module">${script}</script></html>`,
  )

  /** @returns false where the page was killed meanwhile, so that nobody has taken its message */
  function opened(response: ServerResponse): Promise<boolean> {
    return new Promise((resolve) => {
      const release = () => end(true)
      const end = (isTaken: boolean) => {
        held.delete(release)
        resolve(isTaken)
        changed()
      }
      held.add(release)
      response.once('close', () => end(false))
      changed()
    })
  }

  function bring(chat: string, fields: Fields): string {
    const id = `3A${(++count).toString(16).toUpperCase().padStart(18, '0')}`
    const message = { id, chat, fromMe: false, type: 'chat', t: Math.floor(now() / 1000), ...fields }
    kept.push(message)
    tellPages('message', { fields: message, again: false })
    return id
  }
  function renewCode(): void {
    count += 1
    tellPages('ref', `ref-${count}`)
  }
  const read = (chat: string) => sent.filter((message) => message.chat === chat).map(({ body }) => body)

  async function until<T>(find: () => T | undefined | false, what: string): Promise<T> {
    const found = find()
    if (found !== undefined && found !== false) return found
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        watchers.delete(watch)
        reject(new Error(`${what} did not come; seen: ${JSON.stringify({ asked: asked.slice(-10), sent }, null, 1)}`))
      }, patienceMillis)
      const watch = () => {
        const later = find()
        if (later === undefined || later === false) return
        clearTimeout(late)
        watchers.delete(watch)
        resolve(later)
      }
      watchers.add(watch)
    })
  }

  const whatsapp: WhatsApp = {
    page,
    sent,
    asked,
    until,
    person(chat = `2126${String(++count).padStart(8, '0')}@c.us`) {
      return {
        chat,
        says: (body, fields) => bring(chat, { body, ...fields }),
        sends: (fields) => bring(chat, fields),
        edits: (id, body) => tellPages('edit', { id: `false_${chat}_${id}`, body }),
        calls: () => tellPages('call', { id: `CALL${++count}`, peerJid: chat, isVideo: false, isGroup: false }),
        read: () => read(chat),
        reads: (wanted) =>
          until(() => (read(chat).length >= wanted ? read(chat) : undefined), `${wanted} messages to ${chat}`),
      }
    },
    scan() {
      for (const [response, device] of pages) {
        devices.add(device)
        response.write(`event: linked\ndata: ${JSON.stringify(hello(device))}\n\n`)
      }
    },
    removeDevice() {
      devices.clear()
      anyDevice = false
      tellPages('logout', null)
    },
    renewCode,
    state: (name) => tellPages('state', name),
    hang: () => tellPages('hang', null),
    shut() {
      shut = true
    },
    open() {
      shut = false
      for (const release of [...held]) release()
    },
    waiting: () => held.size,
    repeat(id) {
      tellPages('message', { fields: kept.find((message) => message.id === id), again: true })
    },
    async stop() {
      whatsapp.open()
      server.close()
      server.closeAllConnections()
      await once(server, 'close').catch(() => {}) // closed already
      rmSync(folder, { recursive: true })
    },
  }
  return whatsapp
}
