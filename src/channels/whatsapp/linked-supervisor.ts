/**
 * Keeps one child alive: starts it, watches that it answers, connects in time and stays within its memory, and starts
 * another one when it does not, with growing pauses.
 *
 *   starting ──► waiting for the phone ──► connected ⇄ reconnecting
 *      ▲              ▲ removed on the phone ──┘   │
 *      └───────── the child ends: pause ◄──────────┘
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import { findChromium } from '../../chromium.ts'
import { DalilError } from '../../errors.ts'
import { type Child, startChild } from './linked-child-process.ts'
import { healthOf, type Link, type LinkCode } from './linked-link.ts'
import type { Session } from './linked-session.ts'
import type { Order, Report, Trouble } from './linked-wire.ts'

/** Milliseconds, and bytes of memory. */
export interface Patience {
  /** From the start, or from the scan, until messages can be read. */
  readonly ready: number
  readonly ping: number
  /** Without an answer to a ping. */
  readonly silence: number
  /** The first pause after a failure; doubled each time, up to `longestPause`. */
  readonly pause: number
  readonly longestPause: number
  /** Of the child and its browser together; above it another one is started as soon as nothing is in hand. */
  readonly ceilingBytes: number
  /** After a start, before memory is looked at: a browser that is too large from the beginning is not replaced for ever. */
  readonly rest: number
}

/** WhatsApp Web takes 250 to 700 MB and grows over days (threads of whatsapp-web.js); above 1.2 GB it is started anew. */
export const usualPatience: Patience = {
  ready: 180_000,
  ping: 15_000,
  silence: 60_000,
  pause: 1000,
  longestPause: 300_000,
  ceilingBytes: 1_200_000_000,
  rest: 1_800_000,
}

export interface SupervisorOptions {
  readonly session: Session
  readonly chromium?: string
  readonly page?: string
  readonly phone?: string
  readonly typingMillis: number
  readonly patience: Patience
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
  readonly hear: (report: Report) => void
  /** The child has ended, with what it had in hand. */
  readonly lost: () => void
  /** Is a text with the child? A planned end waits for it. */
  readonly busy: () => boolean
  readonly changed: (link: Link) => void
}

export interface Supervisor {
  start(): void
  stop(): Promise<void>
  /** @returns false while no phone is connected; the order is not kept then */
  post(order: Order): boolean
  /** Asks for a pairing code for this number, digits only, in place of the QR code. */
  pair(phone: string): boolean
  link(): Link
  /** Resident memory in bytes, where the system tells. */
  bytes(): number | undefined
}

type End = 'failed' | 'planned' | 'removed'

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { session, patience, log } = options
  // A machine that slept, or a clock that was set, is no child that is silent.
  const now = () => performance.now()
  const stopping = new AbortController()
  const { signal } = stopping
  let link: Link = { kind: 'starting' }
  let child: Child | undefined
  let connected = false
  let running: Promise<void> | undefined

  function become(next: Link): void {
    const isNew = link.kind !== next.kind
    link = next
    options.changed(link)
    if (!isNew) return
    const { ok, says } = healthOf(link)
    const details = { channel: 'whatsapp', link: link.kind }
    if (ok || link.kind === 'starting' || link.kind === 'stopped') log.info(details, says)
    else log.warn(details, says)
  }

  async function run(): Promise<void> {
    let failures = 0
    while (!signal.aborted) {
      const chromium = findChromium(options.chromium)
      if (chromium === undefined) become({ kind: 'no-chromium' })
      else {
        const { end, wasReady } = await live(chromium)
        if (end === 'removed') {
          session.remove()
          become({ kind: 'removed' })
        }
        failures = end !== 'failed' || wasReady ? 0 : failures + 1
        if (end === 'planned') continue
      }
      const millis = Math.min(patience.longestPause, patience.pause * 2 ** failures)
      await pause(millis, undefined, { signal }).catch(() => {}) // stopping ends the pause
    }
  }

  /** One child, from its start to its end. */
  async function live(chromium: string): Promise<{ end: End; wasReady: boolean }> {
    session.prepare()
    let end: End = 'failed' as End // set by what the child reports
    let wasReady = false
    let scanned = false
    let deadline: number | undefined = now() + patience.ready
    /** Until the child has said its first word, only the deadline holds. */
    let answered: number | undefined
    let pinged = 0
    const began = now()
    let trouble: Trouble | 'silent' | 'never ready' | 'killed' = 'killed'

    const hear = (report: Report) => {
      answered = now()
      switch (report.kind) {
        case 'qr':
        case 'code': {
          deadline = undefined
          scanned = true
          const code: LinkCode =
            report.kind === 'qr' ? { kind: 'qr', text: report.text } : { kind: 'pairing', code: report.code }
          return become({ kind: link.kind === 'removed' ? 'removed' : 'waiting', code })
        }
        case 'linked':
          deadline = now() + patience.ready
          if (scanned) session.noteLinked()
          return become({ kind: link.kind === 'connected' ? 'connected' : 'reconnecting' })
        case 'ready':
        case 'state':
          if (report.kind === 'state' && !wasReady) return
          wasReady = true
          deadline = report.kind === 'ready' || report.connected ? undefined : (deadline ?? now() + patience.ready)
          connected = deadline === undefined
          become({ kind: connected ? 'connected' : 'reconnecting' })
          break
        case 'trouble':
          trouble = report.with
          return
        case 'logged out':
          end = 'removed'
          connected = false
          return
      }
      options.hear(report)
    }
    const watch = setInterval(
      () => {
        const time = now()
        const isLate = deadline !== undefined && time > deadline
        if (isLate || time - (answered ?? time) > patience.silence) {
          trouble = isLate ? 'never ready' : 'silent'
          return started.kill()
        }
        if (time - pinged >= patience.ping) {
          pinged = time
          started.post({ kind: 'ping' })
          const mayEnd = connected && time - began > patience.rest
          if (mayEnd && (started.bytes() ?? 0) > patience.ceilingBytes) {
            end = 'planned'
            connected = false // what is to be sent waits for the next child
          }
        }
        if (end === 'planned' && !options.busy()) started.post({ kind: 'close' })
      },
      Math.min(1000, patience.ping),
    )

    const started = startChild(hear)
    child = started
    const { page, phone, typingMillis } = options
    started.post({
      ...{ kind: 'open', folder: session.folder, chromium, typingMillis },
      ...(page !== undefined && { page }),
      ...(phone !== undefined && { phone }),
    })
    await started.ended
    clearInterval(watch)
    child = undefined
    connected = false
    options.lost()
    if (!signal.aborted && end !== 'removed') become({ kind: end === 'planned' ? 'starting' : 'reconnecting' })
    if (!signal.aborted && end === 'failed')
      log.warn(
        { channel: 'whatsapp', code: 'whatsapp-unreachable', trouble },
        new DalilError('whatsapp-unreachable').message,
      )
    return { end, wasReady }
  }

  async function stop(): Promise<void> {
    stopping.abort()
    const late = setTimeout(() => child?.kill(), 6000)
    child?.post({ kind: 'close' })
    await running
    clearTimeout(late)
    become({ kind: 'stopped' })
  }

  return {
    start() {
      running ??= run()
    },
    stop,
    post(order) {
      if (!connected || !child) return false
      child.post(order)
      return true
    },
    pair(phone) {
      if (!child || (link.kind !== 'waiting' && link.kind !== 'removed')) return false
      child.post({ kind: 'pair', phone })
      return true
    },
    link: () => link,
    bytes: () => child?.bytes(),
  }
}
