import { expect, test } from 'vitest'
import { drawLink } from '../../../src/channels/whatsapp/linked-terminal.ts'
import { readModules } from '../../qr-reader.ts'

/** Half blocks, as a terminal of light signs on dark ground shows them: a sign is light. */
function modulesOf(lines: readonly string[]): boolean[][] {
  return lines.flatMap((line) => [
    [...line].map((sign) => sign !== '█' && sign !== '▀'),
    [...line].map((sign) => sign !== '█' && sign !== '▄'),
  ])
}

test('the square in the terminal can be scanned', () => {
  const text = `2@${'aZ09+/'.repeat(8)},${'aZ09+/='.repeat(6)},${'aZ09+/='.repeat(6)},${'aZ09+/='.repeat(6)},1`
  const [says = '', ...square] = drawLink({ kind: 'waiting', code: { kind: 'qr', text } })
  expect(says).toContain('Linked devices')
  expect(readModules(modulesOf(square))).toBe(text)
  // A window of 80 columns and 50 lines shows it whole.
  expect(Math.max(...square.map((line) => line.length))).toBeLessThanOrEqual(80)
})

test('a pairing code is told to be typed, in two halves', () => {
  const code = { kind: 'pairing', code: 'ABCD1234' } as const
  expect(drawLink({ kind: 'waiting', code })).toEqual([expect.stringContaining('ABCD-1234')])
})

test('other states are one sentence, the end none', () => {
  expect(drawLink({ kind: 'connected' })).toEqual(['WhatsApp is connected.'])
  expect(drawLink({ kind: 'no-chromium' })).toEqual([expect.stringContaining('CHROMIUM_PATH')])
  expect(drawLink({ kind: 'stopped' })).toEqual([])
})
