/** Waiting that ends. */
import { setTimeout as pause } from 'node:timers/promises'

/** What the work resolves to, or undefined after so many milliseconds; leaves no timer behind. */
export async function waitAtMost<T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  const waiting = new AbortController()
  const late = pause(milliseconds, undefined, { signal: waiting.signal }).catch(() => undefined) // cut short: no failure
  try {
    return await Promise.race([work, late])
  } finally {
    waiting.abort()
  }
}
