/** Waiting that ends. */
import { setTimeout as pause } from 'node:timers/promises'

/** Resolves when the work does, or after so many milliseconds; leaves no timer behind. */
export async function waitAtMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const waiting = new AbortController()
  const late = pause(milliseconds, undefined, { signal: waiting.signal }).catch(() => {}) // being cut short is no failure
  await Promise.race([work, late])
  waiting.abort()
}
