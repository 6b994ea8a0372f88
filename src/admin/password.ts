/** Passwords: how they are hashed, and which are too weak to be taken. */
import { hash, type Options, verify } from '@node-rs/argon2'

/** Shortest password in characters. No rule on signs: length is what helps (NIST SP 800-63B-4, 2025, section 3.1.1.2). */
export const shortestPassword = 15
/** Longest password in characters, so that nobody has us hash a megabyte. */
export const longestPassword = 200

/**
 * Argon2id with 19 MiB, two passes, one lane: the least that OWASP asks for (Password Storage Cheat Sheet, read
 * 2026-11-25), and 10 ms on the machine where this was written. More memory would let strangers fill ours by signing in.
 * The package's own default algorithm is argon2id; its `const enum` cannot be named where types are only stripped.
 */
const options: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 }

export async function hashPassword(password: string): Promise<string> {
  return hash(plain(password), options)
}

/** Nobody's password: it is checked for names that nobody has, so that both take the same way. */
let decoy: Promise<string> | undefined

/** @param stored undefined where there is no such account or no password yet: the same work is done, and the answer is no */
export async function isPassword(stored: string | undefined, typed: string): Promise<boolean> {
  decoy ??= hashPassword('nobody has this password')
  const right = await verify(stored ?? (await decoy), plain(typed.slice(0, longestPassword + 1)))
  return right && stored !== undefined
}

/** @returns what is wrong with it, as a key of the words; undefined where it may be taken */
export function weakness(password: string, account: string): 'short' | 'long' | 'easy' | undefined {
  const text = plain(password)
  if ([...text].length < shortestPassword) return 'short'
  if (text.length > longestPassword) return 'long'
  const lower = text.toLowerCase()
  // The name or our own, and little beside; or the same few signs again and again.
  const rest = lower.replaceAll(account.toLowerCase(), '').replaceAll('dalil', '').replaceAll('password', '')
  if ([...rest].length < 8 || new Set(lower).size < 6) return 'easy'
  return undefined
}

/** The same letters typed on two keyboards are the same password. */
function plain(password: string): string {
  return password.normalize('NFKC')
}
