import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { TopicId, TurnOutcome } from '../../src/message.ts'
import { createRecorder, mondayOf } from '../../src/signals/record.ts'
import { openSqlite } from '../../src/store/engines.ts'

const outcome: TurnOutcome = { topic: 'health.care' as TopicId, result: 'answered', language: 'fr', channel: 'web' }
const tuesday = Date.UTC(2026, 10, 24, 23, 59)

describe('counting', () => {
  test('a turn counts its topic alone and with one other dimension, never with two', async () => {
    const store = await openSqlite(mkdtempSync(join(tmpdir(), 'dalil-')))
    const recorder = createRecorder(store, () => tuesday)
    recorder.record(outcome)
    recorder.record({ ...outcome, channel: 'telegram' })
    await recorder.settle()
    const cells = await store.countTalksByCell('2026-11-23')
    expect(cells.map(({ dimension, value, count }) => [dimension, value, count]).sort()).toEqual([
      ['all', '', 2],
      ['channel', 'telegram', 1],
      ['channel', 'web', 1],
      ['language', 'fr', 2],
      ['outcome', 'answered', 2],
    ])
    await store.close()
  })

  test('counts wait while the store is down and are written when it is back', async () => {
    const store = await openSqlite(mkdtempSync(join(tmpdir(), 'dalil-')))
    let down = true
    const recorder = createRecorder(
      {
        addCounts: async (cells) => {
          if (down) throw new Error('disk full')
          await store.addCounts(cells)
        },
        countTalksByCell: (week) => store.countTalksByCell(week),
      },
      () => tuesday,
    )
    recorder.record(outcome)
    await recorder.settle()
    down = false
    await recorder.settle()
    expect((await store.countTalksByCell('2026-11-23')).find(({ dimension }) => dimension === 'all')?.count).toBe(1)
    await store.close()
  })

  test('a week begins on Monday', () => {
    expect(mondayOf(Date.UTC(2026, 10, 23, 0, 0))).toBe('2026-11-23')
    expect(mondayOf(Date.UTC(2026, 10, 29, 23, 59))).toBe('2026-11-23')
  })
})
