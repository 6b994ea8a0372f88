/**
 * WhatsApp by a linked phone: an organisation without a business account links a spare phone, and whatsapp-web.js
 * answers in its name. It runs in a child process with a browser of its own (`linked-child.ts`); here messages are read,
 * paced, handed on and answered. Never begins a talk: whatever is sent answers a message that is in hand. Raw ids of
 * chats stay in this folder.
 */
import { join } from 'node:path'
import type { Logger } from 'pino'
import { describeError } from '../../errors.ts'
import type { Handle, IncomingMessage, Reply } from '../../message.ts'
import type { Channel, ChannelWords, Keys } from '../channel.ts'
import { createOffers, renderNumbered } from './linked-choices.ts'
import { healthOf, type Link } from './linked-link.ts'
import { joinLate, type PrivateMessage, readCall, readHeard } from './linked-messages.ts'
import { createOutbox } from './linked-outbox.ts'
import { createPace, type PaceLimits } from './linked-pace.ts'
import { openSession } from './linked-session.ts'
import { createSupervisor, type Patience, usualPatience } from './linked-supervisor.ts'
import type { HeardMessage, Report } from './linked-wire.ts'

export interface LinkedOptions {
  /** The session stands in its folder `whatsapp`. */
  readonly dataDir: string
  /** Path of the browser; without it the usual places are tried. */
  readonly chromium?: string
  /** A file with the page of WhatsApp Web, in place of the current one. */
  readonly page?: string
  /** Number of the spare phone, digits only: links by a pairing code instead of a QR code. */
  readonly phone?: string
  readonly keys: Keys
  readonly words: ChannelWords
  /** Is somebody in danger? Asked before a message would have to wait. */
  readonly isUrgent: (message: IncomingMessage) => Promise<boolean>
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
  /** Told of every change, with the codes to scan. */
  readonly show?: (link: Link) => void
  /** Milliseconds since 1970. */
  readonly now?: () => number
  readonly patience?: Partial<Patience>
  readonly pace?: PaceLimits
  /** How long typing is shown before a message, at the most. */
  readonly typingMillis?: number
}

export interface LinkedChannel extends Channel {
  link(): Link
  /** Asks for a pairing code; `link` shows it when it is there. @returns false while no phone can be linked */
  pair(phone: string): boolean
  /** Resident memory of the child and its browser in bytes, where the system tells. */
  bytes(): number | undefined
}

/** What is older was written while the assistant was away: the person has asked elsewhere, or waits no more. */
const lateSeconds = 3600
/** Messages that wait in memory; the others wait in WhatsApp and are looked for again. */
const mostWaiting = 2000
/** Of one chat; beyond, its limits in the inbox answer. */
const mostWaitingOfChat = 10
/** The last old messages of a chat may come a little later than the first. */
const lateGatherMillis = 3000
/** One line in a group at most this often. */
const groupSilenceMillis = 3_600_000
/** Messages in hand are finished when we stop, for this long. */
const stopMillis = 5000
const usualTypingMillis = 1500

