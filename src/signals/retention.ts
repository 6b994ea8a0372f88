/**
 * How long figures are kept: weeks for 24 months, then merged to quarters. What is seen of a quarter was decided while
 * its weeks were there, and its open data published, so a merged quarter shows what it showed before.
 */
import type { SignalStore } from '../store/store.ts'
import { isFinished, isWeek, mondayOf, type Quarter, quarterOf, weeksOf } from './calendar.ts'
import type { Disclosure } from './disclose.ts'
import { type Part, parts, sumByCell } from './tables.ts'

export const keptMonths = 24

/** The moment before which weeks are merged. @param now milliseconds since 1970 */
export function keptSince(now: number): number {
  const since = new Date(now)
  return since.setUTCMonth(since.getUTCMonth() - keptMonths)
}

export interface RetentionOptions {
  readonly store: SignalStore
  readonly disclosure: Disclosure
  readonly now: number
  /** Milliseconds since 1970; quarters that ended before are merged. */
  readonly before?: number
}

/** @returns the quarters that were merged, oldest first */
export async function mergeOldWeeks({ store, disclosure, now, before }: RetentionOptions): Promise<readonly Quarter[]> {
  const oldest = mondayOf(before ?? keptSince(now))
  const quarters = new Set((await store.listPeriods()).filter(isWeek).map(quarterOf))
  const merged: Quarter[] = []
  for (const quarter of [...quarters].sort()) {
    const weeks = weeksOf(quarter)
    if (!isFinished(quarter, now) || (weeks.at(-1) ?? '') >= oldest) continue
    await decideQuarter(disclosure, quarter)
    await store.mergeWeeks(weeks, quarter, await sums(store, quarter, weeks))
    merged.push(quarter)
  }
  return merged
}

/** What is seen of a quarter is decided when somebody asks for it first: this asks for all of it. */
export async function decideQuarter(disclosure: Disclosure, quarter: Quarter): Promise<void> {
  const period = { kind: 'quarter', quarter } as const
  await disclosure.totals(period)
  for (const dimension of ['language', 'region', 'channel', 'outcome'] as const)
    await disclosure.breakdown({ kind: 'all' }, dimension, period)
  await disclosure.hours(period)
  await disclosure.referral('', 'topic', period)
  await disclosure.open(quarter)
}

async function sums(store: SignalStore, quarter: Quarter, weeks: readonly string[]) {
  const read = (dimension: Part) => store.readTallies({ from: weeks[0] ?? '', to: weeks.at(-1) ?? '', dimension })
  return (await Promise.all(parts.map(read))).flatMap((rows) => sumByCell(quarter, rows))
}
