/**
 * The way to Telegram: two clients of the Bot API, what is known of reaching it, and the patience to try again for
 * ever. grammY's errors hold the token in their address and what a person wrote in their payload, so that none of them
 * leaves this folder.
 */
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { setTimeout as pause } from 'node:timers/promises'
import { autoRetry } from '@grammyjs/auto-retry'
import { apiThrottler } from '@grammyjs/transformer-throttler'
import { Api, GrammyError, type Transformer } from 'grammy'
import type { Logger } from 'pino'
import { DalilError, describeError } from '../../errors.ts'
import type { Health } from '../../message.ts'
import type { Signal } from './patience.ts'

export interface Connection {
  /** One try a call, for what has its own patience or is not worth any. */
  readonly asking: Api
  /** Paced as Telegram wants it; refused and failed calls are tried again until their signal ends. */
  readonly sending: Api
  /** Tries until it succeeds, with growing pauses. Rejects only once the signal ends. */
  persist<T>(call: () => Promise<T>, signal: Signal): Promise<T>
  health(): Health
  close(): void
}

/** What the Bot API server bears. One of one's own may bear more than Telegram. */
export interface Pace {
  /** To all chats together. */
  readonly messagesPerSecond: number
  /** For which a message may stay without an answer of the server; then it is sent again. */
  readonly answerSeconds: number
}

/** https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this */
const telegramPace: Pace = { messagesPerSecond: 30, answerSeconds: 15 }

export type Log = Pick<Logger, 'info' | 'warn' | 'error'>

type Reach = 'connecting' | 'reached' | 'unreachable' | 'token' | 'webhook' | 'conflict' | 'stopped'

/** One sentence each, for whoever watches the service. */
const sentences: Readonly<Record<Reach, string>> = {
  connecting: 'Telegram is being connected.',
  reached: 'Telegram is reached.',
  unreachable: new DalilError('telegram-unreachable').message,
  token: new DalilError('telegram-token').message,
  webhook: 'Telegram does not accept the webhook. TELEGRAM_WEBHOOK_URL must be https, on port 443, 80, 88 or 8443.',
  conflict: 'Another process fetches the messages of this bot. Stop it, or give it a bot of its own.',
  stopped: 'Telegram is stopped.',
}

const firstPauseMillis = 250
const longestPauseMillis = 30_000
/** A refused token seldom comes back, and asking often looks like an attack. */
const tokenPauseMillis = 300_000

/** Longer than the 30 seconds for which Telegram holds a request for updates. */
const askingSeconds = 45
/** When Telegram asks for a longer pause than this, a reply would come too late to be understood. */
const longestFloodSeconds = 60

export function connectTelegram(options: { token: string; apiRoot: string; log: Log; pace?: Pace }): Connection {
  const { token, log, pace = telegramPace } = options
  const apiRoot = options.apiRoot.replace(/\/+$/, '') // grammY refuses a slash at the end
  const agent = apiRoot.startsWith('https:') ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true })
  const client = { apiRoot, baseFetchConfig: { agent, compress: true } }
  const asking = new Api(token, { ...client, timeoutSeconds: askingSeconds })
  const sending = new Api(token, { ...client, timeoutSeconds: pace.answerSeconds })
  let reach: Reach = 'connecting'

  /** Says so in the log when something has changed, and only then: an outage is one line, not one a second. */
  function note(now: Reach, error?: unknown): void {
    if (reach === now || reach === 'stopped') return
    reach = now
    const details = { channel: 'telegram', ...(error !== undefined && describeError(error)) }
    if (now === 'reached') log.info(details, sentences.reached)
    else if (now === 'token') log.error({ ...details, code: 'telegram-token' }, sentences.token)
    else if (now === 'unreachable') log.warn({ ...details, code: 'telegram-unreachable' }, sentences.unreachable)
    else log.warn(details, sentences[now])
  }

  const watch: Transformer = async (previous, method, payload, signal) => {
    try {
      const response = await previous(method, payload, signal)
      const now = response.ok ? 'reached' : reachOf(response.error_code, method)
      if (now) note(now)
      return response
    } catch (error) {
      if (!signal?.aborted) note('unreachable', error)
      throw error
    }
  }
  asking.config.use(watch)
  // The throttler is inside, so that a call that waits to be tried again does not hold up its chat's queue. Telegram
  // names one message a second in a chat and bears bursts: ten at once, then one a second.
  const refilled = { reservoirIncreaseAmount: 1, reservoirIncreaseInterval: 1000, reservoirIncreaseMaximum: 10 }
  const perChat = { maxConcurrent: 1, reservoir: 10, ...refilled }
  const perSecond = pace.messagesPerSecond
  const global = { reservoir: perSecond, reservoirRefreshAmount: perSecond, reservoirRefreshInterval: 1000 }
  sending.config.use(watch, apiThrottler({ global, out: perChat }), autoRetry({ maxDelaySeconds: longestFloodSeconds }))

  return {
    asking,
    sending,
    async persist(call, signal) {
      for (let millis = firstPauseMillis; ; millis = Math.min(longestPauseMillis, millis * 2)) {
        try {
          return await call()
        } catch (error) {
          if (signal.aborted) throw error
          const asked = error instanceof GrammyError ? (error.parameters.retry_after ?? 0) * 1000 : 0
          await pause(reach === 'token' ? tokenPauseMillis : Math.max(asked, millis), undefined, { signal })
        }
      }
    },
    health: () => ({ ok: reach === 'reached', says: sentences[reach] }),
    close() {
      reach = 'stopped'
      agent.destroy()
    },
  }
}

/** @returns undefined for a code that says nothing of the connection */
function reachOf(code: number | undefined, method: string): Reach | undefined {
  // A token of the wrong form gives 404; for other methods than `getMe` that means a server that does not know them.
  if (code === 401 || (code === 404 && method === 'getMe')) return 'token'
  if (code === 409) return 'conflict'
  if (code === 400 && method === 'setWebhook') return 'webhook'
  return code !== undefined && code >= 500 ? 'unreachable' : undefined
}
