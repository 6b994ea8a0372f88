/**
 * The child process that holds whatsapp-web.js and its browser. It takes orders, reports what happens, and decides
 * nothing: whatever goes wrong it ends, and the service starts another one. Errors of the library quote page addresses
 * and messages, so that none is printed.
 */
import { basename, dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import whatsapp from 'whatsapp-web.js'
import { callOf, messageOf } from './linked-page.ts'
import { type Order, order, type Report, type Trouble } from './linked-wire.ts'

const { Client, LocalAuth } = whatsapp
type WebClient = InstanceType<typeof Client>

/** A message that WhatsApp has not taken by then is reported as unsent; the page may still send it later. */
const sendMillis = 60_000
/** Messages younger than this are looked at again after a start; older ones only where they are unread. */
const lookBackSeconds = 3900
/** Messages of one chat that are looked at after a start. */
const mostOfChat = 50
/** States in which the phone no longer knows this device. */
const unpaired = new Set(['LOGOUT', 'UNPAIRED', 'UNPAIRED_IDLE'])

let client: WebClient | undefined
let typingMillis = 0
let lastCode = Date.now()
/** One after the other in a chat, so that parts of an answer keep their order. */
const ofChat = new Map<string, Promise<void>>()
/** Ordinary texts of all chats go one by one: when the browser dies, of one at the most nobody knows whether it went. */
let ordinary: Promise<void> = Promise.resolve()

function tell(report: Report): void {
  if (process.connected) process.send?.(report)
}

async function open({ folder, chromium, page, phone, ...more }: Extract<Order, { kind: 'open' }>): Promise<void> {
  typingMillis = more.typingMillis
  const root = process.getuid?.() === 0
  const opened = new Client({
    authStrategy: new LocalAuth({ dataPath: folder }),
    deviceName: 'Dalil',
    ...(page === undefined
      ? { webVersionCache: { type: 'none' } }
      : {
          webVersion: basename(page, '.html'),
          webVersionCache: { type: 'local', path: dirname(page), strict: true } as { type: 'local' }, // strict is not in its types
        }),
    ...(phone && { pairWithPhoneNumber: { phoneNumber: phone, showNotification: true } }),
    puppeteer: {
      executablePath: chromium,
      headless: true,
      // No port that another user of the machine could reach; and when this process dies, the browser sees it and ends.
      pipe: true,
      args: [
        '--disable-dev-shm-usage',
        '--disable-gpu',
        '--mute-audio',
        // As root Chromium does not start with its sandbox.
        ...(root ? ['--no-sandbox'] : []),
      ],
    },
  })
  client = opened
  opened.on('qr', (text: string) => {
    lastCode = Date.now()
    tell({ kind: 'qr', text })
  })
  opened.on('code', (code: string) => tell({ kind: 'code', code }))
  opened.on('authenticated', () => tell({ kind: 'linked' }))
  opened.on('ready', () => {
    tell({ kind: 'ready' })
    void look()
  })
  opened.on('change_state', (state: string) => {
    tell({ kind: 'state', connected: state === 'CONNECTED' })
    if (state === 'CONNECTED') void look()
  })
  opened.on('disconnected', (reason: string) => {
    if (unpaired.has(reason)) tell({ kind: 'logged out' })
    void end()
  })
  opened.on('auth_failure', () => void end('session'))
  for (const event of ['message', 'message_edit', 'message_ciphertext_failed'] as const)
    opened.on(event, (given: unknown) => hear(given))
  opened.on('call', (given: unknown) => {
    const call = callOf(given)
    if (call) tell({ kind: 'call', ...call })
  })
  // The library reports its browser only when the page is there; a browser that hangs before must be found as well.
  const strategy = (opened as unknown as { authStrategy: { afterBrowserInitialized(): Promise<void> } }).authStrategy // not in its types
  strategy.afterBrowserInitialized = async () => {
    const pid = opened.pupBrowser?.process()?.pid
    if (pid !== undefined) tell({ kind: 'browser', pid })
    opened.pupBrowser?.on('disconnected', () => void end('browser'))
    opened.pupPage?.on('error', () => void end('page'))
  }
  await opened.initialize()
}

function hear(given: unknown): void {
  const message = messageOf(given, client?.info?.wid?._serialized)
  if (message) tell({ kind: 'message', message })
}

/** What came while nobody listened: unread, or young enough that an answer may have been cut off by a crash. */
async function look(): Promise<void> {
  try {
    const since = Date.now() / 1000 - lookBackSeconds
    for (const chat of (await client?.getChats()) ?? []) {
      if (chat.isGroup || (chat.unreadCount <= 0 && chat.timestamp < since)) continue
      const messages = await chat.fetchMessages({ limit: mostOfChat, fromMe: false })
      const unread = messages.length - Math.max(0, chat.unreadCount)
      messages.forEach((message, at) => {
        if (at >= unread || message.timestamp >= since) hear(message)
      })
    }
  } catch {
    // A page that cannot be read answers no ping either, and is replaced.
  }
}

function send({ send: number, chat, text, urgent }: Extract<Order, { kind: 'send' }>): void {
  const before = ofChat.get(chat)
  const after = (async () => {
    await before
    if (urgent) return sendNow(number, chat, text)
    if (typingMillis > 0) {
      await type(chat)
      await pause(typingMillis * (0.4 + 0.6 * Math.random()))
    }
    const mine = ordinary.then(() => sendNow(number, chat, text))
    ordinary = mine
    await mine
  })()
  ofChat.set(chat, after)
  void after.then(() => ofChat.get(chat) === after && ofChat.delete(chat))
}

async function sendNow(number: number, chat: string, text: string): Promise<void> {
  const late = new AbortController()
  try {
    tell({ kind: 'sending', send: number })
    const sent = await Promise.race([
      client?.sendMessage(chat, text, { linkPreview: false, waitUntilMsgSent: true }),
      pause(sendMillis, undefined, { signal: late.signal }),
    ])
    tell({ kind: sent ? 'sent' : 'unsent', send: number })
  } catch {
    tell({ kind: 'unsent', send: number })
  } finally {
    late.abort()
  }
}

async function type(chat: string): Promise<void> {
  // Through a chat's own object the library would read the whole chat first.
  await client?.pupPage
    ?.evaluate((to: string) => {
      const { WWebJS } = window as unknown as { WWebJS: { sendChatstate(state: string, chat: string): void } } // of the library
      WWebJS.sendChatstate('typing', to)
    }, chat)
    .catch(() => {}) // nice to have
}

async function refuseCall(call: string, chat: string): Promise<void> {
  await client?.pupPage
    ?.evaluate(
      (from: string, which: string) => {
        const { WWebJS } = window as unknown as { WWebJS: { rejectCall(from: string, call: string): Promise<void> } } // of the library
        return WWebJS.rejectCall(from, which)
      },
      chat,
      call,
    )
    .catch(() => {}) // it rings until the person gives up, as it would without us
}

/** The library means to do this itself and calls a function of the page in Node (1.34.7, `onAuthAppStateChangedEvent`). */
async function refreshCode(): Promise<void> {
  lastCode = Date.now()
  await client?.pupPage?.evaluate("window.require('WAWebCmd').Cmd.refreshQR()")
}

/** WhatsApp stops to show codes that nobody scans. */
const staleMillis = 90_000

async function answerPing(): Promise<void> {
  // Before there is a page this process can only say that it lives itself.
  const state = client?.pupPage && (await client.getState())
  if (String(state) === 'UNPAIRED_IDLE' && Date.now() - lastCode > staleMillis) await refreshCode().catch(() => {})
  tell({ kind: 'alive' })
}

let ending = false
async function end(trouble?: Trouble): Promise<void> {
  if (ending) return
  ending = true
  if (trouble) tell({ kind: 'trouble', with: trouble })
  await Promise.race([client?.destroy().catch(() => {}), pause(5000)])
  process.exit(0)
}

process.on('message', (given: unknown) => {
  const parsed = order.safeParse(given)
  if (!parsed.success) return void end()
  const what = parsed.data
  switch (what.kind) {
    case 'open':
      open(what).catch(() => end('start'))
      return
    case 'send':
      return send(what)
    case 'typing':
      return void type(what.chat)
    case 'refuse call':
      return void refuseCall(what.call, what.chat)
    case 'look':
      return void look()
    case 'pair':
      client?.requestPairingCode(what.phone).catch(() => {}) // no code comes, and the page says so after a while
      return
    case 'ping':
      answerPing().catch(() => {}) // no answer is the answer
      return
    case 'close':
      return void end()
  }
})
// The service is gone: nobody is there to answer.
process.on('disconnect', () => void end())
// Ctrl-C in a terminal reaches the whole group; the service tells us when it is done.
process.on('SIGINT', () => {})
// The library leaves rejections unhandled when the page is closed under it; whether the page still lives, a ping tells.
process.on('unhandledRejection', () => {})
process.on('uncaughtException', () => void end('library'))
