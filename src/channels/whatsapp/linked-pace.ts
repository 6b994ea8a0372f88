/**
 * How fast messages are taken up, so that the number writes like a busy person and not like a machine: WhatsApp names
 * no limit for a linked device and blocks numbers that send in bursts. The pace is kept before a message is answered,
 * not before its answer is sent: what waits here is untouched, and a service that is killed finds it again. Whoever is
 * in danger does not wait.
 */
export interface PaceLimits {
  /** Between two messages of one chat. */
  readonly chatMillis: number
  /** Messages of all chats that are taken up at once. */
  readonly burst: number
  /** Between two messages of all chats, beyond the burst. */
  readonly allMillis: number
  /** Messages that are being answered at the same time. No more are at stake when the service is killed. */
  readonly atOnce: number
}

/** A busy secretary answers a dozen chats that have come meanwhile, then one every second. Chosen, not measured. */
export const humanPace: PaceLimits = { chatMillis: 1200, burst: 12, allMillis: 900, atOnce: 3 }

export interface Pace {
  /** Runs what is given as soon as the pace allows, one after the other in a chat, chats in turn. */
  take(chat: string, run: () => Promise<void>): void
  waiting(): number
  /** Messages of a chat that wait. */
  waitingOf(chat: string): number
  /** Looks again whether something may be taken up. */
  resume(): void
  /** What waits is dropped. */
  stop(): void
}

export interface PaceOptions {
  readonly limits?: PaceLimits
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** From 0 to 1: pauses vary by a third, because no person is regular. */
  readonly random?: () => number
  /** While it says no, everything waits: an answer that cannot be sent is better not begun. */
  readonly isOpen?: () => boolean
  /** Calls back when nothing waits any more. */
  readonly idle?: () => void
}

export function createPace({
  limits = humanPace,
  now,
  random = Math.random,
  idle,
  isOpen = () => true,
}: PaceOptions): Pace {
  const { chatMillis, burst, allMillis, atOnce } = limits
  const queues = new Map<string, (() => Promise<void>)[]>()
  const busy = new Set<string>()
  const freeAt = new Map<string, number>()
  let credit = burst
  let counted = now()
  let timer: NodeJS.Timeout | undefined

  const lastTurn = (chat: string) => freeAt.get(chat) ?? 0
  const varied = (millis: number) => millis * (1 + (random() - 0.5) * (2 / 3))

  function next(): void {
    clearTimeout(timer)
    while (isOpen() && busy.size < atOnce) {
      const time = now()
      if (allMillis > 0) credit = Math.min(burst, credit + (time - counted) / allMillis)
      counted = time
      const chat = nextChat(time)
      if (chat === undefined || (credit < 1 && allMillis > 0)) break
      start(chat)
    }
    if (isOpen() && busy.size < atOnce) sleep(now())
  }

  /** The one whose turn is longest ago, so that a chat that floods holds up nobody. */
  function nextChat(time: number): string | undefined {
    let first: string | undefined
    for (const chat of queues.keys()) {
      if (busy.has(chat) || lastTurn(chat) > time) continue
      if (first === undefined || lastTurn(chat) < lastTurn(first)) first = chat
    }
    return first
  }

  function start(chat: string): void {
    const [run, ...rest] = queues.get(chat) ?? []
    if (rest.length > 0) queues.set(chat, rest)
    else queues.delete(chat)
    if (!run) return
    credit -= 1
    busy.add(chat)
    void run().finally(() => {
      busy.delete(chat)
      if (chatMillis > 0) freeAt.set(chat, now() + varied(chatMillis))
      if (queues.size === 0) idle?.()
      next()
    })
  }

  function sleep(time: number): void {
    for (const [chat, at] of freeAt) if (at <= time && !queues.has(chat)) freeAt.delete(chat)
    if (queues.size === 0) return
    const free = [...queues.keys()].filter((chat) => !busy.has(chat)).map(lastTurn)
    if (free.length === 0) return // the one that ends calls again
    const forCredit = credit < 1 ? varied(allMillis * (1 - credit)) : 0
    timer = setTimeout(next, Math.max(1, forCredit, Math.min(...free) - time))
    timer.unref()
  }

  return {
    take(chat, run) {
      queues.set(chat, [...(queues.get(chat) ?? []), run])
      next()
    },
    waiting: () => [...queues.values()].reduce((sum, { length }) => sum + length, 0),
    waitingOf: (chat) => queues.get(chat)?.length ?? 0,
    resume: next,
    stop() {
      clearTimeout(timer)
      queues.clear()
    },
  }
}
