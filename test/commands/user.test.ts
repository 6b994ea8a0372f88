/** `dalil user` by its output and exit code, and what the pages then make of it. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createAccounts } from '../../src/admin/accounts.ts'
import { isPassword } from '../../src/admin/password.ts'
import { projectRoot } from '../../src/root.ts'
import { openSqlite } from '../../src/store/engines.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'dalil-user-'))
const env = { PATH: process.env.PATH, DATA_DIR: dataDir }

function user(...words: readonly string[]): { code: number | null; out: string; errors: string } {
  const run = spawnSync(process.execPath, ['src/cli.ts', 'user', ...words], { cwd: projectRoot, env, encoding: 'utf8' })
  return { code: run.status, out: run.stdout, errors: run.stderr }
}

describe('dalil user', () => {
  test('add prints a link that sets a password once, and no password', async () => {
    const { code, out } = user('add', 'Samira', '--role', 'admin')
    expect(code).toBe(0)
    const token = out.match(/^http:\/\/127\.0\.0\.1:3000\/admin\/link\/([\w-]{43})$/m)?.[1] ?? ''
    const store = await openSqlite(dataDir)
    const accounts = createAccounts(store, Date.now)
    expect(await accounts.takeLink(token, 'quatre tortues bleues')).toMatchObject({ name: 'samira', role: 'admin' })
    expect(await accounts.takeLink(token, 'quatre tortues vertes')).toBeUndefined()
    await store.close()
    const again = user('add', 'SAMIRA', '--role', 'editor')
    expect(again).toMatchObject({ code: 1, out: '', errors: expect.stringContaining('an account samira already') })
  })

  test.each([
    [['add', 'a b', '--role', 'editor'], 2, /2 to 64 letters/],
    [['add', 'karim', '--role', 'king'], 2, /--role is one of secretariat, editor, ngo, admin/],
    [['add', 'karim', '--role', 'ngo'], 2, /needs --organisation/],
    [['add', 'karim', '--role', 'editor', '--organisation', 'X1'], 2, /the other roles have none/],
    [['add', 'karim', '--role', 'editor', '--password'], 1, /typed at a terminal/],
    [['disable', 'nobody'], 1, /no account nobody/],
    [['promote', 'samira'], 2, /user add\|list/],
    [['reset'], 2, /Name one account/],
  ])('a wrong call %j ends with %i and says how', (words, wanted, sentence) => {
    const { code, errors, out } = user(...words)
    expect({ code, out }).toEqual({ code: wanted, out: '' })
    expect(errors).toMatch(sentence)
  })

  test('list shows who there is and nothing that lets anybody in', () => {
    user('add', 'rachid', '--role', 'ngo', '--organisation', 'GADEM')
    user('disable', 'rachid')
    const { out } = user('list')
    expect(out).toMatch(/^rachid +ngo +GADEM +disabled +no +never$/m)
    expect(out).not.toMatch(/argon2|[\w-]{43}/)
  })

  const hasTerminal = spawnSync('script', ['--version']).status === 0
  test.skipIf(!hasTerminal)('a password typed at a terminal is taken and never shown', async () => {
    const command = `${process.execPath} src/cli.ts user add typed --role editor --password`
    const terminal = spawn('script', ['-qec', command, '/dev/null'], { cwd: projectRoot, env })
    let shown = ''
    terminal.stdout.on('data', (chunk: Buffer) => {
      const text = String(chunk)
      shown += text
      if (/characters: |again: /.test(text)) terminal.stdin.write('trois lunes orange\n')
    })
    await once(terminal, 'close')
    expect(shown).toContain('typed can sign in')
    const store = await openSqlite(dataDir)
    const stored = (await store.findAccount('typed'))?.password ?? undefined
    await store.close()
    expect(await isPassword(stored, 'trois lunes orange')).toBe(true)
    expect(shown).not.toContain('lunes')
  })
})
