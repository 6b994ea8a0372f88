/** Figures of a period → the table in which they stand: every sum that views show, so that `suppress.ts` can guard it. */
import type { Cell, Tally } from '../store/store.ts'
import type { Week } from './calendar.ts'
import { everything, isVerdict, programmeSubject, referralSubject, smalltalk } from './cells.ts'
import { threshold } from './figure.ts'
import { ground, type TableCell } from './suppress.ts'

export type Part = Exclude<Cell['dimension'], 'open'>
export const parts: readonly Part[] = ['all', 'language', 'region', 'channel', 'outcome', 'hour', 'topic']

/** What is shown in whole, so that a missing row tells nothing. */
export interface Subjects {
  readonly programmes: readonly { readonly id: string; readonly topics: readonly string[] }[]
  readonly valuesOf: (part: Part) => readonly string[]
}

/** `count`: as it is; `few`: below the threshold; `withheld`: kept back, so that no other can be found by subtraction. */
export type Sight = 'count' | 'few' | 'withheld'

/** What is seen of a period. */
export interface Released {
  /** @param key as `cellKey` makes it */
  sightOf(key: string): Sight
  tallyOf(key: string): Tally | undefined
}

/** Released weeks, oldest first. */
export type WeekHistory = readonly { readonly week: Week; readonly released: Released }[]

const referralPrefix = referralSubject('')

export const cellKey = (subject: string, value: string): string => `${subject}|${value}`

/** One person who comes every week must not make ten alone: in one week at least three came. */
const fullestWeek = 3

/** Weeks together. Who comes back in another week counts again, because no key outlives its week. */
export function sumByCell(period: string, rows: readonly Tally[]): Tally[] {
  const sums = new Map<string, Tally>()
  const fullest = new Map<string, number>()
  for (const row of rows) {
    const key = cellKey(row.subject, row.value)
    const sum = sums.get(key)
    fullest.set(key, Math.max(fullest.get(key) ?? 0, row.surest))
    sums.set(key, {
      ...row,
      period,
      questions: row.questions + (sum?.questions ?? 0),
      conversations: row.conversations + (sum?.conversations ?? 0),
      surest: row.surest + (sum?.surest ?? 0),
    })
  }
  return [...sums].map(([key, sum]) =>
    (fullest.get(key) ?? 0) >= fullestWeek ? sum : { ...sum, surest: Math.min(sum.surest, threshold - 1) },
  )
}

/**
 * Totals of one week: topics to programmes to everything, and what the weeks before owe to each other. Referrals are seen
 * by quarters only: most of their weeks are empty, which beside a quarter's total would have to be made up for.
 */
export function totalsOfWeek(tallies: readonly Tally[], before: WeekHistory, subjects: Subjects): TableCell[] {
  const tally = lookUp(tallies)
  const shown = [...treeOf(tallies, subjects)].filter(([subject]) => !subject.startsWith(referralPrefix))
  return shown.map(([subject, place]) => {
    const key = cellKey(subject, '')
    const hiddenBefore = before.filter(({ released }) => released.sightOf(key) !== 'count')
    const together = hiddenBefore.reduce((sum, { released }) => sum + (released.tallyOf(key)?.surest ?? 0), 0)
    return {
      ...standing(key, tally),
      ...placed(subject, place, '', ground),
      owed: hiddenBefore.length > 0 && (hiddenBefore.length < 2 || together < threshold),
    }
  })
}

/** Totals of a quarter, beside those of its weeks, which stay as they were released. */
export function totalsOfQuarter(tallies: readonly Tally[], weeks: WeekHistory, subjects: Subjects): TableCell[] {
  const cells: TableCell[] = []
  const tally = lookUp(tallies)
  for (const [subject, place] of treeOf(tallies, subjects)) {
    const key = cellKey(subject, '')
    if (subject.startsWith(referralPrefix)) {
      cells.push({ ...standing(key, tally), ...placed(subject, place, 'quarter', ground) })
      continue
    }
    const time = `time ${subject}`
    const follows = weeks.length > 0 && weeks.every(({ released }) => released.sightOf(key) === 'count')
    cells.push(overTime({ ...standing(key, tally), ...placed(subject, place, 'quarter', time), follows }, time, true))
    for (const { week, released } of weeks) {
      const before = standing(key, (one) => released.tallyOf(one))
      const sight = released.sightOf(key) === 'count' ? 'shown' : 'hidden'
      const cell = {
        ...before,
        ...placed(subject, place, week, time),
        key: `${week} ${key}`,
        released: sight,
      } as const
      cells.push(overTime(cell, time, false))
    }
  }
  return cells
}

