/**
 * What is known of reaching WhatsApp, and the patience to send again: Meta's limits hold up everybody, a person in danger
 * the least; what Meta may have taken is sent again only in an emergency, where twice is better than never.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import { DalilError, type ErrorCode } from '../../errors.ts'
import type { Health } from '../../message.ts'
import { createGraph, type GraphAnswer, type GraphOptions, type GraphResult } from './cloud-graph.ts'

export type Log = Pick<Logger, 'info' | 'warn' | 'error'>

/** `gone`: nobody is there to read it. `refused`: Meta does not want the message as it is. */
export type Sent = 'taken' | 'unsure' | 'gone' | 'refused'

export interface SendOptions {
  readonly urgent: boolean
  /** Gives up. */
  readonly signal: AbortSignal
}

export interface CloudConnection {
  /** @throws DalilError `whatsapp-cloud-…` when it is given up; then Meta has not taken it */
  send(body: object, options: SendOptions): Promise<Sent>
  /** One try, left out while Meta wants us to wait or much is going on: for what is nice to have. */
  mention(body: object, signal: AbortSignal): Promise<void>
  /** Asks until Meta answers, then once a minute, until the signal ends. */
  watch(signal: AbortSignal): Promise<void>
  health(): Health
  close(): void
}

type Reach = 'connecting' | 'reached' | 'stopped' | 'busy' | 'down' | 'token' | 'account'

const errors: Readonly<Record<'busy' | 'down' | 'token' | 'account', ErrorCode>> = {
  busy: 'whatsapp-cloud-busy',
  down: 'whatsapp-cloud-unreachable',
  token: 'whatsapp-cloud-token',
  account: 'whatsapp-cloud-account',
}

/** One sentence each, for whoever watches the service. */
function sentenceOf(reach: Reach): string {
  if (reach === 'connecting') return 'WhatsApp is being connected.'
  if (reach === 'reached') return 'WhatsApp is reached.'
  return reach === 'stopped' ? 'WhatsApp is stopped.' : new DalilError(errors[reach]).message
}

/** At the same time: ticks count against the limit of messages a second, which answers need. */
const mostMentions = 8
const firstPauseMillis = 250
const longestPauseMillis = 30_000
/** Nothing else would tell an operator that the token has ended while nobody writes. */
const watchMillis = 60_000
/** A refused token seldom comes back, and asking often looks like an attack. */
const tokenPauseMillis = 300_000

export function connectCloud(options: GraphOptions & { readonly log: Log }): CloudConnection {
  const { log } = options
  const graph = createGraph(options)
  let reach: Reach = 'connecting'
  /** Milliseconds of a clock that only goes forward; until then Meta takes nothing from us. */
  let waitUntil = 0
  let mentioning = 0

  /** Says so in the log when something has changed, and only then: an outage is one line, not one a second. */
  function note(now: Reach, code?: number): void {
    if (reach === now || reach === 'stopped') return
    reach = now
    const details = { channel: 'whatsapp', ...(code !== undefined && { graphCode: code }) }
    if (now === 'busy' || now === 'down') log.warn({ ...details, code: errors[now] }, sentenceOf(now))
    else if (now === 'token' || now === 'account') log.error({ ...details, code: errors[now] }, sentenceOf(now))
    else log.info(details, sentenceOf(now))
  }

  function observe(answer: GraphAnswer, signal: AbortSignal): GraphAnswer {
    const now = reachOf(answer.result)
    if (now && !signal.aborted) note(now, answer.code)
    return answer
  }

  /** Everybody else stands behind those in danger, who do not wait for their turn after a pause. */
  async function passGate(urgent: boolean, signal: AbortSignal): Promise<void> {
    for (;;) {
      const millis = waitUntil - performance.now()
      if (millis <= 0 || signal.aborted) return
      await sleep(urgent ? Math.min(millis, firstPauseMillis) : millis, signal)
      if (urgent) return
    }
  }

  async function send(body: object, { urgent, signal }: SendOptions): Promise<Sent> {
    for (let tries = 0; ; tries += 1) {
      await passGate(urgent, signal)
      if (signal.aborted) throw new DalilError('whatsapp-cloud-unreachable')
      const answer = observe(await graph.post(body, signal), signal)
      const { result } = answer
      if (result === 'taken') return 'taken'
      if (result === 'person') return 'gone'
      if (result === 'message') return 'refused'
      if (result === 'token' || result === 'account') throw new DalilError(errors[result])
      if (result === 'unsure' && !urgent) return 'unsure'
      const millis = pauseAfter(answer, tries)
      if (result === 'busy') waitUntil = Math.max(waitUntil, performance.now() + millis)
      else await sleep(millis, signal)
    }
  }

  return {
    send,
    async mention(body, signal) {
      if (mentioning >= mostMentions || waitUntil > performance.now()) return
      mentioning += 1
      observe(await graph.post(body, signal), signal)
      mentioning -= 1
    },
    async watch(signal) {
      for (let tries = 0; !signal.aborted; tries += 1) {
        const answer = observe(await graph.ask(signal), signal)
        if (answer.result === 'taken') tries = 0
        const millis = answer.result === 'taken' ? watchMillis : pauseAfter(answer, tries)
        const wait = answer.result === 'token' || answer.result === 'account' ? tokenPauseMillis : millis
        await sleep(wait, signal)
      }
    },
    health: () => ({ ok: reach === 'reached', says: sentenceOf(reach) }),
    close() {
      reach = 'stopped'
    },
  }
}

/** Ends early, and without an error, when the signal does. */
async function sleep(millis: number, signal: AbortSignal): Promise<void> {
  await pause(millis, undefined, { signal }).catch(() => {})
}

/** @returns undefined for a result that says nothing of the way to Meta */
function reachOf(result: GraphResult): Reach | undefined {
  if (result === 'taken') return 'reached'
  if (result === 'unsure') return 'down'
  return result === 'pair' || result === 'person' || result === 'message' ? undefined : result
}

/** Growing; Meta asks for powers of four seconds where one person got too many messages. */
function pauseAfter({ result, retryAfterMillis = 0 }: GraphAnswer, tries: number): number {
  const growing = result === 'pair' ? 1000 * 4 ** Math.min(tries, 5) : firstPauseMillis * 2 ** Math.min(tries, 10)
  return Math.max(retryAfterMillis, Math.min(growing, longestPauseMillis))
}
