/** What most tests of this channel need: a Bot API server, the channel in one of its two modes, the real inbox and store. */
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import pino from 'pino'
import ar from '../../../locales/ar.json' with { type: 'json' }
import ary from '../../../locales/ary.json' with { type: 'json' }
import en from '../../../locales/en.json' with { type: 'json' }
import es from '../../../locales/es.json' with { type: 'json' }
import fr from '../../../locales/fr.json' with { type: 'json' }
import pt from '../../../locales/pt.json' with { type: 'json' }
import { type ChannelWords, createKeys } from '../../../src/channels/channel.ts'
import { createTelegramChannel, type TelegramChannel } from '../../../src/channels/telegram/adapter.ts'
import { createInbox } from '../../../src/conversation/inbox.ts'
import { createLimiter } from '../../../src/conversation/limits.ts'
import type { Turn } from '../../../src/conversation/turn.ts'
import { createWords } from '../../../src/knowledge/words.ts'
import type { IncomingMessage, Reply } from '../../../src/message.ts'
import { createRecorder } from '../../../src/signals/record.ts'
import { openSqlite } from '../../../src/store/engines.ts'
import { botToken, startTelegramServer, type TelegramServer } from '../../telegram-server.ts'

export const words: ChannelWords = createWords({ fr, ar, ary, en, es, pt })
export const webhookSecret = 'a-secret-of-the-webhook-for-tests'
export type Mode = 'polling' | 'webhook'

export interface Setting {
  readonly telegram: TelegramServer
  readonly channel: TelegramChannel
  /** What reached the conversation, in order. */
  readonly heard: readonly IncomingMessage[]
  /** Lines of the log, as written. */
  readonly log: readonly string[]
  /** How far each update has come, by the store. */
  stepOf(message: IncomingMessage): Promise<string>
  stop(): Promise<void>
}

export interface SettingOptions {
  readonly mode: Mode
  /** What the assistant says to everything. */
  readonly reply?: (message: IncomingMessage) => Reply | Promise<Reply>
  /** Begin while Telegram is out of reach. */
  readonly shut?: boolean
  readonly now?: () => number
  readonly telegram?: TelegramServer
}

export function say(text: string, more: Partial<Reply> = {}): Reply {
  return { language: 'fr', blocks: [{ kind: 'paragraph', text: [text] }], choices: [], urgent: false, ...more }
}

export async function startSetting({ mode, reply, shut, now = Date.now, ...given }: SettingOptions): Promise<Setting> {
  const telegram = given.telegram ?? (await startTelegramServer())
  if (shut) await telegram.shut()
  const folder = mkdtempSync(join(tmpdir(), 'dalil-telegram-'))
  const store = await openSqlite(folder)
  const lines: string[] = []
  const log = pino({ level: 'trace', base: null }, { write: (line: string) => void lines.push(line) })
  const heard: IncomingMessage[] = []
  const inbox = createInbox({
    turn: turnOf(async (message) => {
      heard.push(message)
      return (await reply?.(message)) ?? say('Bonjour')
    }),
    store,
    recorder: createRecorder({ store, now, programmeOf: () => undefined }),
    now,
    perChat: createLimiter(1000, 1000, now),
    overall: createLimiter(1000, 1000, now),
    log,
  })
  // Stands where `server/app` stands: bytes and secret are handed on, the outcome becomes a status.
  const site = createServer(async (request, response) => {
    const secret = request.headers['x-telegram-bot-api-secret-token']
    const body = await buffer(request)
    const known = request.method === 'POST' && request.url === channel.webhook?.path
    const outcome = known && (await channel.webhook?.accept(body, typeof secret === 'string' ? secret : undefined))
    response.writeHead(outcome ? { accepted: 200, refused: 401, malformed: 400 }[outcome] : 404).end('{}')
  }).listen(0, '127.0.0.1')
  await once(site, 'listening')
  const { port } = site.address() as AddressInfo // a TCP server has no other kind of address
  const channel = createTelegramChannel({
    token: botToken,
    apiRoot: telegram.apiRoot,
    ...(mode === 'webhook' && { webhook: { url: `http://127.0.0.1:${port}/telegram`, secret: webhookSecret } }),
    keys: createKeys('a secret for tests'),
    words,
    languages: ['fr', 'ar', 'ary', 'en', 'es', 'pt'],
    log,
    now,
  })
  await channel.start(inbox.handle)
  if (!shut && mode === 'webhook')
    await telegram.until(() => telegram.calls.find(({ method }) => method === 'setWebhook'), 'setWebhook')
  let stopped: Promise<void> | undefined
  const stop = async () => {
    await channel.stop()
    await inbox.drain()
    await store.close()
    site.close()
    site.closeAllConnections()
    await telegram.stop()
    rmSync(folder, { recursive: true })
  }
  return {
    telegram,
    channel,
    heard,
    log: lines,
    stepOf: async ({ update }) => store.receiveUpdate(update, 0 as Parameters<typeof store.receiveUpdate>[1]), // the hour is not looked at
    stop() {
      stopped ??= stop()
      return stopped
    },
  }
}

/** The real turn needs models and content; this one knows one reply. */
function turnOf(reply: (message: IncomingMessage) => Promise<Reply>): Turn {
  const never = () => say('')
  return {
    take: async (message, talk) => ({ reply: await reply(message), talk, outcomes: [] }),
    urgencyOf: async () => undefined,
    emergencyReply: never,
    apology: never,
    slowDown: never,
  }
}
