/** The figures of one quarter beside the last and the same a year ago: what the overview and the report both tell. */
import type { Programme } from '../knowledge/schema.ts'
import { weeksOf } from '../signals/calendar.ts'
import type { Disclosure, Figure, Measured, Period, Quarter } from '../signals/disclose.ts'
import { changeOf, medianOf, shareOf } from './figures.ts'
import { urgentPrefix } from './names.ts'
import { moveQuarter } from './periods.ts'
import { findTrends, type Trend } from './trends.ts'

export interface PeriodFigures {
  readonly quarter: Quarter
  /** By 'all', `programme:health` and topic. */
  readonly totals: ReadonlyMap<string, Measured>
  readonly outcomes: ReadonlyMap<string, Measured>
  /** Questions of its middle week. */
  readonly medianWeek: Figure | undefined
  /** Weeks that are over and were counted, of all that the quarter has. */
  readonly weeks: { readonly counted: number; readonly all: number }
}

export interface Summary {
  readonly now: PeriodFigures
  readonly last: PeriodFigures | undefined
  readonly yearAgo: PeriodFigures | undefined
  /** Against the last quarter. */
  readonly trends: readonly Trend[]
}

export async function summarise(
  quarter: Quarter,
  disclosure: Disclosure,
  programmes: readonly Programme[],
): Promise<Summary> {
  const known = await disclosure.quarters()
  const read = async (one: Quarter) => (known.includes(one) ? readPeriod(one, disclosure) : undefined)
  const now = await readPeriod(quarter, disclosure)
  const last = await read(moveQuarter(quarter, -1))
  const yearAgo = await read(moveQuarter(quarter, -4))
  return { now, last, yearAgo, trends: last ? compareTopics(now, last, programmes) : [] }
}

async function readPeriod(quarter: Quarter, disclosure: Disclosure): Promise<PeriodFigures> {
  const period: Period = { kind: 'quarter', quarter }
  const all = weeksOf(quarter)
  const finished = new Set(await disclosure.weeks())
  const counted = all.filter((week) => finished.has(week))
  const [from, to] = [counted[0], counted.at(-1)]
  const weekly = from && to ? await disclosure.trend({ kind: 'all' }, { from, to }) : []
  const outcomes = await disclosure.breakdown({ kind: 'all' }, 'outcome', period)
  return {
    quarter,
    totals: await disclosure.totals(period),
    outcomes: new Map(outcomes.map(({ value, measured }) => [value, measured])),
    medianWeek: medianOf(weekly.map(({ measured }) => measured.questions)),
    weeks: { counted: counted.length, all: all.length },
  }
}

/** How the conversations of a topic, a programme or all changed between two quarters, by week. */
export function changeBetween(now: PeriodFigures, before: PeriodFigures | undefined, key: string): number | undefined {
  if (!before) return undefined
  const counted = ({ totals, weeks }: PeriodFigures) => ({
    figure: totals.get(key)?.conversations,
    weeks: weeks.counted,
  })
  return changeOf(counted(now), counted(before))
}

/** Talks that a quarter is compared by are conversations, since one person may ask the same three times. */
function compareTopics(now: PeriodFigures, last: PeriodFigures, programmes: readonly Programme[]): Trend[] {
  const none: Figure = { kind: 'few' }
  const of = (period: PeriodFigures, key: string) => period.totals.get(key)?.conversations ?? none
  return findTrends(
    programmes.flatMap(({ topics }) =>
      topics.map((topic) => ({ topic, later: of(now, topic), earlier: of(last, topic) })),
    ),
    { later: of(now, 'all'), earlier: of(last, 'all') },
  )
}

/** Of all questions, those that got an answer; 0 to 1. */
export function answeredShare({ outcomes, totals }: PeriodFigures): number | undefined {
  return shareOf(outcomes.get('answered')?.questions, totals.get('all')?.questions)
}

/** Of all answers that somebody judged, those found useful; 0 to 1. */
export function usefulShare({ outcomes }: PeriodFigures): number | undefined {
  return shareOf(outcomes.get('useful')?.questions, addShown(['useful', 'not-useful'], outcomes))
}

/** Every figure of them must be shown: a sum with a hidden part would be wrong, and its difference would tell the part. */
function addShown(values: readonly string[], outcomes: ReadonlyMap<string, Measured>): Figure {
  let value = 0
  for (const one of values) {
    const figure = outcomes.get(one)?.questions
    if (figure?.kind !== 'count') return { kind: 'withheld' }
    value += figure.value
  }
  return { kind: 'count', value }
}

/** Urgent ones come by kind: `urgent:medical`. Only kinds that both periods show are added, else a hidden one would look like a change. */
export function urgentInBoth(one: PeriodFigures, other: PeriodFigures): readonly [number, number] {
  let sums: readonly [number, number] = [0, 0]
  for (const [value, { conversations }] of one.outcomes) {
    const beside = other.outcomes.get(value)?.conversations
    if (value.startsWith(urgentPrefix) && conversations.kind === 'count' && beside?.kind === 'count')
      sums = [sums[0] + conversations.value, sums[1] + beside.value]
  }
  return sums
}
