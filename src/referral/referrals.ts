/**
 * A word that a person brings → who suggested Dalil and where the talk starts. A wrong, closed or tampered word is all
 * the same: a normal talk, after the same steps. Of the person nothing is known here and nothing is written.
 */
import type { ReferralStore } from '../store/store.ts'
import type { OrganisationCode } from './codes.ts'
import type { KnownIds, ReferralTokens, TalkStart } from './tokens.ts'

export interface Referral extends TalkStart {
  readonly code: OrganisationCode
  /** Name of the organisation, as it gave it. */
  readonly organisation: string
}

export interface Referrals {
  /** Never rejects: a store that is down costs a greeting, not the answer. */
  open(token: string): Promise<Referral | undefined>
}

export function createReferrals(store: ReferralStore, tokens: ReferralTokens, known: () => KnownIds): Referrals {
  return {
    async open(token) {
      const { authentic, code, start } = tokens.open(token, known())
      try {
        const found = await store.findOrganisation(code)
        if (!authentic || !found || found.closed) return undefined
        return { ...start, code, organisation: found.name }
      } catch {
        return undefined
      }
    },
  }
}
