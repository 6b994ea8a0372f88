/**
 * The audit trail: who looked at, exported or changed what. To the hour, and each thing once an hour with a count: it
 * answers "who took these figures away", not "what did a colleague do all day".
 */
import { type AuditEntry, type AuditStore, hourOf } from '../store/store.ts'

/** What the pages of this room do; the pages of others name theirs in `AdminView.audit`. */
export type AccountAction =
  | 'signed-in'
  | 'sign-in-refused'
  | 'signed-out'
  | 'password-changed'
  | 'second-factor-on'
  | 'second-factor-off'
  | 'account-added'
  | 'account-reset'
  | 'account-disabled'
  | 'account-enabled'
  | 'account-signed-out'
  | 'audit-read'

export interface Audit {
  /** @param about the account or the service that was changed */
  note(account: string, action: string, about?: string): Promise<void>
  /** Newest first. */
  latest(): Promise<readonly (AuditEntry & { readonly count: number })[]>
}

/** Twelve months, swept every hour. */
const keptHours = 366 * 24
const shown = 500

/** How `dalil user` stands in the trail: no account of ours has such a name. */
export const commandLine = '(dalil user)'

/** Stands in the trail for a name that no account has; the name itself may be somebody's password. */
export const nobody = '(nobody)'

/** @param now milliseconds since 1970 */
export function createAudit(store: AuditStore, now: () => number): Audit {
  return {
    async note(account, action, about = '') {
      await store.addAudit({ hour: hourOf(now()), account, action, about }, hourOf(now() + keptHours * 3_600_000))
    },
    latest: () => store.listAudit(shown),
  }
}
