/** `dalil directory export` beside a running server: the changes that it shows, for the files. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { projectRoot } from '../../src/root.ts'
import { openSqlite } from '../../src/store/engines.ts'
import { hourOf } from '../../src/store/store.ts'

const folder = mkdtempSync(join(tmpdir(), 'dalil-live-changes-'))
afterAll(() => rmSync(folder, { recursive: true }))

function directory(...words: readonly string[]) {
  const ended = spawnSync(process.execPath, ['src/cli.ts', 'directory', ...words], {
    cwd: projectRoot,
    encoding: 'utf8',
    env: { ...process.env, DATA_DIR: folder },
  })
  return { code: ended.status, out: ended.stdout, errors: ended.stderr }
}

describe('dalil directory export', () => {
  test('prints what is live as a patch that git would take, and nothing where nothing is', async () => {
    expect(directory('export')).toEqual({ code: 0, out: '', errors: '' })
    const store = await openSqlite(folder)
    const change = {
      service: 'gadem',
      organisation: 'code',
      fields: '{"address":"5 rue du Test, Rabat"}',
      before: '{"address":null}',
      proposer: 'ong',
      proposed: hourOf(Date.now()),
      decider: 'samira',
      decided: hourOf(Date.now()),
    }
    await store.addChange({ ...change, state: 'live' })
    await store.addChange({ ...change, fields: '{"address":"not yet"}', state: 'waiting' })
    await store.close()
    const file = join(folder, 'changes.patch')
    expect(directory('export', '--out', file).out).toContain('1 changes')
    const patch = readFileSync(file, 'utf8')
    expect(patch).toContain('+    address: "5 rue du Test, Rabat"')
    expect(patch).not.toContain('not yet')
    expect(directory('export').out).toBe(patch)
    expect(spawnSync('git', ['apply', '--check', file], { cwd: projectRoot }).status).toBe(0)
  })

  test('says what it can do', () => {
    expect(directory('import').code).toBe(2)
    expect(directory().errors).toContain('directory export')
  })
})
