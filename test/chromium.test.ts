import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect, test } from 'vitest'
import { findChromium } from '../src/chromium.ts'

function folderWith(name: string, mode: number): { folder: string; file: string } {
  const folder = mkdtempSync(join(tmpdir(), 'dalil-'))
  const file = join(folder, name)
  writeFileSync(file, '')
  chmodSync(file, mode)
  return { folder, file }
}

test('Chromium is found under each of its usual names in the search path', () => {
  const { folder, file } = folderWith('google-chrome-stable', 0o755)
  expect(findChromium(undefined, ['/nowhere', folder].join(delimiter))).toBe(file)
})

test('a file that cannot be run is no browser', () => {
  const { folder } = folderWith('chromium', 0o644)
  expect(findChromium(undefined, folder)).not.toBe(join(folder, 'chromium'))
})

test('a misspelt path is not made good by another browser', () => {
  const { folder } = folderWith('chromium', 0o755)
  expect(findChromium('/nowhere/chromium', folder)).toBeUndefined()
})
