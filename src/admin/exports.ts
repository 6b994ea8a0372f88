/**
 * Tables that may leave the house: the same figures as the pages, or the open-data variant with its noise, as CSV or
 * JSON. Made of disclosed figures only, so two exports of one period agree.
 */
import { stringify } from 'csv-stringify/sync'
import type { Library } from '../knowledge/library.ts'
import { weeksOf } from '../signals/calendar.ts'
import type { Dimension, Disclosure, Figure, Measured, Period, Quarter, Subject } from '../signals/disclose.ts'

export interface ExportField {
  readonly name: string
  readonly type: 'string' | 'integer' | 'date' | 'boolean'
  /** Key of the words that explain it. */
  readonly says: string
}

type Cell = string | number | boolean
export type Row = readonly Cell[]

export interface ExportTable {
  readonly name: string
  readonly fields: readonly ExportField[]
  rows(quarter: Quarter, source: ExportSource): Promise<readonly Row[]>
}

export interface ExportSource {
  readonly disclosure: Disclosure
  readonly library: Library
}

/** Stand in a cell of numbers where there is none; readers of the data dictionary take them as missing values. */
export const hiddenCells = { few: '<10', withheld: 'withheld' } as const

const dimensions: readonly Dimension[] = ['language', 'region', 'channel', 'outcome']
const field = (name: string, type: ExportField['type'] = 'string'): ExportField => ({
  name,
  type,
  says: `field.${name}`,
})
const measures = [field('questions', 'integer'), field('conversations', 'integer')]
const always = [field('simulated', 'boolean')]

export const exportTables: readonly ExportTable[] = [
  {
    name: 'totals',
    fields: [field('quarter'), field('subject'), ...measures, ...always],
    rows: async (quarter, source) => rowsOfTotals({ kind: 'quarter', quarter }, quarter, source),
  },
  {
    name: 'weeks',
    fields: [field('week', 'date'), field('subject'), ...measures, ...always],
    async rows(quarter, source) {
      const finished = new Set(await source.disclosure.weeks())
      const rows: Row[] = []
      for (const week of weeksOf(quarter))
        if (finished.has(week)) rows.push(...(await rowsOfTotals({ kind: 'week', week }, week, source)))
      return rows
    },
  },
  {
    name: 'breakdowns',
    fields: [field('quarter'), field('subject'), field('dimension'), field('value'), ...measures, ...always],
    async rows(quarter, { disclosure, library }) {
      const rows: Row[] = []
      for (const { key, subject } of subjectsOf(library))
        for (const dimension of dimensions)
          for (const { value, measured } of await disclosure.breakdown(subject, dimension, {
            kind: 'quarter',
            quarter,
          }))
            rows.push([quarter, key, dimension, value, ...cellsOf(measured), disclosure.simulated])
      return rows
    },
  },
  {
    name: 'hours',
    fields: [field('quarter'), field('hour', 'integer'), field('channel'), field('questions', 'integer'), ...always],
    async rows(quarter, { disclosure }) {
      const hours = await disclosure.hours({ kind: 'quarter', quarter })
      return hours.map(({ hour, channel, questions }) => [
        quarter,
        hour,
        channel,
        cellOf(questions),
        disclosure.simulated,
      ])
    },
  },
  {
    name: 'terms',
    fields: [field('week', 'date'), field('language'), field('term'), field('conversations', 'integer'), ...always],
    async rows(quarter, { disclosure }) {
      const terms = await disclosure.terms({ kind: 'quarter', quarter })
      return terms.map(({ week, language, term, conversations }) => [
        week,
        language,
        term,
        conversations,
        disclosure.simulated,
      ])
    },
  },
  {
    name: 'referrals',
    fields: [field('quarter'), field('code'), ...measures, ...always],
    async rows(quarter, { disclosure }) {
      const codes = await disclosure.referrals({ kind: 'quarter', quarter })
      return codes.map(({ code, measured }) => [quarter, code, ...cellsOf(measured), disclosure.simulated])
    },
  },
  {
    name: 'open',
    fields: [
      field('week', 'date'),
      field('subject'),
      field('dimension'),
      field('value'),
      field('conversations', 'integer'),
      ...always,
    ],
    async rows(quarter, { disclosure }) {
      const rows = await disclosure.open(quarter)
      return rows.map(({ week, topic, dimension, value, conversations }) => [
        week,
        topic,
        dimension,
        value,
        conversations,
        disclosure.simulated,
      ])
    },
  },
]

/**
 * @param byteOrderMark for spreadsheets that take a file without it for another alphabet
 * @returns lines that end as RFC 4180 wants; a text that a spreadsheet would calculate stands behind an apostrophe
 */
export function toCsv(fields: readonly ExportField[], rows: readonly Row[], byteOrderMark: boolean): string {
  return stringify(
    rows.map((row) => [...row]),
    {
      header: true,
      columns: fields.map(({ name }) => name),
      bom: byteOrderMark,
      escape_formulas: true,
      record_delimiter: 'windows',
      cast: { boolean: String },
    },
  )
}

/** A list of objects, one a row. */
export function toJson(fields: readonly ExportField[], rows: readonly Row[]): string {
  return `${JSON.stringify(
    rows.map((row) => Object.fromEntries(fields.map(({ name }, at) => [name, row[at]]))),
    undefined,
    1,
  )}\n`
}

async function rowsOfTotals(period: Period, name: string, { disclosure, library }: ExportSource): Promise<Row[]> {
  const totals = await disclosure.totals(period)
  return subjectsOf(library).map(({ key }) => [name, key, ...cellsOf(totals.get(key)), disclosure.simulated])
}

/** In the order of the menu, so that two exports can be laid side by side. */
function subjectsOf(library: Library): { readonly key: string; readonly subject: Subject }[] {
  return [
    { key: 'all', subject: { kind: 'all' } },
    ...library.programmes.flatMap(({ id, topics }) => [
      { key: `programme:${id}`, subject: { kind: 'programme', id } as const },
      ...topics.map((topic) => ({ key: topic, subject: { kind: 'topic', id: topic } as const })),
    ]),
  ]
}

function cellsOf(measured: Measured | undefined): readonly Cell[] {
  return [cellOf(measured?.questions), cellOf(measured?.conversations)]
}

function cellOf(figure: Figure | undefined): Cell {
  return figure?.kind === 'count' ? figure.value : hiddenCells[figure?.kind ?? 'few']
}
