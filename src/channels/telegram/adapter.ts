/**
 * The Telegram channel: an update comes in by long polling or by webhook, is read, handed on, and its reply is sent.
 * Raw ids of chats, names and errors of Telegram stay in this folder.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { describeError } from '../../errors.ts'
import type { ReplyLanguage } from '../../languages.ts'
import type { Handle } from '../../message.ts'
import type { Channel, ChannelWords, Keys } from '../channel.ts'
import { type Connection, connectTelegram, type Log } from './connection.ts'
import { createDelivery } from './delivery.ts'
import { createGroupLine } from './groups.ts'
import { startPolling } from './polling.ts'
import { announceProfile } from './profile.ts'
import { allowedUpdates, type Bot, parseUpdate, type Received, readUpdate, type TelegramUpdate } from './updates.ts'

export interface TelegramOptions {
  readonly token: string
  readonly apiRoot: string
  /** Without it updates are fetched by long polling. */
  readonly webhook?: { readonly url: string; readonly secret: string }
  readonly keys: Keys
  readonly words: ChannelWords
  /** Those that have words. */
  readonly languages: readonly ReplyLanguage[]
  readonly log: Log
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

export interface TelegramChannel extends Channel {
  /** Only in webhook mode. */
  readonly webhook?: {
    /** To register with the server; not to be guessed without the token. */
    readonly path: string
    /**
     * Resolves as soon as the update is taken, before it is answered.
     * @param body bytes or text as received, or a parsed update; not looked at unless the secret is right
     * @param secretHeader of `x-telegram-bot-api-secret-token`
     */
    accept(body: unknown, secretHeader: string | undefined): Promise<'accepted' | 'refused' | 'malformed'>
  }
}

/** Messages in hand are finished when we stop, for this long; then their replies are given up. */
const stopMillis = 5000
/** In webhook mode nothing else would tell an operator that Telegram is out of reach while nobody writes. */
const watchMillis = 60_000

/** `start` returns at once and connects in the background: an outage of Telegram must not hold up the other channels. */
export function createTelegramChannel(options: TelegramOptions): TelegramChannel {
  const { keys, words, log, now = Date.now } = options
  const connection = connectTelegram(options)
  const { asking } = connection
  /** Ends with `stop`: no more updates, no more tries to connect. */
  const taking = new AbortController()
  /** Ends when patience with the last replies does. */
  const answering = new AbortController()
  const deliver = createDelivery({ sending: connection.sending, words, log, signal: answering.signal })
  const sayInGroup = createGroupLine({ asking, keys, words, now, signal: answering.signal })
  const webhook = options.webhook && placeWebhook(options.webhook, options.token)
  const inHand = new Set<Promise<void>>()
  let handle: Handle | undefined
  let bot: Bot | undefined
  let polling: { stop(): Promise<void> } | undefined
  let stopped: Promise<void> | undefined

  async function connect(): Promise<void> {
    const { signal } = taking
    bot = await connection.persist(() => asking.getMe(signal), signal)
    follow(announceProfile(asking, words, options.languages, signal), 'commands and description are not set')
    if (!webhook) {
      await connection.persist(() => asking.deleteWebhook({}, signal), signal)
      if (!signal.aborted) polling = startPolling({ connection, signal, consume: async (given) => take(given), quiet })
      return
    }
    const wanted = { secret_token: webhook.secret, allowed_updates: allowedUpdates }
    await connection.persist(() => asking.setWebhook(webhook.url, wanted, signal), signal)
    for (;;) {
      await pause(watchMillis, undefined, { signal })
      await connection.persist(() => asking.getMe(signal), signal)
    }
  }

  /** @returns when the update is answered; never rejects */
  async function take(given: unknown): Promise<void> {
    const update = parseUpdate(given)
    if (update) await hold(answer(update))
    else log.warn({ channel: 'telegram' }, 'An update has another form than the Bot API says; it is left out.')
  }

  async function answer(update: TelegramUpdate): Promise<void> {
    const received = readUpdate(update, keys, bot)
    if (received?.kind === 'group') return await sayInGroup(received)
    if (!received || !handle) return
    const { chat, message, tapped } = received
    if (tapped) follow(asking.answerCallbackQuery(tapped.query, {}, answering.signal))
    await handle(message, (reply) => deliver(chat, reply))
    if (tapped) follow(removeKeyboard(chat, tapped))
  }

  /** Old buttons would pile up and ask about matters long past. */
  async function removeKeyboard(chat: number, { messageId }: Tapped): Promise<void> {
    if (messageId === undefined) return
    const empty = { reply_markup: { inline_keyboard: [] } }
    await asking.editMessageReplyMarkup(chat, messageId, empty, answering.signal)
  }

  /** For what is nice to have: a failure changes nothing for the person, and says no more than `what` to the log. */
  function follow(work: Promise<unknown>, what?: string): void {
    const told = (error: unknown) => {
      if (what && !taking.signal.aborted) log.warn({ channel: 'telegram', ...describeError(error) }, what)
    }
    void hold(work.then(() => {}, told))
  }

  async function hold(work: Promise<void>): Promise<void> {
    const held = work.catch((error: unknown) =>
      log.error({ channel: 'telegram', ...describeError(error) }, 'an update was not answered'),
    )
    inHand.add(held)
    await held.finally(() => inHand.delete(held))
  }

  async function quiet(milliseconds: number): Promise<void> {
    const waiting = new AbortController()
    const late = pause(milliseconds, undefined, { signal: waiting.signal }).catch(() => {}) // its end is no failure
    const done = (async () => {
      while (inHand.size > 0) await Promise.all(inHand)
    })()
    await Promise.race([done, late])
    waiting.abort()
  }

  async function stop(): Promise<void> {
    const ended = polling?.stop()
    taking.abort()
    await ended
    await quiet(stopMillis)
    answering.abort()
    await Promise.all(inHand)
    connection.close()
  }

  return {
    async start(given) {
      handle = given
      connect().catch((error: unknown) => {
        // Stopping ends the tries to connect with an error; any other one is ours.
        if (!taking.signal.aborted) log.error({ channel: 'telegram', ...describeError(error) }, 'connecting has ended')
      })
    },
    stop: () => (stopped ??= stop()),
    health: () => connection.health(),
    ...(webhook && {
      webhook: {
        path: webhook.path,
        async accept(body: unknown, secretHeader: string | undefined) {
          // While we cannot take it, a refusal makes Telegram keep the update and bring it again.
          if (!isSame(secretHeader ?? '', webhook.secret) || !handle || taking.signal.aborted) return 'refused'
          const update = parseUpdate(parseBody(body))
          if (!update) return 'malformed'
          void hold(answer(update))
          return 'accepted'
        },
      },
    }),
  }
}