/**
 * Subjects by the values of one dimension. The total of each row is taken for known; where it is not shown, nothing of the
 * row is, or its sum would be that total.
 *
 * @param totals of the subjects, of the channels for the hours
 */
export function quarterTable(part: Part, tallies: readonly Tally[], subjects: Subjects, totals: Released): TableCell[] {
  const tally = lookUp(tallies)
  const values = new Set([...subjects.valuesOf(part), ...tallies.map(({ value }) => value)])
  const cells: TableCell[] = []
  for (const [subject, place] of rowsOf(part, tallies, subjects))
    for (const value of values) {
      // Hours are parts of what their channel has, verdicts of nothing that is shown.
      const channel = value.split(' ')[0] ?? ''
      const row = part === 'hour' ? `hours ${channel}` : `row ${subject}`
      const total = part === 'hour' ? cellKey(everything, channel) : cellKey(subject, '')
      const inRow = part === 'outcome' && isVerdict(value) ? ground : row
      const owed = totals.sightOf(total) !== 'count'
      const cell = { ...standing(cellKey(subject, value), tally), ...placed(subject, place, value, inRow), owed }
      cells.push(inRow === ground ? cell : { ...cell, sums: [...cell.sums, inRow] })
    }
  return cells
}

function standing(
  key: string,
  tally: (key: string) => Tally | undefined,
): Pick<TableCell, 'key' | 'conversations' | 'below'> {
  const conversations = tally(key)?.surest ?? 0
  return { key, conversations, below: conversations < threshold }
}

/**
 * Where a subject stands in one column (a week, a value). A programme is the whole of its topics and a part of everything;
 * a leaf ends in its row, and the rows of programmes follow from those of their topics.
 */
function placed(
  subject: string,
  { parent, isWhole }: Place,
  column: string,
  row: string,
): Pick<TableCell, 'sums' | 'wholeOf' | 'ends'> {
  const above = parent === undefined ? ground : `${parent} in ${column}`
  const parts = `${subject} in ${column}`
  const sums = above === ground ? [] : [above]
  return isWhole
    ? { sums: [...sums, parts], wholeOf: [parts], ends: [parts, above] }
    : { sums, wholeOf: [], ends: [above, row] }
}

function overTime(cell: TableCell, time: string, isWhole: boolean): TableCell {
  return { ...cell, sums: [...cell.sums, time], wholeOf: isWhole ? [...cell.wholeOf, time] : cell.wholeOf }
}

function lookUp(tallies: readonly Tally[]): (key: string) => Tally | undefined {
  const byKey = new Map(tallies.map((tally) => [cellKey(tally.subject, tally.value), tally]))
  return (key) => byKey.get(key)
}

interface Place {
  /** Absent where it is part of nothing that is shown. */
  readonly parent?: string
  readonly isWhole: boolean
}

/** Hours are counted of everything only, topics of referrals only. */
function rowsOf(part: Part, tallies: readonly Tally[], subjects: Subjects): ReadonlyMap<string, Place> {
  const tree = treeOf(tallies, subjects)
  if (part === 'hour') return new Map([[everything, { isWhole: false }]])
  if (part === 'topic') return new Map([...tree].filter(([subject]) => subject.startsWith(referralPrefix)))
  return tree
}

/** Topics in programmes in everything: as the lists have it, with what was counted under names that are listed no more. */
function treeOf(tallies: readonly Tally[], { programmes }: Subjects): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>([
    [everything, { isWhole: true }],
    ['unknown', { parent: everything, isWhole: false }],
    [smalltalk, { isWhole: false }],
  ])
  for (const { id, topics } of programmes) {
    const programme = programmeSubject(id)
    places.set(programme, { parent: everything, isWhole: topics.length > 0 })
    for (const topic of topics) places.set(topic, { parent: programme, isWhole: false })
  }
  for (const { subject } of tallies)
    if (!places.has(subject))
      places.set(
        subject,
        subject.startsWith(referralPrefix) ? { isWhole: false } : { parent: everything, isWhole: false },
      )
  return places
}
