/**
 * The only exit for a number. Whoever shows, reports or exports a figure asks here, and gets it with the same rules
 * applied: only finished weeks, only whole weeks and quarters, ten conversations at the least, nothing that can be found
 * by subtraction. What the rules are for stands in `release.ts` and `suppress.ts`.
 * Not for: judging a figure, which is the reader's part.
 * Whole, because what may leave is then read in one place.
 */
import { writtenLanguages } from '../languages.ts'
import { urgencyKinds } from '../message.ts'
import type { ReferralStore, SignalStore } from '../store/store.ts'
import {
  addWeeks,
  isFinished,
  isQuarter,
  isWeek,
  lastFinishedWeek,
  type Period,
  type Quarter,
  quarterOf,
  type Week,
  weeksOf,
} from './calendar.ts'
import { everything, hourValue, isVerdict, noRegion, programmeSubject, referralSubject, smalltalk } from './cells.ts'
import { counted, type Figure, few, type Measured, withheld } from './figure.ts'
import { addNoise, type OpenRow, packRows, unpackRows } from './open-data.ts'
import { createReleases } from './release.ts'
import { cellKey, type Part, type Released } from './tables.ts'

export type { Period, Quarter, Week } from './calendar.ts'
export type { Figure, Measured } from './figure.ts'

export type Dimension = 'language' | 'region' | 'channel' | 'outcome'
export type Subject =
  | { readonly kind: 'all' }
  | { readonly kind: 'programme'; readonly id: string }
  | { readonly kind: 'topic'; readonly id: string }

export interface Valued {
  readonly value: string
  readonly measured: Measured
}

export interface Disclosure {
  /** The label of a database that `dalil simulate` made; every view carries it. */
  readonly simulated: boolean
  /** Only finished weeks leave the room: two looks at a running week would tell who came between them. Oldest first. */
  weeks(): Promise<readonly Week[]>
  /** Finished ones with anything in them, oldest first. */
  quarters(): Promise<readonly Quarter[]>
  /** One period, all topics and programmes, suppressed together: `all`, `programme:x`, topic ids, `unknown`, `smalltalk`. */
  totals(period: Period): Promise<ReadonlyMap<string, Measured>>
  /**
   * Every value of the dimension. Of a week nothing is shown by language, region, channel or outcome: beside the same of
   * its quarter that would be a table in three directions, which no rule this side of an integer programme protects.
   */
  breakdown(subject: Subject, dimension: Dimension, period: Period): Promise<readonly Valued[]>
  /** Every finished week of a span, oldest first; weeks without any row are `few`. */
  trend(subject: Subject, span: { readonly from: Week; readonly to: Week }): Promise<readonly WeekMeasured[]>
  /** Hours of the day in UTC by channel, of a quarter. */
  hours(period: Period): Promise<readonly HourMeasured[]>
  /** Words of unanswered questions that ten conversations or more used in a week and a language. */
  terms(period: Period): Promise<readonly Term[]>
  /** What may be given to everybody: noisy, drawn once and kept, totals the sums of their parts; empty until the quarter is over. */
  open(quarter: Quarter): Promise<readonly OpenRow[]>
  /** Talks that began with an organisation's link, of a quarter; weeks are withheld. */
  referrals(period: Period): Promise<readonly { readonly code: string; readonly measured: Measured }[]>
  referral(code: string, dimension: 'topic' | 'language' | 'outcome', period: Period): Promise<readonly Valued[]>
}

export interface WeekMeasured {
  readonly week: Week
  readonly measured: Measured
}

export interface HourMeasured {
  /** 0 to 23, UTC. */
  readonly hour: number
  readonly channel: string
  readonly questions: Figure
}

export interface Term {
  readonly week: Week
  readonly language: string
  readonly term: string
  readonly conversations: number
}

/** A database with this label holds figures that nobody made. */
export const simulatedLabel = 'simulated'

/** The closed lists that are shown whole, so that a missing row tells nothing. */
export interface Lists {
  readonly programmes: readonly { readonly id: string; readonly topics: readonly string[] }[]
  readonly regions: readonly string[]
  /** All that there are, also those switched off by now: a quarter keeps what it counted. */
  readonly channels: readonly string[]
}

export interface DisclosureOptions {
  readonly store: SignalStore & Pick<ReferralStore, 'listOrganisations'>
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly lists: () => Lists
}

const hoursOfDay: readonly number[] = Array.from({ length: 24 }, (_, hour) => hour)

const outcomes: readonly string[] = [
  'answered',
  'clarified',
  'unanswered',
  'handed-over',
  'useful',
  'not-useful',
  'out-of-date',
  ...urgencyKinds.map((kind) => `urgent:${kind}`),
]

