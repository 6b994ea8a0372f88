/** `dalil status` by its output. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '../../src/root.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'dalil-status-'))
writeFileSync(
  join(dataDir, 'cross-validation.json'),
  '{"byIntent":{"health.care":{"rows":400,"top1":0.875},"oos":{"rows":9,"top1":1}}}',
)

function status(...words: readonly string[]): string {
  const run = spawnSync(process.execPath, ['src/cli.ts', 'status', ...words], {
    cwd: projectRoot,
    env: { ...process.env, DATA_DIR: dataDir },
    encoding: 'utf8',
  })
  expect(run.stderr).toBe('')
  expect(run.status).toBe(0)
  return run.stdout
}

test('status shows each topic with its review dates, accuracy, and words and phrases of every language', () => {
  const lines = status().trim().split('\n')
  const row = lines.find((line) => line.startsWith('health.care'))
  expect(row).toMatch(
    /^health\.care +\d{4}-\d\d-\d\d +!?\d{4}-\d\d-\d\d +88 %( +\d+·\d+){3} +·\d+( +\d+·\d+){3} +·\d+$/,
  )
  expect(lines.find((line) => line.startsWith('health.coverage'))).toMatch(/ – .* –·\d+ +·\d+$/)
  expect(lines.at(-1)).toMatch(/^\d+ topics, \d+ answers of \d+ words, \d+ phrases, \d+ to be read again\. .*encoder/i)
})

test('status gives programs the same as JSON, with keys that stay', () => {
  const { topics, totals, encoder, ...others } = JSON.parse(status('--json'))
  expect(others).toEqual({})
  const topic = topics.find(({ id }: { id: string }) => id === 'health.care')
  expect(Object.keys(topic)).toEqual([
    'id',
    'programme',
    'reviewed',
    'reviewBy',
    'due',
    'accuracy',
    'answers',
    'phrases',
  ])
  expect(topic).toMatchObject({ programme: 'health', accuracy: 0.875 })
  expect(Object.keys(topic.answers)).toEqual(['fr', 'ar', 'ary', 'en', 'es', 'pt'])
  expect(topic.answers.fr).toEqual({ present: true, words: expect.any(Number) })
  expect(Object.keys(topic.phrases)).toEqual(['fr', 'ar', 'ary', 'ary-Latn', 'en', 'es', 'pt', 'wo'])
  expect(totals).toMatchObject({ topics: topics.length, words: expect.any(Number), due: expect.any(Number) })
  expect(Object.keys(encoder)).toEqual(['ok', 'says'])
})
