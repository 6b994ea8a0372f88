import { existsSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { learn } from '../../src/learning/learn.ts'
import { projectRoot } from '../../src/root.ts'

test('learning that nobody waits for any more ends at once and leaves no half model', async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'dalil-')), 'models')
  const ending = new AbortController()
  const learning = learn(projectRoot, 'wanted', folder, ending.signal)
  expect(existsSync(folder)).toBe(true)
  ending.abort()
  await expect(learning).rejects.toThrow('aborted')
  expect(readdirSync(folder)).toEqual([])
})
