/**
 * Which figures of a finished period may be seen. Decided once, when somebody first asks for the period, and kept in the
 * database: every view and export, today and in a year, shows and hides the same, whatever became of topics meanwhile.
 *
 * A week shows totals only: first alone, then, once its quarter is over, beside the quarter's. So a week that hides a
 * subject makes the next week hide it too, until the hidden weeks stand for ten conversations together; otherwise the
 * quarter's total would give them away. A quarter's breakdowns are one table a dimension, subjects by values.
 */
import type { SignalStore, Tally } from '../store/store.ts'
import { isWeek, type Quarter, quarterOf, type Week, weeksOf } from './calendar.ts'
import { findHidden, type TableCell } from './suppress.ts'
import {
  cellKey,
  type Part,
  quarterTable,
  type Released,
  type Sight,
  type Subjects,
  sumByCell,
  totalsOfQuarter,
  totalsOfWeek,
  type WeekHistory,
} from './tables.ts'

export interface Releases {
  /** Fetches weeks that were released before in two queries: five years of them, one by one, would take half a second. */
  prepare(from: Week, to: Week): Promise<void>
  /** Totals of a finished week by subject. */
  week(week: Week): Promise<Released>
  /** Figures of a finished quarter by subject and value. */
  quarter(quarter: Quarter, part: Part): Promise<Released>
}

/** Periods kept at hand: five years of weeks, with the parts of their quarters. */
const mostKept = 400

/** @param subjects asked for when a period is released */
export function createReleases(store: SignalStore, subjects: () => Subjects): Releases {
  const kept = new Map<string, Promise<Released>>()

  function remember(name: string, make: () => Promise<Released>): Promise<Released> {
    const known = kept.get(name)
    if (known) return known
    const oldest = kept.keys().next().value
    if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest)
    const made = make()
    kept.set(name, made)
    made.catch(() => kept.delete(name))
    return made
  }

  const releases: Releases = {
    prepare,
    week: (week) => remember(week, () => releaseWeek(week)),
    quarter: (quarter, part) =>
      remember(`${quarter} ${part}`, () => (part === 'all' ? releaseTotals(quarter) : releaseTable(quarter, part))),
  }
  return releases

  async function prepare(from: Week, to: Week): Promise<void> {
    if (kept.has(from) && kept.has(to)) return
    const decisions = await store.readReleases(from, to, 'all')
    const tallies = Map.groupBy(await store.readTallies({ from, to, dimension: 'all' }), ({ period }) => period)
    for (const [week, decision] of decisions)
      if (isWeek(week)) await remember(week, async () => readDecision(decision, tallies.get(week) ?? []))
  }

  async function releaseWeek(week: Week): Promise<Released> {
    const tallies = await store.readTallies({ from: week, to: week, dimension: 'all' })
    return decide(week, 'all', tallies, async () => totalsOfWeek(tallies, await historyBefore(week), subjects()))
  }

  /** The weeks of the same quarter that came before, from the first that has anything at all. */
  async function historyBefore(week: Week): Promise<WeekHistory> {
    const [first = week] = await store.listPeriods()
    const before = weeksOf(quarterOf(week)).filter((one) => one >= first && one < week)
    const history: { week: Week; released: Released }[] = []
    // One after the other: each leans on those before it.
    for (const one of before) history.push({ week: one, released: await releases.week(one) })
    return history
  }

  async function releaseTotals(quarter: Quarter): Promise<Released> {
    const tallies = await readQuarter(quarter, 'all')
    const next = weeksOf(quarter).at(-1) ?? ''
    return decide(quarter, 'all', tallies, async () => {
      const history = await historyBefore(next)
      const weeks = next === '' ? history : [...history, { week: next, released: await releases.week(next) }]
      return totalsOfQuarter(tallies, weeks, subjects())
    })
  }

  async function releaseTable(quarter: Quarter, part: Part): Promise<Released> {
    const tallies = await readQuarter(quarter, part)
    const totals = await releases.quarter(quarter, part === 'hour' ? 'channel' : 'all')
    return decide(quarter, part, tallies, async () => quarterTable(part, tallies, subjects(), totals))
  }

  /** The quarter's own row where its weeks were merged, otherwise the sum of its weeks. */
  async function readQuarter(quarter: Quarter, part: Part): Promise<readonly Tally[]> {
    const weeks = weeksOf(quarter)
    const merged = await store.readTallies({ from: quarter, to: quarter, dimension: part })
    const weekly = await store.readTallies({ from: weeks[0] ?? '', to: weeks.at(-1) ?? '', dimension: part })
    return sumByCell(quarter, [...merged, ...weekly])
  }

  /** What was decided before holds; otherwise it is decided now and kept. */
  async function decide(
    period: string,
    part: Part,
    tallies: readonly Tally[],
    table: () => Promise<readonly TableCell[]>,
  ): Promise<Released> {
    const before = await store.readRelease(period, part)
    const decision = before ?? (await store.release(period, part, writeDecision(await table())))
    return readDecision(decision, tallies)
  }
}

/** `shown`, then `withheld` keys; all others are few. */
function writeDecision(cells: readonly TableCell[]): string {
  const hidden = findHidden(cells)
  const guarded = new Set(cells.filter(({ key, below }) => !below && hidden.has(key)).flatMap(({ sums }) => sums))
  const ours = cells.filter(({ released }) => released === undefined)
  return JSON.stringify({
    shown: ours.filter(({ key }) => !hidden.has(key)).map(({ key }) => key),
    // Beside a withheld figure "few" would say too much: that the other is ten or more and what is left the rest.
    withheld: ours
      .filter(({ key, below, sums }) => hidden.has(key) && (!below || sums.some((sum) => guarded.has(sum))))
      .map(({ key }) => key),
  })
}

function readDecision(decision: string, tallies: readonly Tally[]): Released {
  const { shown, withheld } = JSON.parse(decision) as { shown: string[]; withheld: string[] } // written above
  const sights = new Map<string, Sight>()
  for (const key of shown) sights.set(key, 'count')
  for (const key of withheld) sights.set(key, 'withheld')
  const byKey = new Map(tallies.map((tally) => [cellKey(tally.subject, tally.value), tally]))
  return { sightOf: (key) => sights.get(key) ?? 'few', tallyOf: (key) => byKey.get(key) }
}
