/** What tests of the Cloud API need: a Graph API server, the channel behind its real route, the real inbox and store. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify from 'fastify'
import pino from 'pino'
import { createKeys } from '../../../src/channels/channel.ts'
import { type CloudChannel, createCloudChannel } from '../../../src/channels/whatsapp/cloud.ts'
import { createInbox } from '../../../src/conversation/inbox.ts'
import { createLimiter } from '../../../src/conversation/limits.ts'
import type { Turn } from '../../../src/conversation/turn.ts'
import type { IncomingMessage, Reply } from '../../../src/message.ts'
import { registerWebhook } from '../../../src/server/webhook.ts'
import { createRecorder } from '../../../src/signals/record.ts'
import { openSqlite } from '../../../src/store/engines.ts'
import { cloudSettings, type GraphServer, startGraphServer } from '../../graph-server.ts'
import { words } from '../words.ts'

export interface CloudSetting {
  readonly graph: GraphServer
  readonly channel: CloudChannel
  readonly address: string
  /** What reached the conversation, in order. */
  readonly heard: readonly IncomingMessage[]
  /** Lines of the log, as written. */
  readonly log: readonly string[]
  /** How far each update has come, by the store. */
  stepOf(message: IncomingMessage | undefined): Promise<string>
  stop(): Promise<void>
}

export interface CloudSettingOptions {
  /** What the assistant says to everything; a text with "danger" is an emergency. */
  readonly reply?: (message: IncomingMessage) => Reply | Promise<Reply>
  readonly now?: () => number
  /** Of one request to Meta. */
  readonly timeoutMillis?: number
  /** Begin while Meta is out of reach. */
  readonly shut?: boolean
  readonly settings?: Partial<Record<keyof typeof cloudSettings, string>>
}

export function say(text: string, more: Partial<Reply> = {}): Reply {
  return { language: 'fr', blocks: [{ kind: 'paragraph', text: [text] }], choices: [], urgent: false, ...more }
}

export async function startCloud(options: CloudSettingOptions = {}): Promise<CloudSetting> {
  const { reply, now = Date.now, timeoutMillis, shut } = options
  const settings = { ...cloudSettings, ...options.settings }
  const graph = await startGraphServer({ now })
  if (shut) await graph.shut()
  const folder = mkdtempSync(join(tmpdir(), 'dalil-whatsapp-'))
  const store = await openSqlite(folder)
  const lines: string[] = []
  const log = pino({ level: 'trace', base: null }, { write: (line: string) => void lines.push(line) })
  const heard: IncomingMessage[] = []
  const inbox = createInbox({
    turn: turnOf(async (message) => {
      heard.push(message)
      return (await reply?.(message)) ?? say('Bonjour', { urgent: isDanger(message) })
    }),
    store,
    recorder: createRecorder({ store, now, programmeOf: () => undefined }),
    now,
    perChat: createLimiter(1000, 1000, now),
    overall: createLimiter(1000, 1000, now),
    log,
  })
  const channel = createCloudChannel({
    phoneNumberId: settings.WHATSAPP_PHONE_NUMBER_ID,
    accessToken: settings.WHATSAPP_ACCESS_TOKEN,
    appSecret: settings.WHATSAPP_APP_SECRET,
    verifyToken: settings.WHATSAPP_VERIFY_TOKEN,
    apiVersion: settings.WHATSAPP_API_VERSION,
    apiRoot: graph.apiRoot,
    ...(timeoutMillis !== undefined && { timeoutMillis }),
    keys: createKeys('a secret for tests'),
    words,
    log,
    now,
  })
  const app = Fastify()
  registerWebhook(app, channel.webhook)
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  await channel.start(inbox.handle)
  await graph.subscribe(`${address}/whatsapp`, settings.WHATSAPP_VERIFY_TOKEN)
  let stopped: Promise<void> | undefined
  const stop = async () => {
    await channel.stop()
    await inbox.drain()
    await store.close()
    await app.close()
    await graph.stop()
    rmSync(folder, { recursive: true })
  }
  return {
    graph,
    channel,
    address,
    heard,
    log: lines,
    stepOf: async (message) =>
      store.receiveUpdate(message?.update ?? '', 0 as Parameters<typeof store.receiveUpdate>[1]), // the hour is not looked at
    stop() {
      stopped ??= stop()
      return stopped
    },
  }
}

function isDanger({ content }: IncomingMessage): boolean {
  return content.kind === 'text' && content.text.includes('danger')
}

/** The real turn needs models and content; this one knows one reply. */
function turnOf(reply: (message: IncomingMessage) => Promise<Reply>): Turn {
  const never = () => say('')
  return {
    take: async (message, talk) => ({ reply: await reply(message), talk, outcomes: [] }),
    urgencyOf: async (message) => (isDanger(message) ? 'medical' : undefined),
    emergencyReply: never,
    apology: never,
    slowDown: never,
  }
}
