/** Simulations go to a database of their own, which says what it is. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectRoot } from '../../src/root.ts'
import { openSqlite } from '../../src/store/engines.ts'
import { open } from '../signals/setting.ts'

function dalil(words: readonly string[]): { code: number | null; out: string; errors: string } {
  const run = spawnSync(process.execPath, ['src/cli.ts', ...words], { cwd: projectRoot, encoding: 'utf8' })
  return { code: run.status, out: run.stdout, errors: run.stderr }
}

const newFolder = () => mkdtempSync(join(tmpdir(), 'dalil-'))

async function totalOf(folder: string) {
  const store = await openSqlite(folder)
  const disclosure = await open(store, Date.now())
  const weeks = await disclosure.weeks()
  const totals = await disclosure.totals({ kind: 'week', week: weeks.at(-1) ?? '' })
  await store.close()
  return { simulated: disclosure.simulated, weeks: weeks.length, all: totals.get('all')?.conversations }
}

describe('dalil simulate', () => {
  test('conversations go through the real pipeline, and the database says that nobody had them', async () => {
    const data = newFolder()
    const { code, out } = dalil(['simulate', '--weeks', '2', '--chats', '40', '--data', data])
    expect(code).toBe(0)
    expect(out).toContain('40 conversations')
    const { simulated, weeks, all } = await totalOf(data)
    expect({ simulated, weeks, kind: all?.kind }).toEqual({ simulated: true, weeks: 2, kind: 'count' })
  })

  test('the same seed gives the same figures, a second run begins anew', async () => {
    const data = newFolder()
    const words = ['simulate', '--cells-only', '--weeks', '3', '--chats', '900', '--seed', '7', '--data', data]
    dalil(words)
    const first = await totalOf(data)
    dalil(words)
    expect(await totalOf(data)).toEqual(first)
  })

  test('a database of real figures is left alone', async () => {
    const data = newFolder()
    await (await openSqlite(data)).close()
    const { code, errors } = dalil(['simulate', '--weeks', '1', '--chats', '1', '--data', data])
    expect(code).toBe(2)
    expect(errors).toContain('not simulated')
  })

  test.each([
    [['simulate', '--weeks', 'many'], '--weeks'],
    [['signals', 'burn'], 'signals purge'],
    [['signals', 'purge', '--before', 'yesterday'], '--before'],
  ])('%j is refused with one sentence', (words, says) => {
    const { code, errors } = dalil(words)
    expect(code).toBe(2)
    expect(errors).toContain(says)
    expect(errors.trim().split('\n').length).toBe(1)
  })
})
