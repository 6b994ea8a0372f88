/** Puts accounts, sessions, second factor, throttle and audit trail together, and the pages of all rooms into one frame. */
import type { AccountStore, AuditStore, SessionStore } from '../store/store.ts'
import { createAccountList } from './account-list-page.ts'
import { createAccountPages } from './account-page.ts'
import { createAccounts } from './accounts.ts'
import { createAudit } from './audit.ts'
import { createAuditPage } from './audit-page.ts'
import { type AdminFrame, createFrame } from './frame.ts'
import { createAdminKeys } from './keys.ts'
import { createSecondFactor } from './second-factor.ts'
import { createSessions } from './sessions.ts'
import { createThrottle } from './throttle.ts'
import type { AdminView } from './view.ts'
import type { AdminWords } from './words.ts'

export interface SecretariatOptions {
  readonly store: AccountStore & SessionStore & AuditStore
  /** Of the service; kept outside the database. */
  readonly secret: string
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly words: AdminWords
  /** Pages of other rooms, in the order of the navigation; accounts, audit trail and one's own account come behind. */
  readonly views: readonly AdminView[]
  /** Address of the style sheet. */
  readonly style: string
  /** Whether what is shown was made up: then every page says so. */
  readonly simulated: () => boolean
  /** Where staff reach these pages, for links that are handed on. */
  readonly origin?: string
}

export function createSecretariat({ store, secret, now, words, ...rest }: SecretariatOptions): AdminFrame {
  const keys = createAdminKeys(secret)
  const accounts = createAccounts(store, now)
  const audit = createAudit(store, now)
  const shared = {
    accounts,
    audit,
    words,
    secondFactor: createSecondFactor(store, keys, now),
    throttle: createThrottle(now),
  }
  return createFrame({
    ...shared,
    keys,
    sessions: createSessions(store, now),
    style: rest.style,
    simulated: rest.simulated,
    views: [
      ...rest.views,
      ...createAccountList({ ...shared, ...(rest.origin !== undefined && { origin: rest.origin }) }),
      createAuditPage(audit, words),
      ...createAccountPages(shared),
    ],
  })
}