export async function openDisclosure({ store, now, lists }: DisclosureOptions): Promise<Disclosure> {
  const releases = createReleases(store, () => ({ programmes: lists().programmes, valuesOf: allValues }))
  const simulated = (await store.readLabel(simulatedLabel)) !== undefined

  function allValues(part: Part): readonly string[] {
    switch (part) {
      case 'all':
        return ['']
      case 'hour':
        return lists().channels.flatMap((channel) => hoursOfDay.map((hour) => hourValue(channel, hour)))
      case 'topic':
        return [...lists().programmes.flatMap(({ topics }) => topics), 'unknown']
      default:
        return valuesOf(part)
    }
  }

  function valuesOf(dimension: Dimension): readonly string[] {
    switch (dimension) {
      case 'language':
        return [...writtenLanguages, 'unknown']
      case 'region':
        return [...lists().regions, noRegion]
      case 'channel':
        return lists().channels
      case 'outcome':
        return outcomes
    }
  }

  function isOver(period: Period): boolean {
    return period.kind === 'week'
      ? isWeek(period.week) && period.week <= lastFinishedWeek(now())
      : isQuarter(period.quarter) && isFinished(period.quarter, now())
  }

  function totalsOf(period: Period): Promise<Released> {
    return period.kind === 'week' ? releases.week(period.week) : releases.quarter(period.quarter, 'all')
  }

  async function brokenDown(subject: string, part: Part, values: readonly string[], period: Period) {
    if (!isOver(period) || period.kind === 'week') return values.map((value) => ({ value, measured: withheld }))
    const released = await releases.quarter(period.quarter, part)
    return values.map((value) => ({ value, measured: measuredOf(released, cellKey(subject, value)) }))
  }

  async function drawOpenData(quarter: Quarter): Promise<readonly OpenRow[]> {
    const inQuarter = weeksOf(quarter)
    const tallies = await store.readTallies({ from: inQuarter[0] ?? '', to: inQuarter.at(-1) ?? '', dimension: 'open' })
    const began = (await weeks())[0] ?? ''
    const topics = allValues('topic')
    return addNoise(
      inQuarter.filter((week) => week >= began),
      tallies,
      // Only what is asked counts there, so verdicts have no place.
      { topics, valuesOf: (dimension) => valuesOf(dimension).filter((value) => !isVerdict(value)) },
    )
  }

  async function weeks(): Promise<readonly Week[]> {
    const last = lastFinishedWeek(now())
    const periods = (await store.listPeriods()).filter((period) => isWeek(period) && period <= last)
    const [first] = periods
    const all: Week[] = []
    for (let week = first; week !== undefined && week <= last; week = addWeeks(week, 1)) all.push(week)
    return all
  }

  return {
    simulated,
    weeks,
    async quarters() {
      const periods = await store.listPeriods()
      const quarters = new Set(periods.map((period) => (isQuarter(period) ? period : quarterOf(period))))
      return [...quarters].filter((quarter) => isFinished(quarter, now())).sort()
    },
    async totals(period) {
      const { programmes } = lists()
      const names = new Map<string, string>([['all', everything]])
      for (const { id, topics } of programmes) {
        names.set(programmeSubject(id), programmeSubject(id))
        for (const topic of topics) names.set(topic, topic)
      }
      for (const other of ['unknown', smalltalk]) names.set(other, other)
      const released = isOver(period) ? await totalsOf(period) : undefined
      return new Map(
        [...names].map(([name, subject]) => [name, released ? measuredOf(released, cellKey(subject, '')) : withheld]),
      )
    },
    breakdown: (subject, dimension, period) => brokenDown(subjectName(subject), dimension, valuesOf(dimension), period),
    async trend(subject, { from, to }) {
      const key = cellKey(subjectName(subject), '')
      const span = (await weeks()).filter((week) => week >= from && week <= to)
      await releases.prepare(span[0] ?? '', span.at(-1) ?? '')
      return Promise.all(span.map(async (week) => ({ week, measured: measuredOf(await releases.week(week), key) })))
    },
    async hours(period) {
      const { channels } = lists()
      const values = channels.flatMap((channel) =>
        hoursOfDay.map((hour) => ({ hour, channel, value: hourValue(channel, hour) })),
      )
      const shown = await brokenDown(
        everything,
        'hour',
        values.map(({ value }) => value),
        period,
      )
      return values.map(({ hour, channel }, at) => ({
        hour,
        channel,
        questions: shown[at]?.measured.questions ?? withheld.questions,
      }))
    },
    async terms(period) {
      if (!isOver(period)) return []
      const span = period.kind === 'week' ? [period.week] : weeksOf(period.quarter)
      return store.readTerms(span[0] ?? '', span.at(-1) ?? '')
    },
    async open(quarter) {
      if (!isOver({ kind: 'quarter', quarter })) return []
      const before = await store.readRelease(quarter, 'open')
      const published = before ?? (await store.release(quarter, 'open', packRows(await drawOpenData(quarter))))
      return unpackRows(published)
    },
    async referrals(period) {
      const released = isOver(period) && period.kind === 'quarter' ? await totalsOf(period) : undefined
      const organisations = await store.listOrganisations()
      return organisations.map(({ code }) => ({
        code,
        measured: released ? measuredOf(released, cellKey(referralSubject(code), '')) : withheld,
      }))
    },
    referral(code, dimension, period) {
      const { programmes } = lists()
      const values =
        dimension === 'topic' ? [...programmes.flatMap(({ topics }) => topics), 'unknown'] : valuesOf(dimension)
      return brokenDown(referralSubject(code), dimension, values, period)
    },
  }
}

function subjectName(subject: Subject): string {
  switch (subject.kind) {
    case 'all':
      return everything
    case 'programme':
      return programmeSubject(subject.id)
    case 'topic':
      return subject.id
  }
}

function measuredOf(released: Released, key: string): Measured {
  const sight = released.sightOf(key)
  const tally = released.tallyOf(key)
  if (sight === 'withheld') return withheld
  return sight === 'count' && tally ? counted(tally.questions, tally.conversations) : few
}
