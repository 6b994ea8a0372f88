import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ChatKey, TopicId, TurnOutcome } from '../../src/message.ts'
import { createRecorder, type RecorderOptions } from '../../src/signals/record.ts'
import { openSqlite } from '../../src/store/engines.ts'
import type { Store, Tally } from '../../src/store/store.ts'

const outcome: TurnOutcome = { topic: 'health.care' as TopicId, result: 'answered', language: 'fr', channel: 'web' }
const tuesday = Date.UTC(2026, 10, 24, 23, 59)
const week = '2026-11-23'
const chat = (name: string | number) => `chat ${name}` as ChatKey // a test's own keys

let store: Store
beforeEach(async () => {
  store = await openSqlite(mkdtempSync(join(tmpdir(), 'dalil-')))
})
afterEach(() => store.close())

function recorder(changes: Partial<RecorderOptions> = {}) {
  return createRecorder({ store, now: () => tuesday, programmeOf: () => 'health', ...changes })
}

/** Every cell of the week, as `subject dimension value`. */
async function written(): Promise<Map<string, Tally>> {
  const dimensions = ['all', 'language', 'region', 'channel', 'outcome', 'hour', 'topic'] as const
  const rows = await Promise.all(dimensions.map((dimension) => store.readTallies({ from: week, to: week, dimension })))
  return new Map(rows.flat().map((row) => [`${row.subject} ${row.dimension} ${row.value}`.trim(), row]))
}

describe('counting', () => {
  test('a turn counts its topic, the programme and all, alone and with one other dimension, never with two', async () => {
    const counting = recorder()
    counting.record(chat(1), [{ ...outcome, region: 'oriental' }])
    await counting.write()
    expect([...(await written()).keys()].sort()).toEqual(
      ['*', 'health.care', 'programme:health']
        .flatMap((subject) =>
          ['all', 'channel web', 'language fr', 'outcome answered', 'region oriental'].map(
            (end) => `${subject} ${end}`,
          ),
        )
        .concat('* hour web 23')
        .sort(),
    )
  })

  test('conversations are counted once, questions as often as they are asked', async () => {
    const counting = recorder()
    for (const one of [1, 2, 2, 3, 2]) counting.record(chat(one), [outcome])
    await counting.write()
    for (const one of [1, 4]) counting.record(chat(one), [outcome])
    await counting.write()
    expect((await written()).get('health.care all')).toMatchObject({ questions: 7, conversations: 4, surest: 4 })
  })

  test('after a restart who comes back counts once more, and the surest number does not grow', async () => {
    for (let start = 0; start < 3; start++) {
      const counting = recorder()
      for (const one of [1, 2, 3, 4]) counting.record(chat(one), [outcome])
      await counting.stop()
    }
    expect((await written()).get('health.care all')).toMatchObject({ questions: 12, conversations: 12, surest: 4 })
  })

  test('"was this useful?" is an outcome and no question', async () => {
    const counting = recorder()
    counting.record(chat(1), [{ ...outcome, result: 'useful' }])
    await counting.write()
    expect([...(await written()).keys()].sort()).toEqual([
      '* outcome useful',
      'health.care outcome useful',
      'programme:health outcome useful',
    ])
  })

  test('an emergency counts by its kind, small talk stands alone', async () => {
    const counting = recorder({ programmeOf: () => undefined })
    counting.record(chat(1), [{ ...outcome, topic: 'unknown', result: 'urgent', urgency: 'shelter' }])
    counting.record(chat(1), [{ ...outcome, topic: 'smalltalk' }])
    await counting.write()
    const cells = await written()
    expect(cells.has('* outcome urgent:shelter')).toBe(true)
    expect(cells.get('* all')?.questions).toBe(1)
    expect(cells.get('smalltalk all')?.questions).toBe(1)
  })

  test('a referral counts with topic, language and outcome, each alone', async () => {
    const counting = recorder()
    counting.record(chat(1), [{ ...outcome, referral: 'K7' }])
    await counting.write()
    expect([...(await written()).keys()].filter((key) => key.startsWith('referral')).sort()).toEqual([
      'referral:K7 all',
      'referral:K7 language fr',
      'referral:K7 outcome answered',
      'referral:K7 topic health.care',
    ])
  })

  test('nothing is written before its batch', async () => {
    const counting = recorder()
    counting.record(chat(1), [outcome])
    expect((await written()).size).toBe(0)
    await counting.stop()
    expect((await written()).size).toBeGreaterThan(0)
  })

  test('counts wait while the store is down and are written when it is back', async () => {
    let down = true
    const counting = recorder({
      store: {
        ...store,
        addTallies: async (tallies) => {
          if (down) throw new Error('disk full')
          await store.addTallies(tallies)
        },
      },
    })
    counting.record(chat(1), [outcome])
    await counting.write()
    counting.record(chat(2), [outcome])
    down = false
    await counting.write()
    expect((await written()).get('health.care all')).toMatchObject({ questions: 2, conversations: 2, surest: 2 })
    expect(counting.dropped()).toBe(0)
  })

  test('what could not be written before its week was finished is dropped and counted as dropped', async () => {
    let now = tuesday
    let down = true
    const counting = recorder({
      now: () => now,
      store: {
        ...store,
        addTallies: async (tallies) => {
          if (down) throw new Error('disk full')
          await store.addTallies(tallies)
        },
      },
    })
    counting.record(chat(1), [outcome])
    await counting.write()
    now += 9 * 86_400_000
    down = false
    await counting.write()
    expect((await written()).size).toBe(0)
    expect(counting.dropped()).toBeGreaterThan(0)
  })

  test('the last minutes of a week are counted in it', async () => {
    let now = Date.UTC(2026, 10, 29, 23, 59)
    const counting = recorder({ now: () => now })
    counting.record(chat(1), [outcome])
    now += 120_000
    counting.record(chat(1), [outcome])
    await counting.write()
    expect((await written()).get('health.care all')?.questions).toBe(1)
    await counting.stop()
  })

  test('the key of a week is overwritten when the week ends', async () => {
    let now = tuesday
    const keys: Uint8Array[] = []
    const random = (bytes: number) => {
      const key = new Uint8Array(bytes).fill(7)
      keys.push(key)
      return key
    }
    const counting = recorder({ now: () => now, random })
    counting.record(chat(1), [outcome])
    now += 7 * 86_400_000
    await counting.write()
    expect(keys.map((key) => [...new Set(key)])).toEqual([[0]])
  })
})
