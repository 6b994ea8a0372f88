/**
 * Between the channels and the turn: each update once, in order within a chat, urgent ones first when there is a queue,
 * bounded. Never rejects: whatever fails, the person gets an answer, at the least the emergency numbers.
 *
 *   received ──► queued ──► turn ──► sending ──► done
 *                                      └ the process dies here: an ordinary reply is not repeated, an urgent one is
 */
import type { Logger } from 'pino'
import { describeError } from '../errors.ts'
import type { ReplyLanguage } from '../languages.ts'
import type { ChatKey, Handle, IncomingMessage, Reply } from '../message.ts'
import type { Recorder } from '../signals/record.ts'
import { hourOf, type TalkStore, type UpdateStep, type UpdateStore } from '../store/store.ts'
import type { Limiter } from './limits.ts'
import { readTalk, type Talk, writeTalk } from './state.ts'
import type { Turn, TurnResult } from './turn.ts'

export interface InboxOptions {
  readonly turn: Turn
  readonly store: TalkStore & UpdateStore
  readonly recorder: Recorder
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly perChat: Limiter
  readonly overall: Limiter
  readonly log: Pick<Logger, 'warn' | 'error'>
  /** Messages answered at the same time; more wait. */
  readonly atOnce?: number
  /** Messages that may wait; beyond, only urgent ones are taken. */
  readonly mostWaiting?: number
}

export interface Inbox {
  readonly handle: Handle
  /** Resolves when no message is in hand. */
  drain(): Promise<void>
}

interface Job {
  readonly message: IncomingMessage
  readonly urgent: boolean
  run(): Promise<void>
}

/** A notice costs no turn, so that more of them may wait than messages. */
const noticesPerMessage = 6

/** Updates are remembered this long, so that one delivered again by its platform is known. */
const updateHours = 48