/** `start` returns at once and links in the background. */
export function createLinkedChannel(options: LinkedOptions): LinkedChannel {
  const { keys, words, log, now = Date.now } = options
  const session = openSession(join(options.dataDir, 'whatsapp'), now)
  const offers = createOffers()
  const outbox = createOutbox((order) => supervisor.post(order))
  const supervisor = createSupervisor({
    ...options,
    session,
    patience: { ...usualPatience, ...options.patience },
    typingMillis: options.typingMillis ?? usualTypingMillis,
    hear,
    lost: outbox.lose,
    busy: () => outbox.inHand() > 0,
    changed: (link) => {
      if (link.kind === 'connected') {
        outbox.flush()
        pace.resume()
      }
      options.show?.(link)
    },
  })
  const pace = createPace({
    now,
    ...(options.pace && { limits: options.pace }),
    isOpen: () => supervisor.link().kind === 'connected',
    idle: () => {
      if (!overflowed) return
      overflowed = false
      supervisor.post({ kind: 'look' })
    },
  })
  /** Updates that wait or are being answered: a message is told again by every look. */
  const taken = new Set<string>()
  const inHand = new Set<Promise<void>>()
  /** By chat; `isAnswered` where the person wrote again in time, so that an apology would be out of place. */
  const late = new Map<string, { messages: PrivateMessage[]; isAnswered: boolean; timer: NodeJS.Timeout }>()
  /** Oldest first. */
  const saidInGroup = new Map<string, number>()
  let overflowed = false
  let handle: Handle | undefined
  let stopping: Promise<void> | undefined

  function hear(report: Report): void {
    outbox.hear(report)
    if (report.kind === 'message') receive(report.message)
    if (report.kind === 'call') {
      supervisor.post({ kind: 'refuse call', call: report.call, chat: report.chat })
      const received = readCall(report.chat, report.call, keys)
      if (received) hold(admit(received))
    }
  }

  function receive(heard: HeardMessage): void {
    if (!handle || stopping || heard.seconds < session.linkedSince()) return
    const received = readHeard(heard, keys)
    if (!received) return
    if (received.kind === 'group') sayInGroup(received.chat)
    else if (now() / 1000 - heard.seconds > lateSeconds) gatherLate(received)
    else {
      const older = late.get(received.chat)
      if (older) older.isAnswered = true
      hold(admit(received))
    }
  }

  function gatherLate(received: PrivateMessage): void {
    const { chat } = received
    const known = late.get(chat)
    if (known) {
      known.messages.push(received)
      return
    }
    const timer = setTimeout(() => {
      const { messages = [], isAnswered } = late.get(chat) ?? {}
      late.delete(chat)
      const message = joinLate(messages.map((one) => one.message))
      if (message) hold(admit({ kind: 'private', chat, message }, { onlyUrgent: isAnswered === true }))
    }, lateGatherMillis)
    timer.unref()
    late.set(chat, { messages: [received], isAnswered: false, timer })
  }

  /** Whoever is in danger goes before everybody who waits. */
  async function admit(received: PrivateMessage, { onlyUrgent = false } = {}): Promise<void> {
    const { chat, message } = received
    if (taken.has(message.update)) return
    taken.add(message.update)
    const isUrgent = await options.isUrgent(message).catch(() => true) // who knows: then nobody waits
    if (onlyUrgent && !isUrgent) return void taken.delete(message.update)
    if (isUrgent || pace.waitingOf(chat) >= mostWaitingOfChat) return answer(received)
    if (pace.waiting() >= mostWaiting) {
      overflowed = true
      taken.delete(message.update)
      return
    }
    pace.take(chat, () => hold(answer(received)))
  }

  async function answer({ chat, message, quoted }: PrivateMessage): Promise<void> {
    try {
      const content = message.late ? message.content : offers.read(message.chat, message.content, quoted)
      if (content.kind === 'choice' && content.id === 'forget') offers.forget(message.chat)
      supervisor.post({ kind: 'typing', chat })
      await handle?.({ ...message, content }, (reply) => deliver(chat, message, reply))
    } finally {
      taken.delete(message.update)
    }
  }

  async function deliver(chat: string, message: IncomingMessage, reply: Reply): Promise<void> {
    for (const text of renderNumbered(reply, words)) await outbox.send(chat, text, reply.urgent)
    offers.remember(message.chat, reply.choices)
  }

  /** In a group everybody reads, so that nothing is answered there but one line that says so. */
  function sayInGroup(chat: string): void {
    const time = now()
    for (const [key, at] of saidInGroup) {
      if (time - at < groupSilenceMillis) break
      saidInGroup.delete(key)
    }
    const key = keys.chatKey('whatsapp', chat)
    if (saidInGroup.has(key)) return
    saidInGroup.set(key, time)
    // WhatsApp does not tell which language somebody reads.
    const line = (['fr', 'ar'] as const).map((language) => words(language, 'telegram.groups')).join('\n')
    void hold(outbox.send(chat, line, false))
  }

  async function hold(work: Promise<void>): Promise<void> {
    const held = work.catch((error: unknown) =>
      log.error({ channel: 'whatsapp', ...describeError(error) }, 'a message was not answered'),
    )
    inHand.add(held)
    await held.finally(() => inHand.delete(held))
  }

  async function idle(): Promise<void> {
    while (inHand.size > 0) await Promise.all(inHand)
  }

  async function stop(): Promise<void> {
    pace.stop()
    for (const { timer } of late.values()) clearTimeout(timer)
    const patience = setTimeout(outbox.close, stopMillis)
    await idle()
    clearTimeout(patience)
    outbox.close()
    await supervisor.stop()
  }

  return {
    async start(given) {
      handle = given
      supervisor.start()
    },
    stop() {
      stopping ??= stop()
      return stopping
    },
    health: () => healthOf(supervisor.link()),
    link: supervisor.link,
    pair: supervisor.pair,
    bytes: supervisor.bytes,
  }
}
