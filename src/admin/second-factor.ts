/**
 * The second factor: six digits of an authenticator app (TOTP, RFC 6238), or one of ten recovery codes on paper. A code
 * is good once. The secret lies in the database sealed under a key that is kept outside of it.
 */
import { randomInt } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import type { AccountStore } from '../store/store.ts'
import type { AdminKeys } from './keys.ts'

/** What the person puts into the app, as a square to photograph or letters to type. */
export interface Enrolment {
  readonly address: string
  /** Base32 in groups of four. */
  readonly letters: string
}

export interface SecondFactor {
  /** A new secret, which counts for nothing until a code confirms it: who saw an earlier one knows nothing of this. */
  begin(account: string): Promise<Enrolment>
  /** The secret that was begun, for who typed a wrong code; a new one where there is none. */
  goOn(account: string): Promise<Enrolment>
  /** @returns recovery codes, shown once; undefined where the code is wrong or nothing was begun */
  confirm(account: string, code: string): Promise<readonly string[] | undefined>
  /** A code of the app or a recovery code; either is used up by it. */
  isRight(account: string, code: string): Promise<boolean>
  remove(account: string): Promise<void>
  /** Recovery codes that are left. */
  left(account: string): Promise<number>
}

const recoveryCodes = 10
/** Without 0, 1, I, L and O, which are read wrongly from paper: 31 signs, so ten of them are worth 49 bits. */
const signs = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
/** A clock may be one step of 30 seconds off in either direction, as RFC 6238 (section 5.2) advises. */
const window = 1

/** @param now milliseconds since 1970 */
export function createSecondFactor(store: AccountStore, keys: AdminKeys, now: () => number): SecondFactor {
  const open = (sealed: string | null | undefined, account: string): TOTP | undefined => {
    const secret = sealed ? keys.unseal(sealed, account) : undefined
    return secret === undefined ? undefined : totpOf(secret, account)
  }

  /** A step that was used, or one before it, is refused: whoever looks over a shoulder is too late. */
  async function takeCode(totp: TOTP, account: string, code: string): Promise<boolean> {
    const digits = code.replace(/\s/g, '')
    if (!/^\d{6}$/.test(digits)) return false
    const timestamp = now()
    const delta = totp.validate({ token: digits, timestamp, window })
    return delta !== null && store.takeStep(account, totp.counter({ timestamp }) + delta)
  }

  async function begin(account: string): Promise<Enrolment> {
    const secret = new Secret({ size: 20 }).base32
    await store.changeAccount(account, { totp_pending: keys.seal(secret, account) })
    return enrolmentOf(totpOf(secret, account))
  }

  return {
    begin,
    async goOn(account) {
      const begun = open((await store.findAccount(account))?.totp_pending, account)
      return begun ? enrolmentOf(begun) : begin(account)
    },
    async confirm(account, code) {
      const pending = (await store.findAccount(account))?.totp_pending
      const totp = open(pending, account)
      if (!totp || !pending || !(await takeCode(totp, account, code))) return undefined
      await store.changeAccount(account, { totp: pending, totp_pending: null })
      const codes = Array.from({ length: recoveryCodes }, newRecoveryCode)
      await store.replaceRecoveryCodes(
        account,
        codes.map((one) => hashRecoveryCode(keys, account, one)),
      )
      return codes
    },
    async isRight(account, code) {
      const totp = open((await store.findAccount(account))?.totp, account)
      if (totp && (await takeCode(totp, account, code))) return true
      return store.takeRecoveryCode(account, hashRecoveryCode(keys, account, code))
    },
    async remove(account) {
      await store.changeAccount(account, { totp: null, totp_pending: null })
      await store.replaceRecoveryCodes(account, [])
    },
    left: (account) => store.countRecoveryCodes(account),
  }
}

/** SHA-1, six digits, 30 seconds: the only form that all apps understand. */
function totpOf(secret: string, account: string): TOTP {
  return new TOTP({ issuer: 'Dalil', label: account, secret, algorithm: 'SHA1', digits: 6, period: 30 })
}

function enrolmentOf(totp: TOTP): Enrolment {
  return { address: totp.toString(), letters: totp.secret.base32.replace(/.{4}(?=.)/g, '$& ') }
}

function newRecoveryCode(): string {
  const letters = Array.from({ length: 10 }, () => signs[randomInt(signs.length)]).join('')
  return `${letters.slice(0, 5)}-${letters.slice(5)}`
}

function hashRecoveryCode(keys: AdminKeys, account: string, code: string): string {
  return keys.sign('recovery', `${account}\0${code.toUpperCase().replace(/[^A-Z0-9]/g, '')}`)
}