export function createInbox(options: InboxOptions): Inbox {
  const { turn, store, recorder, now, log, atOnce = 32, mostWaiting = 2000 } = options
  const waiting: Job[] = []
  const busyChats = new Set<ChatKey>()
  const inHand = new Set<string>()
  const entering = new Map<ChatKey, Promise<void>>()
  const idle: (() => void)[] = []
  let running = 0

  const handle: Handle = async (message, deliver, onCalm = () => {}) => {
    if (inHand.has(message.update)) return
    inHand.add(message.update)
    try {
      const job = await inOrder(message.chat, () => enqueue(message, deliver, onCalm))
      await job?.answered
    } catch (error) {
      log.error({ channel: message.channel, ...describeError(error) }, 'a message was not answered')
    } finally {
      inHand.delete(message.update)
      tellIdle()
    }
  }

  return {
    handle,
    drain: () => (isIdle() ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
  }

  function isIdle(): boolean {
    return running === 0 && waiting.length === 0 && inHand.size === 0
  }

  function tellIdle(): void {
    if (isIdle()) for (const done of idle.splice(0)) done()
  }

  /**
   * Messages of a chat come into the queue one after the other: under load a text is judged before it is let in, and the
   * tap that follows it is not.
   */
  async function inOrder<T>(chat: ChatKey, work: () => Promise<T>): Promise<T> {
    const mine = (entering.get(chat) ?? Promise.resolve()).then(work)
    const settled = mine.then(
      () => {},
      () => {}, // whoever asked for it hears of the failure
    )
    entering.set(chat, settled)
    try {
      return await mine
    } finally {
      if (entering.get(chat) === settled) entering.delete(chat)
    }
  }

  /** @returns undefined for a message that is answered already */
  async function enqueue(
    message: IncomingMessage,
    deliver: Deliver,
    onCalm: () => void,
  ): Promise<{ answered: Promise<void> } | undefined> {
    const step = await received(message)
    if (step === 'done' || step === 'sending') return undefined
    const admission = await admit(message, onCalm)
    if (admission === 'notice') return { answered: queued(message, false, () => slowDown(message, deliver)) }
    if (admission === 'over') return { answered: mark(message, 'done') }
    const urgent = admission === 'urgent' || step === 'sending-urgent'
    return { answered: queued(message, urgent, () => answer(message, deliver, onCalm)) }
  }

  /** A store that cannot be asked is no reason to stay silent. */
  async function received(message: IncomingMessage): Promise<UpdateStep | 'new'> {
    try {
      return await store.receiveUpdate(message.update, hourOf(now() + (updateHours + 1) * 3_600_000))
    } catch (error) {
      log.warn({ ...describeError(error) }, 'updates are not remembered')
      return 'new'
    }
  }

  /** Limits hold for everybody but a person in danger. */
  async function admit(message: IncomingMessage, onCalm: () => void): Promise<'ok' | 'urgent' | 'notice' | 'over'> {
    const mine = options.perChat.take(message.chat)
    const all = options.overall.take('all')
    const full = waiting.length >= mostWaiting
    if (mine === 'ok' && all === 'ok' && !full && waiting.length === 0) return 'ok'
    if (await turn.urgencyOf(message)) return 'urgent'
    onCalm()
    if (mine === 'ok' && all === 'ok' && !full) return 'ok'
    // A notice waits its turn: thousands sent at once would fill the platform's own queue before a card for somebody in
    // danger. Beyond the bound nobody could be told in useful time.
    return mine !== 'over' && waiting.length < mostWaiting * noticesPerMessage ? 'notice' : 'over'
  }

  async function slowDown(message: IncomingMessage, deliver: Deliver): Promise<void> {
    const talk = await readTalk(store, message.chat, now())
    await attempt(() => deliver(turn.slowDown(languageOf(message, talk))))
    await mark(message, 'done')
  }

  function queued(message: IncomingMessage, urgent: boolean, run: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      waiting.push({ message, urgent, run: () => run().then(resolve, reject) })
      next()
    })
  }

  function next(): void {
    while (running < atOnce) {
      const free = (job: Job) => !busyChats.has(job.message.chat)
      const urgent = waiting.findIndex((job) => job.urgent && free(job))
      const at = urgent >= 0 ? urgent : waiting.findIndex(free)
      const [job] = at >= 0 ? waiting.splice(at, 1) : []
      if (!job) return
      running += 1
      busyChats.add(job.message.chat)
      void job.run().finally(() => {
        running -= 1
        busyChats.delete(job.message.chat)
        next()
        tellIdle()
      })
    }
  }

  async function answer(message: IncomingMessage, deliver: Deliver, onCalm: () => void): Promise<void> {
    const talk = await readTalk(store, message.chat, now())
    const { reply, talk: after, outcomes, unanswered } = await takeTurn(message, talk)
    await mark(message, reply.urgent ? 'sending-urgent' : 'sending')
    if (!reply.urgent) onCalm()
    const sent = await attempt(() => deliver(reply))
    if (!sent) return
    await remember(message, after)
    await mark(message, 'done')
    recorder.record(message.chat, outcomes, unanswered)
  }

  async function takeTurn(message: IncomingMessage, talk: Talk): Promise<TurnResult> {
    try {
      return await turn.take(message, talk)
    } catch (error) {
      log.error({ channel: message.channel, ...describeError(error) }, 'a turn failed')
      return { reply: await lastResort(message, languageOf(message, talk)), talk, outcomes: [] }
    }
  }

  /** Composing has failed: whoever is in danger still gets the card, everybody else the emergency numbers. */
  async function lastResort(message: IncomingMessage, language: ReplyLanguage): Promise<Reply> {
    const danger = await turn.urgencyOf(message).catch(() => undefined)
    try {
      return danger ? turn.emergencyReply(danger, language) : turn.apology(language)
    } catch {
      return { language, blocks: [], choices: [], urgent: false }
    }
  }

  async function remember(message: IncomingMessage, after: Talk | 'forget'): Promise<void> {
    try {
      if (after === 'forget') await store.forgetTalk(message.chat)
      else await writeTalk(store, message.chat, after, now())
    } catch (error) {
      log.warn({ ...describeError(error) }, 'a talk is not remembered')
    }
  }

  async function mark(message: IncomingMessage, step: UpdateStep): Promise<void> {
    try {
      await store.markUpdate(message.update, step)
    } catch (error) {
      log.warn({ ...describeError(error) }, 'an update is not marked')
    }
  }

  async function attempt(send: () => Promise<void>): Promise<boolean> {
    try {
      await send()
      return true
    } catch (error) {
      log.warn({ ...describeError(error) }, 'a reply was not taken by its channel')
      return false
    }
  }
}

/** Where no turn could say: the language of the talk so far, or the one the page shows. */
function languageOf(message: IncomingMessage, talk: Talk): ReplyLanguage {
  return talk.language ?? message.known?.language ?? 'fr'
}

type Deliver = (reply: Reply) => Promise<void>
