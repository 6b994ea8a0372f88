/** What tests of the linked phone need: WhatsApp's page and servers, a browser, the channel, the real inbox and store. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { createKeys } from '../../../src/channels/channel.ts'
import { createLinkedChannel, type LinkedChannel, type LinkedOptions } from '../../../src/channels/whatsapp/linked.ts'
import type { Link } from '../../../src/channels/whatsapp/linked-link.ts'
import { createInbox } from '../../../src/conversation/inbox.ts'
import { createLimiter } from '../../../src/conversation/limits.ts'
import type { Turn } from '../../../src/conversation/turn.ts'
import type { IncomingMessage, Reply } from '../../../src/message.ts'
import { createRecorder } from '../../../src/signals/record.ts'
import { openSqlite } from '../../../src/store/engines.ts'
import { chromiumPath } from '../../browser.ts'
import { startWhatsApp, type WhatsApp, type WhatsAppOptions } from '../../whatsapp-web/server.ts'
import { words } from '../words.ts'

/** Nobody waits in tests, neither for a person's pace nor for a browser that is slow to answer. */
export const noPace = { chatMillis: 0, burst: 1000, allMillis: 0, atOnce: 1000 }
export const quickly = { ping: 300, pause: 10 }

export interface Setting {
  readonly whatsapp: WhatsApp
  readonly channel: LinkedChannel
  readonly dataDir: string
  /** What reached the conversation, in order. */
  readonly heard: readonly IncomingMessage[]
  /** Lines of the log, as written. */
  readonly log: readonly string[]
  /** Every state of the link, in order. */
  readonly links: readonly Link[]
  /** Waits until the link is in this state, counted from `since`. */
  linked(wanted: Link['kind'] | ((link: Link) => boolean), since?: number): Promise<Link>
  stop(): Promise<void>
}

export interface SettingOptions extends WhatsAppOptions {
  readonly reply?: (message: IncomingMessage) => Reply | Promise<Reply>
  /** Messages that hold it are urgent. */
  readonly urgentWord?: string
  readonly channel?: Partial<LinkedOptions>
  readonly whatsapp?: WhatsApp
  readonly dataDir?: string
}

export function say(text: string, more: Partial<Reply> = {}): Reply {
  return { language: 'fr', blocks: [{ kind: 'paragraph', text: [text] }], choices: [], urgent: false, ...more }
}

export async function startSetting(options: SettingOptions = {}): Promise<Setting> {
  const { reply, urgentWord, now = Date.now } = options
  const whatsapp = options.whatsapp ?? (await startWhatsApp(options))
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'dalil-whatsapp-'))
  const store = await openSqlite(dataDir)
  const lines: string[] = []
  const log = pino({ level: 'trace', base: null }, { write: (line: string) => void lines.push(line) })
  const heard: IncomingMessage[] = []
  const links: Link[] = []
  const watchers = new Set<() => void>()
  const isUrgent = ({ content }: IncomingMessage) =>
    urgentWord !== undefined && content.kind === 'text' && content.text.includes(urgentWord)
  const turn: Turn = {
    take: async (message, talk) => {
      heard.push(message)
      const answer = (await reply?.(message)) ?? say('Bonjour')
      return { reply: isUrgent(message) ? { ...answer, urgent: true } : answer, talk, outcomes: [] }
    },
    urgencyOf: async (message) => (isUrgent(message) ? 'medical' : undefined),
    emergencyReply: () => say('15'),
    apology: () => say('pardon'),
    slowDown: () => say('doucement'),
  }
  const inbox = createInbox({
    turn,
    store,
    recorder: createRecorder({ store, now, programmeOf: () => undefined }),
    now,
    perChat: createLimiter(1000, 1000, now),
    overall: createLimiter(1000, 1000, now),
    log,
  })
  const channel = createLinkedChannel({
    dataDir,
    chromium: await chromiumForPage(),
    page: whatsapp.page,
    keys: createKeys('a secret for tests'),
    words,
    isUrgent: async (message) => isUrgent(message),
    log,
    now,
    pace: noPace,
    typingMillis: 0,
    show(link) {
      links.push(link)
      for (const watch of [...watchers]) watch()
    },
    ...options.channel,
    patience: { ...quickly, ...options.channel?.patience },
  })
  await channel.start(inbox.handle)
  let stopped: Promise<void> | undefined
  const stop = async () => {
    await channel.stop()
    await inbox.drain()
    await store.close()
    if (!options.whatsapp) await whatsapp.stop()
    if (!options.dataDir) rmSync(dataDir, { recursive: true })
  }
  return {
    whatsapp,
    channel,
    dataDir,
    heard,
    log: lines,
    links,
    linked: (wanted, since = 0) =>
      new Promise((resolve) => {
        const watch = () => {
          const link = links
            .slice(since)
            .find((one) => (typeof wanted === 'function' ? wanted(one) : one.kind === wanted))
          if (!link) return
          watchers.delete(watch)
          resolve(link)
        }
        watchers.add(watch)
        watch()
      }),
    stop() {
      stopped ??= stop()
      return stopped
    },
  }
}

/**
 * The browser of the tests, which may reach this machine from a page of https://web.whatsapp.com: otherwise Chromium
 * asks the person first, and WhatsApp's servers of the tests are on this machine.
 */
export async function chromiumForPage(): Promise<string> {
  const path = join(mkdtempSync(join(tmpdir(), 'dalil-chromium-')), 'chromium')
  writeFileSync(path, `#!/bin/sh\nexec "${await chromiumPath()}" "$@" --disable-features=LocalNetworkAccessChecks\n`)
  chmodSync(path, 0o755)
  return path
}
