/** What the parts of `dalil ngo` work with: the database and the secret of the server that runs from this folder. */
import { resolve } from 'node:path'
import type { OrganisationCode } from '../referral/codes.ts'
import type { Reach } from '../referral/links.ts'
import { createReferralTokens, type TalkStart } from '../referral/tokens.ts'
import { readSecret } from '../secret.ts'
import { readSettings } from '../settings.ts'
import { openSqlite } from '../store/engines.ts'
import type { Store } from '../store/store.ts'

export interface Desk {
  /** The caller closes it. */
  readonly store: Store
  readonly reach: Reach
  /** The word of a link to this start. */
  seal(code: OrganisationCode, start: TalkStart): string
}

/** @returns sentences about settings that are wrong, instead of a desk */
export async function openDesk(): Promise<Desk | readonly string[]> {
  const read = readSettings(process.env)
  if (!read.ok) return read.problems
  const { settings } = read
  const dataDir = resolve(settings.dataDir)
  const { seal } = createReferralTokens(readSecret(settings.secret, dataDir))
  const web = settings.publicOrigin ?? `http://${settings.host}:${settings.port}`
  return { store: await openSqlite(dataDir), reach: { ...settings.reach, web }, seal }
}
