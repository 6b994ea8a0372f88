import { mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openSqlite } from '../../src/store/engines.ts'
import { runStoreSuite } from './store-suite.ts'

describe('the SQLite store', () => {
  runStoreSuite(() => openSqlite(mkdtempSync(join(tmpdir(), 'dalil-'))))

  test('its file is readable by the service alone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dalil-'))
    const store = await openSqlite(folder)
    expect(statSync(join(folder, 'dalil.sqlite')).mode & 0o077).toBe(0)
    await store.close()
  })
})
