/** Who is signed in: the browser holds a random token, the database only its hash. */
import type { SessionStage, SessionStore } from '../store/store.ts'
import { hashToken, randomToken } from './keys.ts'

export interface Session {
  readonly id: string
  readonly account: string
  readonly stage: SessionStage
}

/**
 * A working day, and half an hour without a page. The figures that OWASP names for pages of high value are shorter
 * (Session Management Cheat Sheet, read 2026-11-25: idle 2 to 5 minutes, low risk 15 to 30); a report is read for longer
 * than that, and there is no message of anybody behind this door.
 */
const longestSeconds = 12 * 3600
const idleSeconds = 30 * 60
/** Between the password and the second factor. */
const halfwaySeconds = 10 * 60

export interface Sessions {
  /**
   * @param before the session of this browser so far: it ends, so that a token which somebody else planted is worth nothing
   * @returns the token for the browser
   */
  open(account: string, stage: SessionStage, before?: Session): Promise<string>
  /** Also prolongs it. @returns undefined where it has ended or never was */
  find(token: string | undefined): Promise<Session | undefined>
  end(session: Session): Promise<void>
}

/** @param now milliseconds since 1970 */
export function createSessions(store: SessionStore, now: () => number): Sessions {
  // Rounded to the minute: no page needs more, and a session read twice in a minute is written once.
  const minute = () => Math.floor(now() / 60_000) * 60
  return {
    async open(account, stage, before) {
      if (before) await store.endSession(before.id)
      const token = randomToken()
      await store.addSession({
        id: hashToken(token),
        account,
        stage,
        expires: minute() + (stage === 'full' ? longestSeconds : halfwaySeconds),
        idle_expires: minute() + idleSeconds,
      })
      return token
    },
    async find(token) {
      if (token === undefined || !/^[\w-]{43}$/.test(token)) return undefined
      const session = await store.findSession(hashToken(token), minute())
      if (!session) return undefined
      const idle = minute() + idleSeconds
      if (session.idle_expires < idle) await store.prolongSession(session.id, idle)
      return { id: session.id, account: session.account, stage: session.stage }
    },
    end: (session) => store.endSession(session.id),
  }
}
