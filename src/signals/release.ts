/** Which figures of a finished period may be seen. */
import type { SignalStore, Tally } from '../store/store.ts'
import type { Quarter, Week } from './calendar.ts'
import { weeksOf } from './calendar.ts'
import { threshold } from './figure.ts'

/** `count`: as it is; `few`: below the threshold; `withheld`: kept back, so that no other can be found by subtraction. */
export type Sight = 'count' | 'few' | 'withheld'

export interface Released {
  readonly tally: Tally | undefined
  readonly sight: Sight
}

export type Part = 'all' | 'language' | 'region' | 'channel' | 'outcome' | 'hour' | 'topic'

export interface Releases {
  /** Subject → its total of a week. */
  week(week: Week): Promise<ReadonlyMap<string, Released>>
  /** `subject value` → a quarter's figure. */
  quarter(quarter: Quarter, part: Part): Promise<ReadonlyMap<string, Released>>
}

export const cellKey = (subject: string, value: string): string => `${subject} ${value}`

export function createReleases(store: SignalStore): Releases {
  return {
    async week(week) {
      const rows = await store.readTallies({ from: week, to: week, dimension: 'all' })
      return new Map(rows.map((tally) => [cellKey(tally.subject, ''), { tally, sight: sightOf(tally) }]))
    },
    async quarter(quarter, part) {
      const weeks = weeksOf(quarter)
      const rows = [
        ...(await store.readTallies({ from: weeks[0] ?? '', to: weeks.at(-1) ?? '', dimension: part })),
        ...(await store.readTallies({ from: quarter, to: quarter, dimension: part })),
      ]
      return new Map(
        sumByCell(quarter, rows).map((tally) => [
          cellKey(tally.subject, tally.value),
          { tally, sight: sightOf(tally) },
        ]),
      )
    },
  }
}

function sightOf({ surest }: Tally): Sight {
  return surest >= threshold ? 'count' : 'few'
}

/** Weeks together: conversations of one week are not known in the next, so who comes back in another week counts again. */
export function sumByCell(period: string, rows: readonly Tally[]): Tally[] {
  const sums = new Map<string, Tally>()
  for (const row of rows) {
    const key = cellKey(row.subject, row.value)
    const sum = sums.get(key)
    sums.set(key, {
      ...row,
      period,
      questions: (sum?.questions ?? 0) + row.questions,
      conversations: (sum?.conversations ?? 0) + row.conversations,
      surest: (sum?.surest ?? 0) + row.surest,
    })
  }
  return [...sums.values()]
}
