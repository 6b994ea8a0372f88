/** The organisation of an account, for the pages of the role `ngo`: from the account and never from the address. */
import { type OrganisationCode, readCode } from '../referral/codes.ts'
import type { ReferralStore } from '../store/store.ts'
import type { Viewer } from './view.ts'

export interface OwnOrganisation {
  readonly code: OrganisationCode
  readonly name: string
}

/** @returns undefined where the account has none, or it is closed */
export async function openOrganisation(store: ReferralStore, viewer: Viewer): Promise<OwnOrganisation | undefined> {
  const code = readCode(viewer.organisation ?? '')
  const organisation = code && (await store.findOrganisation(code))
  return code && organisation && !organisation.closed ? { code, name: organisation.name } : undefined
}
