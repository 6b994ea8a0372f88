/** Waiting that ends, and signals that end it. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Api } from 'grammy'

/** A signal for Node's own functions and for grammY's. */
export type Signal = AbortSignal & NonNullable<Parameters<Api['getMe']>[0]>

/** grammY 1.46 types its signals by the package abort-controller, of before Node had them, and takes Node's as well. */
export function signalOf(signal: AbortSignal): Signal {
  return signal as Signal // differs in the type of `onabort` only
}

/** Resolves when the work does, or after so many milliseconds; leaves no timer behind. */
export async function waitAtMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const waiting = new AbortController()
  const late = pause(milliseconds, undefined, { signal: waiting.signal }).catch(() => {}) // being cut short is no failure
  await Promise.race([work, late])
  waiting.abort()
}
