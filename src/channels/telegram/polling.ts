/** Long polling on grammY's runner: many updates at once, a bounded number in hand, outages outlasted. */
import { createConcurrentSink, createRunner, createSource } from '@grammyjs/runner'
import { waitAtMost } from '../waiting.ts'
import type { Connection } from './connection.ts'
import type { Signal } from './patience.ts'
import { allowedUpdates } from './updates.ts'

export interface PollingOptions {
  readonly connection: Connection
  /** Ends polling; `stop` must be called as well. */
  readonly signal: Signal
  /** Resolves when the update is answered; never rejects. */
  readonly take: (update: unknown) => Promise<void>
}

/** More than the inbox lets wait (2,000): it decides who must wait, because it knows who is in danger. */
const mostInHand = 2500

/**
 * Asking for the next updates tells Telegram that the last ones are done. For this long we first wait until they are,
 * so that a process that is killed finds them again; longer would let one slow chat hold up all others.
 */
const holdMillis = 1000

/** Telegram holds a request for this long when there is nothing new. */
const longPollSeconds = 30

export function startPolling({ connection, signal, take }: PollingOptions): { stop(): Promise<void> } {
  const { asking, persist } = connection
  let offset = 0
  let batch: Promise<void>[] = []
  // The runner's own fetcher prints errors with the token in them, doubles its pauses without end, and cannot be
  // stopped while it pauses (@grammyjs/runner 2.0.3, createUpdateFetcher); its source and sink are used without it.
  const supply = async (most: number) => {
    await waitAtMost(holdMillis, Promise.all(batch))
    batch = []
    const limit = Math.max(1, Math.min(most, 100))
    const request = { offset, limit, timeout: longPollSeconds, allowed_updates: allowedUpdates }
    const updates = await persist(() => asking.getUpdates(request, signal), signal)
    offset = (updates.at(-1)?.update_id ?? offset - 1) + 1
    return updates
  }
  // Up to 25 ms between two requests: a server that does not hold them would be asked thousands of times a second.
  const source = createSource({ supply }, { speedTrafficBalance: 1, maxDelayMilliseconds: 25 })
  const consume = (update: unknown) => {
    const work = take(update)
    batch.push(work)
    return work
  }
  const sink = createConcurrentSink({ consume }, async () => {}, { concurrency: mostInHand })
  const runner = createRunner(source, sink)
  runner.start()
  return { stop: async () => runner.stop() }
}
