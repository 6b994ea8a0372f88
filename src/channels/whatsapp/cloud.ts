/**
 * WhatsApp through Meta's Cloud API: Meta brings messages to the webhook, replies go to the Graph API. Raw ids of chats,
 * names and errors of Meta stay in this folder. Starts no conversation: there are no templates here.
 *
 *   Meta ──► accept ──► inbox ──► delivery ──► Meta
 *              └ 200 when the inbox calls the message calm, or when its answer is sent
 */
import { describeError } from '../../errors.ts'
import type { Handle, Reply } from '../../message.ts'
import type { Channel, ChannelWords, Header, Keys, Webhook, WebhookOutcome } from '../channel.ts'
import { waitAtMost } from '../waiting.ts'
import { connectCloud, type Log } from './cloud-connection.ts'
import { createCloudDelivery } from './cloud-delivery.ts'
import type { GraphOptions } from './cloud-graph.ts'
import { type Received, readCloudUpdate } from './cloud-updates.ts'
import { answerChallenge, cloudWebhookPath, isSigned } from './cloud-webhook.ts'

export interface CloudOptions extends GraphOptions {
  readonly appSecret: string
  readonly verifyToken: string
  readonly keys: Keys
  readonly words: ChannelWords
  readonly log: Log
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

export interface CloudChannel extends Channel {
  readonly webhook: Webhook
}

/** Messages in hand are finished when we stop, for this long; then their replies are given up. */
const stopMillis = 5000
/**
 * No text is kept on the disk, so that a process that is killed knows nothing of what it had in hand. Meta does: what it
 * has no 200 for it brings again, for days. So a message that may tell of danger gets its 200 only with its answer, for
 * this long; then 503, and Meta brings it again.
 */
const holdMillis = 10_000

/** `start` returns at once and connects in the background: an outage of Meta must not hold up the other channels. */
export function createCloudChannel(options: CloudOptions): CloudChannel {
  const { keys, words, log, phoneNumberId, appSecret, verifyToken, now = Date.now } = options
  const connection = connectCloud(options)
  /** Ends with `stop`: nothing is taken any more. */
  const taking = new AbortController()
  /** Ends when patience with the last replies does. */
  const answering = new AbortController()
  const deliver = createCloudDelivery({ connection, words, log, signal: answering.signal })
  /** By key of the update, so that one brought again meanwhile waits for the same answer. */
  const inHand = new Map<string, Promise<WebhookOutcome>>()
  const working = new Set<Promise<void>>()
  let handle: Handle | undefined
  let watching: Promise<void> | undefined
  let stopping: Promise<void> | undefined

  /** @returns when Meta may forget the message, or is to bring it again */
  function take(received: Received): Promise<WebhookOutcome> {
    const { update } = received.message
    const known = inHand.get(update)
    if (known) return known
    const outcome = new Promise<WebhookOutcome>((settle) => {
      const answered = answer(received, () => settle('accepted'))
      follow(answered.then((safe) => settle(safe ? 'accepted' : 'later')).finally(() => inHand.delete(update)))
    })
    inHand.set(update, outcome)
    return outcome
  }

  /** @returns false where an urgent reply was not taken: it is not lost while Meta brings the message again */
  async function answer({ recipient, messageId, message }: Received, onCalm: () => void): Promise<boolean> {
    if (!handle) return false
    let safe = true
    // Ticks and "typing…" say that somebody is there; nobody waits for them.
    const read = { status: 'read', message_id: messageId, typing_indicator: { type: 'text' } }
    follow(connection.mention(read, answering.signal))
    await handle(
      message,
      async (reply: Reply) => {
        safe = !reply.urgent
        await deliver(recipient, reply)
        safe = true
      },
      onCalm,
    )
    return safe
  }

  function follow(work: Promise<void>): void {
    const held = work.catch((error: unknown) =>
      log.error({ channel: 'whatsapp', ...describeError(error) }, 'an update was not answered'),
    )
    working.add(held)
    void held.finally(() => working.delete(held))
  }

  async function idle(): Promise<void> {
    while (working.size > 0) await Promise.all(working)
  }

  async function stop(): Promise<void> {
    taking.abort()
    await watching
    await waitAtMost(stopMillis, idle())
    answering.abort()
    await idle()
    connection.close()
  }

  async function accept(body: unknown, header: Header): Promise<WebhookOutcome> {
    if (!(body instanceof Uint8Array) || !isSigned(body, header('x-hub-signature-256'), appSecret)) return 'refused'
    if (!handle || taking.signal.aborted) return 'later'
    const update = readCloudUpdate(parseJson(body), { keys, phoneNumberId, now: now() })
    if (!update) return 'malformed'
    if (update.unknown > 0)
      log.warn({ channel: 'whatsapp' }, 'An update has another form than Meta says; what is not known is left out.')
    for (const { code, part } of update.failures)
      log.warn({ channel: 'whatsapp', graphCode: code, part }, 'a message that Meta had taken was not brought')
    // All at once: the inbox keeps the order within a chat, and takes urgent ones first.
    const outcomes = await waitAtMost(holdMillis, Promise.all(update.received.map(take)))
    return outcomes?.every((outcome) => outcome === 'accepted') ? 'accepted' : 'later'
  }

  return {
    async start(given) {
      handle = given
      watching = connection.watch(taking.signal)
    },
    stop() {
      stopping ??= stop()
      return stopping
    },
    health: () => connection.health(),
    webhook: {
      path: cloudWebhookPath,
      accept,
      confirm: (query) => answerChallenge(query, verifyToken),
    },
  }
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    return undefined // the caller says "malformed"
  }
}
