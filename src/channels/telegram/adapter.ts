/**
 * The Telegram channel: an update comes in by long polling or by webhook, is read, handed on, and its reply is sent.
 * Raw ids of chats, names and errors of Telegram stay in this folder.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { describeError } from '../../errors.ts'
import type { ReplyLanguage } from '../../languages.ts'
import type { Handle } from '../../message.ts'
import type { Channel, ChannelWords, Header, Keys, Webhook } from '../channel.ts'
import { waitAtMost } from '../waiting.ts'
import { connectTelegram, type Log, type Pace } from './connection.ts'
import { createDelivery } from './delivery.ts'
import { createGroupLine } from './groups.ts'
import { signalOf } from './patience.ts'
import { startPolling } from './polling.ts'
import { announceProfile } from './profile.ts'
import { allowedUpdates, type Bot, parseUpdate, readUpdate, type TelegramUpdate } from './updates.ts'
import { parseBody, placeWebhook } from './webhook.ts'

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
  readonly pace?: Pace
}

export interface TelegramChannel extends Channel {
  /** Only in webhook mode; its path is not to be guessed without the token. */
  readonly webhook?: Webhook
}

/** Messages in hand are finished when we stop, for this long; then their replies are given up. */
const stopMillis = 5000
/** In webhook mode nothing else would tell an operator that Telegram is out of reach while nobody writes. */
const watchMillis = 60_000

const noButtons = { reply_markup: { inline_keyboard: [] } }

/** `start` returns at once and connects in the background: an outage of Telegram must not hold up the other channels. */
export function createTelegramChannel(options: TelegramOptions): TelegramChannel {
  const { keys, words, log, now = Date.now } = options
  const connection = connectTelegram(options)
  const { asking } = connection
  /** Ends with `stop`: no more updates, no more tries to connect. */
  const taking = new AbortController()
  const signal = signalOf(taking.signal)
  /** Ends when patience with the last replies does. */
  const answering = new AbortController()
  const patience = signalOf(answering.signal)
  const deliver = createDelivery({ sending: connection.sending, words, log, signal: patience })
  const sayInGroup = createGroupLine({ asking, keys, words, now, signal: patience })
  const webhook = options.webhook && placeWebhook(options.webhook.url, options.webhook.secret, options.token)
  const inHand = new Set<Promise<void>>()
  let handle: Handle | undefined
  let bot: Bot | undefined
  let polling: { stop(): Promise<void> } | undefined
  let connecting: Promise<void> | undefined
  let stopping: Promise<void> | undefined

  async function connect(): Promise<void> {
    bot = await connection.persist(() => asking.getMe(signal), signal)
    follow(announceProfile(asking, words, options.languages, signal), 'commands and description are not set')
    if (!webhook) {
      await connection.persist(() => asking.deleteWebhook({}, signal), signal)
      if (!signal.aborted) polling = startPolling({ connection, signal, take })
      return
    }
    const wanted = { secret_token: options.webhook?.secret, allowed_updates: allowedUpdates }
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
    if (tapped) follow(asking.answerCallbackQuery(tapped.query, {}, patience))
    let answered = false
    await handle(message, async (reply) => {
      await deliver(chat, reply)
      answered = true
    })
    // Old buttons would pile up and ask about matters long past; without an answer they are there to be tapped again.
    if (answered && tapped?.messageId !== undefined)
      follow(asking.editMessageReplyMarkup(chat, tapped.messageId, noButtons, patience))
  }

  /** For what is nice to have: a failure changes nothing for the person, and says no more than `what` to the log. */
  function follow(work: Promise<unknown>, what?: string): void {
    const told = (error: unknown) => {
      if (what && !signal.aborted) log.warn({ channel: 'telegram', ...describeError(error) }, what)
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

  async function idle(): Promise<void> {
    while (inHand.size > 0) await Promise.all(inHand)
  }

  async function stop(): Promise<void> {
    const ended = polling?.stop()
    taking.abort()
    await Promise.all([ended, connecting])
    await waitAtMost(stopMillis, idle())
    answering.abort()
    await idle()
    connection.close()
  }

  return {
    async start(given) {
      handle = given
      connecting = connect().catch((error: unknown) => {
        // Stopping ends the tries to connect with an error; any other one is ours.
        if (!signal.aborted) log.error({ channel: 'telegram', ...describeError(error) }, 'connecting has ended')
      })
    },
    stop() {
      stopping ??= stop()
      return stopping
    },
    health: () => connection.health(),
    ...(webhook && {
      webhook: {
        path: webhook.path,
        async accept(body: unknown, header: Header) {
          // While we cannot take it, a refusal makes Telegram keep the update and bring it again.
          if (!webhook.isSecret(header('x-telegram-bot-api-secret-token')) || !handle || signal.aborted)
            return 'refused'
          const update = parseUpdate(parseBody(body))
          if (!update) return 'malformed'
          void hold(answer(update))
          return 'accepted'
        },
      },
    }),
  }
}
