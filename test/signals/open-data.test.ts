import { describe, expect, test } from 'vitest'
import { createChance } from '../../src/commands/seeded.ts'
import { drawNoise } from '../../src/signals/noise.ts'
import { addNoise, epsilons, openValue } from '../../src/signals/open-data.ts'
import type { Tally } from '../../src/store/store.ts'

const week = '2026-11-23'
const values = {
  language: ['fr', 'ar', 'wo'],
  region: ['oriental', 'unknown'],
  channel: ['web', 'telegram'],
  outcome: ['answered', 'unanswered'],
}
const lists = {
  topics: ['health.care', 'housing.rental'],
  valuesOf: (dimension: keyof typeof values) => values[dimension],
}
const tally = (subject: string, value: string, conversations: number): Tally => ({
  period: week,
  subject,
  dimension: 'open',
  value,
  questions: conversations,
  conversations,
  surest: conversations,
})
const tallies = [
  tally('health.care', 'all', 60),
  ...Object.entries({ 'language fr': 50, 'language ar': 10, 'region unknown': 60, 'channel web': 60 }).map(
    ([value, count]) => tally('health.care', value, count),
  ),
]

describe('noise', () => {
  test('has the frequencies of the two-sided geometric distribution', () => {
    const chance = createChance(1)
    const draws = Array.from({ length: 40_000 }, () => drawNoise({ parts: 2, over: 5 }, chance.below))
    const ratio = Math.exp(-2 / 5)
    for (const size of [0, 1, -1, 2, -3, 7]) {
      const expected = ((1 - ratio) / (1 + ratio)) * ratio ** Math.abs(size)
      const seen = draws.filter((draw) => draw === size).length / draws.length
      // Five standard errors of a share.
      expect(Math.abs(seen - expected)).toBeLessThan(5 * Math.sqrt((expected * (1 - expected)) / draws.length))
    }
  })

  test('is drawn from the operating system where nothing else is said', () => {
    expect(new Set(Array.from({ length: 200 }, () => drawNoise({ parts: 3, over: 20 }))).size).toBeGreaterThan(10)
  })
})

describe('open data', () => {
  test('a conversation spends one in a week, over all dimensions together', () => {
    const spent = Object.values(epsilons).reduce((sum, { parts, over }) => sum + parts / over, 0)
    expect(spent).toBeCloseTo(1, 10)
  })

  test('totals are the sums of their parts, and nothing is negative', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const rows = addNoise([week], tallies, lists, createChance(seed).below)
      for (const topic of lists.topics) {
        const sumOf = (dimension: string) =>
          rows
            .filter((row) => row.topic === topic && row.dimension === dimension)
            .reduce((sum, { conversations }) => sum + conversations, 0)
        for (const dimension of Object.keys(values)) expect(sumOf(dimension)).toBe(sumOf('all'))
      }
      expect(rows.every(({ conversations }) => conversations > 0 && Number.isInteger(conversations))).toBe(true)
    }
  })

  test('what nobody asked gets noise too, so that a row tells nothing', () => {
    const drawn = Array.from({ length: 30 }, (_, seed) =>
      addNoise([week], tallies, lists, createChance(seed + 1).below),
    )
    const withRow = drawn.filter((rows) => rows.some(({ topic }) => topic === 'housing.rental')).length
    expect(withRow).toBeGreaterThan(3)
    expect(withRow).toBeLessThan(27)
  })

  test('names its cells as they are counted', () => {
    expect([openValue('all', ''), openValue('language', 'fr')]).toEqual(['all', 'language fr'])
  })
})
