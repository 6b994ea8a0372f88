/**
 * The secret under which chat ids are hashed and second factors sealed: from the environment, or a file beside the
 * database made at first start.
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DalilError } from './errors.ts'

/**
 * Losing the secret forgets conversations, and staff need new second factors (`dalil user reset --second-factor`). Keep
 * the file out of backups of the database: together they would tell whether a known number has written.
 *
 * @throws DalilError `secret-unreadable`
 */
export function readSecret(fromEnvironment: string | undefined, dataDir: string): string {
  if (fromEnvironment) return fromEnvironment
  const path = join(dataDir, 'secret')
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    try {
      writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
    const secret = readFileSync(path, 'utf8').trim()
    if (secret.length < 32) throw new Error('too short')
    return secret
  } catch (cause) {
    throw new DalilError('secret-unreadable', { cause })
  }
}
