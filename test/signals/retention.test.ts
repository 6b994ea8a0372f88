import { describe, expect, test } from 'vitest'
import type { TopicId } from '../../src/message.ts'
import { addWeeks, mondayOf, quarterOf, weeksOf } from '../../src/signals/calendar.ts'
import { keptSince, mergeOldWeeks } from '../../src/signals/retention.ts'
import { later, lists, open, openStore, seen, talliesOf } from './setting.ts'

const now = Date.UTC(2027, 0, 20)

async function filled() {
  const store = await openStore()
  const weeks = weeksOf('2024Q4').concat(weeksOf('2025Q1'))
  await store.addTallies(
    talliesOf(
      weeks.flatMap((week, at) =>
        ['unknown', ...lists.programmes.flatMap(({ topics }) => topics)].map((topic, rank) => ({
          week,
          conversations: 8 + ((at * 7 + rank * 3) % 11),
          outcome: {
            topic: topic as TopicId, // of the setting
            result: 'answered',
            language: rank % 2 === 0 ? 'fr' : 'ar',
            channel: 'web',
          },
        })),
      ),
    ),
  )
  return store
}

async function look(store: Awaited<ReturnType<typeof openStore>>, name = '2024Q4') {
  const quarter = { kind: 'quarter', quarter: name } as const
  const disclosure = await open(store, now)
  return {
    totals: [...(await disclosure.totals(quarter))].map(([name, measured]) => [name, seen(measured)]),
    languages: (await disclosure.breakdown({ kind: 'all' }, 'language', quarter)).map(({ measured }) => seen(measured)),
    open: await disclosure.open(name),
  }
}

describe('retention', () => {
  test('weeks older than 24 months become their quarter, which shows what it showed before', async () => {
    const store = await filled()
    const before = await look(store)
    const next = await look(await filled(), '2025Q1')
    expect(await mergeOldWeeks({ store, disclosure: await open(store, now), now })).toEqual(['2024Q4'])
    expect([...(await store.listPeriods())].sort()).toEqual(['2024Q4', ...weeksOf('2025Q1')].sort())
    expect(await look(store)).toEqual(before)
    expect((await look(store, '2025Q1')).totals).toEqual(next.totals)
    expect(before.totals.find(([name]) => name === 'all')?.[1]).toMatch(/^\d+$/)
    await store.close()
  })

  test('weeks within 24 months stay', async () => {
    const store = await filled()
    expect(await mergeOldWeeks({ store, disclosure: await open(store), now: Date.UTC(2026, 8, 1) })).toEqual([])
    await store.close()
  })

  test('a quarter that was not looked at is decided and published before its weeks go', async () => {
    const store = await filled()
    await mergeOldWeeks({ store, disclosure: await open(store, later), now: later })
    expect((await (await open(store, later)).open('2024Q4')).length).toBeGreaterThan(0)
    await store.close()
  })

  test('a quarter has whole weeks, each by its Thursday', () => {
    expect(weeksOf('2026Q1')[0]).toBe('2025-12-29')
    for (let week = '2020-01-06'; week < '2030'; week = addWeeks(week, 1))
      expect(weeksOf(quarterOf(week))).toContain(week)
  })

  test('a week begins on Monday 00:00 UTC', () => {
    expect(mondayOf(Date.UTC(2026, 10, 23, 0, 0))).toBe('2026-11-23')
    expect(mondayOf(Date.UTC(2026, 10, 29, 23, 59))).toBe('2026-11-23')
    expect(new Date(keptSince(now)).toISOString()).toContain('2025-01-20')
  })
})
