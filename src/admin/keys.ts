/**
 * Keys of the secretariat's pages, each derived for one purpose from the service's secret, which is kept outside the
 * database: whoever copies the database alone can forge nothing and read no second factor.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

export interface AdminKeys {
  /** Keyed hash for one purpose, 43 signs. */
  sign(purpose: Purpose, text: string): string
  /** Encrypts for the database. @param owner goes in as well, so that a sealed text cannot be moved to another account */
  seal(text: string, owner: string): string
  /** @returns undefined where it was sealed under another secret, for another owner, or was changed */
  unseal(sealed: string, owner: string): string | undefined
}

type Purpose = 'form' | 'device' | 'recovery'

/** @param secret of the service, at least 32 characters */
export function createAdminKeys(secret: string): AdminKeys {
  // HKDF (RFC 5869): one secret, a key of its own for each use.
  const derive = (use: string) => Buffer.from(hkdfSync('sha256', secret, '', `dalil admin ${use}`, 32))
  const signing = { form: derive('form'), device: derive('device'), recovery: derive('recovery') }
  const sealing = derive('second factor')
  return {
    sign: (purpose, text) => createHmac('sha256', signing[purpose]).update(text).digest('base64url'),
    seal(text, owner) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', sealing, iv).setAAD(Buffer.from(owner))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
    },
    unseal(sealed, owner) {
      try {
        const bytes = Buffer.from(sealed, 'base64url')
        const cipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, 12), { authTagLength: 16 })
        cipher.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(12, 28))
        return Buffer.concat([cipher.update(bytes.subarray(28)), cipher.final()]).toString('utf8')
      } catch {
        return undefined
      }
    },
  }
}

/** 256 random bits as 43 signs that an address and a cookie can hold. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What the database keeps of a token: with 256 random bits nobody can guess their way back, so no key is needed. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

/** In a time that does not tell how much of it is right. */
export function isSame(given: string, wanted: string): boolean {
  const [a, b] = [given, wanted].map((text) => createHash('sha256').update(text).digest())
  return a !== undefined && b !== undefined && timingSafeEqual(a, b)
}
