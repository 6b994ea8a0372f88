/** The commands by their output and exit code. */
import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { projectRoot } from '../../src/root.ts'

function dalil(words: readonly string[], input = ''): { code: number | null; out: string; errors: string } {
  const run = spawnSync(process.execPath, ['src/cli.ts', ...words], {
    cwd: projectRoot,
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  return { code: run.status, out: run.stdout, errors: run.stderr }
}

describe('dalil', () => {
  test('ask answers in the terminal', () => {
    const { code, out } = dalil(['ask', 'où voir un médecin sans papiers ?', '--city', 'tanger'])
    expect(code).toBe(0)
    expect(out).toContain('centre de santé')
    expect(out).toContain('05 39 93 63 82')
  })

  test('ask shows the emergency card first', () => {
    const { out } = dalil(['ask', 'mon fils ne respire plus'])
    expect(out.split('\n').slice(0, 3).join('\n')).toContain('15')
  })

  test('match writes one JSON object a line, in order, with the keys that programs rely on', () => {
    const { code, out, errors } = dalil(
      ['match'],
      'où voir un médecin ?\n\nquel temps fera-t-il à Paris ?\nmon fils ne respire plus\n',
    )
    expect({ code, errors }).toEqual({ code: 0, errors: '' })
    const rows = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(rows.map(({ text }) => text)).toEqual([
      'où voir un médecin ?',
      'quel temps fera-t-il à Paris ?',
      'mon fils ne respire plus',
    ])
    expect(Object.keys(rows[0]).sort()).toEqual([
      'also',
      'alternatives',
      'confidence',
      'decision',
      'entities',
      'intent',
      'lang',
      'text',
      'urgent',
    ])
    expect(rows[0]).toMatchObject({ lang: 'fr', intent: 'health.care', decision: 'answer', urgent: null })
    expect(rows[1]).toMatchObject({ intent: 'oos', decision: 'unknown' })
    expect(rows[2].urgent).toBe('medical')
  })

  test('match says what a line tells beside its question, and only that', () => {
    const { out } = dalil(['match'], "j'ai 16 ans, je suis à Tanger sans papiers, où dormir ce soir ?\nbonjour\n")
    const [asked, greeted] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(asked.entities).toEqual({
      city: 'tanger',
      situation: 'no-papers',
      age: { years: 16, of: 'self' },
      date: { when: 'today' },
    })
    expect(greeted.entities).toEqual({})
  })

  test('match keeps up with thousands of lines', () => {
    const { code, out } = dalil(['match'], 'où voir un médecin ?\n'.repeat(3_000))
    expect(code).toBe(0)
    expect(out.trim().split('\n')).toHaveLength(3_000)
  })

  test('check finds the content of this project in order', () => {
    const { code, out, errors } = dalil(['check'])
    expect(errors).toBe('')
    expect(out).toMatch(/^content: 0 errors, \d+ warnings$/m)
    expect(code).toBe(0)
  })

  test('every command explains itself', () => {
    for (const command of ['ask', 'match', 'check', 'serve', 'train', 'phrases']) {
      const { code, out } = dalil([command, '--help'])
      expect(code).toBe(0)
      expect(out).toContain(`dalil -- ${command}`)
    }
    expect(dalil(['--help']).code).toBe(0)
  })

  test.each([
    [['nonsense'], /no command "nonsense"/],
    [['ask'], /Write the question/],
    [['ask', 'bonjour', '--lang', 'xx'], /--lang is one of/],
    [['match', '--fast'], /Usage: match/],
    [[], /Usage/],
  ])('a wrong call %j ends with 2 and says how', (words, sentence) => {
    const { code, errors } = dalil(words)
    expect(code).toBe(2)
    expect(errors).toMatch(sentence)
  })
})
