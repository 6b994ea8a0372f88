/**
 * How often a password or a code may be tried. Whoever fails waits a little longer each time, and nobody is shut out for
 * good: a stranger who tries an officer's name all day does not keep the officer out, because a browser that has signed
 * in before is counted for itself ("device cookies", OWASP, owasp.org/www-community/
 * Slow_Down_Online_Guessing_Attacks_with_Device_Cookies, read 2026-11-25). An officer on a new browser, while such an
 * attack goes on, is let in by a one-time link, which counts as a browser that is known.
 *
 * In memory only, under a key that is made at the start and never written: no address and no name can be read from it.
 */
import { createHmac, randomBytes } from 'node:crypto'

export interface Attempt {
  readonly kind: 'password' | 'code'
  /** As typed: somebody's name or nobody's, both are treated alike. */
  readonly account: string
  /** IP address. */
  readonly address: string
  /** Of a browser that has signed in to this account before. */
  readonly device?: string | undefined
}

export interface Throttle {
  /**
   * Counts the attempt before it is checked, so that many at once are not one.
   *
   * @returns seconds to wait, and then nothing may be checked; 0 where it may
   */
  begin(attempt: Attempt): number
  /** It was right: it is not counted, and the way is free again. */
  succeed(attempt: Attempt): void
}

interface Rule {
  readonly free: number
  /** Seconds after the first attempt that is not free; doubled with each further one. */
  readonly first: number
  readonly longest: number
}

/** An office shares an address; a whole country may try one name. The wait of the last is short: it is shared with the owner. */
const rules = {
  device: { free: 10, first: 10, longest: 900 },
  pair: { free: 5, first: 10, longest: 900 },
  address: { free: 30, first: 10, longest: 900 },
  account: { free: 50, first: 5, longest: 60 },
} as const satisfies Record<string, Rule>

/** Without a further failure for so long, all is forgotten. */
const forgottenSeconds = 3600
const mostCounted = 20_000

interface Count {
  failures: number
  /** Seconds since 1970. */
  last: number
}

/** @param now milliseconds since 1970 */
export function createThrottle(now: () => number, most = mostCounted): Throttle {
  const key = randomBytes(32)
  const counts = new Map<string, Count>()
  const seconds = () => Math.floor(now() / 1000)
  const hash = (...parts: readonly string[]) => createHmac('sha256', key).update(parts.join('\0')).digest('base64url')

  function rulesFor({ kind, account, address, device }: Attempt): readonly (readonly [string, Rule])[] {
    if (device !== undefined) return [[hash(kind, 'device', account, device), rules.device]]
    const network = networkOf(address)
    return [
      [hash(kind, 'pair', account, network), rules.pair],
      [hash(kind, 'address', network), rules.address],
      [hash(kind, 'account', account), rules.account],
    ]
  }

  function waitOf(id: string, rule: Rule): number {
    const count = counts.get(id)
    if (!count || count.failures < rule.free) return 0
    const pause = Math.min(rule.longest, rule.first * 2 ** (count.failures - rule.free))
    return Math.max(0, count.last + pause - seconds())
  }

  /** Those that failed least go first: a flood of new names does not wash away the count of the one that is attacked. */
  function makeRoom(): void {
    if (counts.size < most) return
    const oldest = seconds() - forgottenSeconds
    for (const [id, { last }] of counts) if (last < oldest) counts.delete(id)
    if (counts.size < most) return
    const least = [...counts].sort(([, a], [, b]) => a.failures - b.failures).slice(0, Math.ceil(most / 4))
    for (const [id] of least) counts.delete(id)
  }

  return {
    begin(attempt) {
      const applied = rulesFor(attempt)
      const oldest = seconds() - forgottenSeconds
      for (const [id] of applied) if ((counts.get(id)?.last ?? oldest) < oldest) counts.delete(id)
      const wait = Math.max(...applied.map(([id, rule]) => waitOf(id, rule)))
      if (wait > 0) return wait
      for (const [id] of applied) {
        const count = counts.get(id)
        if (!count) makeRoom()
        counts.set(id, { failures: (count?.failures ?? 0) + 1, last: seconds() })
      }
      return 0
    },
    succeed(attempt) {
      for (const [id, rule] of rulesFor(attempt)) {
        const count = counts.get(id)
        if (!count) continue
        // What others did from this address or to this account is not forgiven by one who knows a password.
        if (rule === rules.device || rule === rules.pair || count.failures <= 1) counts.delete(id)
        else count.failures -= 1
      }
    },
  }
}

/** Whoever has one IPv6 address has 2^64 of them: the network counts. */
function networkOf(address: string): string {
  return address.includes(':') && !address.startsWith('::ffff:') ? expand(address).slice(0, 4).join(':') : address
}

/** `2001:db8::1` → eight groups. */
function expand(address: string): readonly string[] {
  const [front = '', back] = address.split('::')
  const groups = (part: string) => part.split(':').filter((group) => group !== '')
  if (back === undefined) return groups(front)
  const missing = Math.max(0, 8 - groups(front).length - groups(back).length)
  return [...groups(front), ...Array.from({ length: missing }, () => '0'), ...groups(back)]
}
