/**
 * Figures for everybody: differentially private counts by week and topic, with at most one other dimension.
 *
 * What is protected is a conversation in a week. It counts once, with the first thing it asked: in one topic, and there
 * in one language, region, channel and outcome. So each of the five histograms changes by one in one cell, and a week
 * spends the sum of their epsilons, 1.0, on a conversation; another week spends it anew. A conversation that goes on
 * after a restart of the service may count once more, which doubles what it spends that week.
 *
 * Noise is drawn once, for zeros too, and the published table is kept: a second export is the same, and no average over
 * exports takes the noise away. Negative counts become zero and the parts of a topic are fitted to its total afterwards,
 * which costs no privacy.
 */
import type { Tally } from '../store/store.ts'
import type { Week } from './calendar.ts'
import { drawNoise, type Epsilon, type Uniform } from './noise.ts'

export type OpenDimension = 'all' | 'language' | 'region' | 'channel' | 'outcome'

export interface OpenRow {
  readonly week: Week
  readonly topic: string
  readonly dimension: OpenDimension
  /** Empty for `all`. */
  readonly value: string
  readonly conversations: number
}

/** Sum: 1.0 a conversation and week. */
export const epsilons: Readonly<Record<OpenDimension, Epsilon>> = {
  all: { parts: 2, over: 5 },
  language: { parts: 3, over: 20 },
  region: { parts: 3, over: 20 },
  channel: { parts: 3, over: 20 },
  outcome: { parts: 3, over: 20 },
}

const dimensions = ['language', 'region', 'channel', 'outcome'] as const

/** How a cell of the first thing asked is named: `all`, `language fr`. */
export const openValue = (dimension: OpenDimension, value: string): string =>
  dimension === 'all' ? dimension : `${dimension} ${value}`

export interface OpenLists {
  readonly topics: readonly string[]
  valuesOf(dimension: (typeof dimensions)[number]): readonly string[]
}

/** @returns rows above zero; a total is the sum of its parts in each dimension */
export function addNoise(
  weeks: readonly Week[],
  tallies: readonly Tally[],
  lists: OpenLists,
  uniform?: Uniform,
): OpenRow[] {
  const counts = new Map(tallies.map((row) => [`${row.period} ${row.subject} ${row.value}`, row.conversations]))
  const rows: OpenRow[] = []
  for (const week of weeks)
    for (const topic of lists.topics) {
      const noisy = (dimension: OpenDimension, value: string) =>
        (counts.get(`${week} ${topic} ${openValue(dimension, value)}`) ?? 0) + drawNoise(epsilons[dimension], uniform)
      const total = Math.max(0, noisy('all', ''))
      const add = (dimension: OpenDimension, value: string, conversations: number) => {
        if (conversations > 0) rows.push({ week, topic, dimension, value, conversations })
      }
      add('all', '', total)
      for (const dimension of dimensions) {
        const values = lists.valuesOf(dimension)
        const parts = fit(
          values.map((value) => Math.max(0, noisy(dimension, value))),
          total,
        )
        for (const [at, value] of values.entries()) add(dimension, value, parts[at] ?? 0)
      }
    }
  return rows
}

/** Week → topic → `language fr` → conversations: a quarter of fifteen thousand rows takes 0.3 MB so. */
export function packRows(rows: readonly OpenRow[]): string {
  const weeks: Record<Week, Record<string, Record<string, number>>> = {}
  for (const { week, topic, dimension, value, conversations } of rows) {
    weeks[week] ??= {}
    weeks[week][topic] ??= {}
    weeks[week][topic][openValue(dimension, value)] = conversations
  }
  return JSON.stringify(weeks)
}

/** The inverse of `packRows`, in the same order. */
export function unpackRows(packed: string): OpenRow[] {
  const weeks = JSON.parse(packed) as Record<Week, Record<string, Record<string, number>>> // written by packRows only
  return Object.entries(weeks).flatMap(([week, topics]) =>
    Object.entries(topics).flatMap(([topic, cells]) =>
      Object.entries(cells).map(([name, conversations]) => {
        const [dimension = 'all', value = ''] = name.split(' ')
        return { week, topic, dimension: dimension as OpenDimension, value, conversations } // by openValue
      }),
    ),
  )
}

/** Whole numbers in proportion to the given ones that add up to the total (largest remainders). */
function fit(parts: readonly number[], total: number): number[] {
  const sum = parts.reduce((all, part) => all + part, 0)
  // Where noise has left nothing of any part, all of them are as likely.
  const shares = parts.map((part) => (sum > 0 ? (part * total) / sum : total / parts.length))
  const fitted = shares.map(Math.floor)
  const missing = total - fitted.reduce((all, part) => all + part, 0)
  const byRemainder = [...shares.keys()].sort((a, b) => ((shares[b] ?? 0) % 1) - ((shares[a] ?? 0) % 1))
  for (const at of byRemainder.slice(0, missing)) fitted[at] = (fitted[at] ?? 0) + 1
  return fitted
}
