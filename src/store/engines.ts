/** Opens a database engine and brings its schema up to date. SQLite is the embedded default. */
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { migrations, type Tables } from './migrations.ts'
import { createStore } from './queries.ts'
import type { Store } from './store.ts'

/**
 * @param folder made if missing, readable by the service alone
 * @throws whatever the file system says when the folder cannot be written
 */
export async function openSqlite(folder: string): Promise<Store> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'dalil.sqlite')
  const file = new Database(path)
  chmodSync(path, 0o600)
  // WAL with NORMAL: a killed process loses nothing that was committed, a power cut at most the last moments.
  file.pragma('journal_mode = WAL')
  file.pragma('synchronous = NORMAL')
  file.pragma('busy_timeout = 2000')
  // Erased state is overwritten on the disk, not only unlinked.
  file.pragma('secure_delete = ON')
  const database = new Kysely<Tables>({ dialect: new SqliteDialect({ database: file }) })
  const { error } = await new Migrator({ db: database, provider: migrations }).migrateToLatest()
  if (error) throw error
  return createStore(database)
}
