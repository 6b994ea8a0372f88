/** The test behind "this topic rose" against exact fractions, and what it makes of figures that are hidden. */
import { describe, expect, test } from 'vitest'
import { compareRates, keepDiscoveries } from '../../src/admin/significance.ts'
import { findTrends } from '../../src/admin/trends.ts'
import type { Figure } from '../../src/signals/disclose.ts'

const count = (value: number): Figure => ({ kind: 'count', value })
const few: Figure = { kind: 'few' }
const withheld: Figure = { kind: 'withheld' }

/** The same chance in whole numbers: two-sided by doubling, exposures as integers. */
function exactChance(later: number, earlier: number, laterExposure: number, earlierExposure: number): number {
  const trials = later + earlier
  const [a, b] = [BigInt(laterExposure), BigInt(earlierExposure)]
  const weight = (at: number): bigint => {
    let choose = 1n
    for (let step = 1; step <= at; step++) choose = (choose * BigInt(trials - step + 1)) / BigInt(step)
    return choose * a ** BigInt(at) * b ** BigInt(trials - at)
  }
  const whole = (a + b) ** BigInt(trials)
  let atMost = 0n
  let atLeast = 0n
  for (let at = 0; at <= trials; at++) {
    if (at <= later) atMost += weight(at)
    if (at >= later) atLeast += weight(at)
  }
  const smaller = atMost < atLeast ? atMost : atLeast
  return Math.min(1, Number((2n * smaller * 10n ** 18n) / whole) / 1e18)
}

describe('two counts are compared exactly', () => {
  test.each([
    [15, 35, 100, 100],
    [12, 30, 90, 200],
    [40, 20, 1, 1],
    [0, 9, 3, 2],
    [10, 10, 1, 1],
    [180, 120, 700, 650],
  ])('%i against %i, measured against %i and %i', (later, earlier, laterExposure, earlierExposure) => {
    const chance = compareRates(
      { count: later, exposure: laterExposure },
      { count: earlier, exposure: earlierExposure },
    )
    expect(chance).toBeCloseTo(exactChance(later, earlier, laterExposure, earlierExposure), 10)
  })

  test('a hundred thousand conversations are compared without a wrong number', () => {
    const same = compareRates({ count: 50_000, exposure: 1 }, { count: 50_000, exposure: 1 })
    const other = compareRates({ count: 51_500, exposure: 1 }, { count: 50_000, exposure: 1 })
    expect(same).toBe(1)
    // By the normal approximation z = 1500 / √101500 = 4.71, so 2.5 in a million.
    expect(other).toBeGreaterThan(2e-6)
    expect(other).toBeLessThan(3e-6)
  })
})

test('of many comparisons, those are kept that Benjamini and Hochberg kept in their paper of 1995', () => {
  // The 15 chances of their example in section 4: at 5 % the first four are kept, where Bonferroni keeps three.
  const chances = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
  ]
  expect(keepDiscoveries(chances, 0.05).filter(Boolean)).toHaveLength(4)
})

describe('a topic', () => {
  const totals = { later: count(1000), earlier: count(1000) }

  test('that doubled has risen, one that wavered has not', () => {
    const trends = findTrends(
      [
        { topic: 'housing.shelter', later: count(120), earlier: count(60) },
        { topic: 'health.care', later: count(105), earlier: count(98) },
      ],
      totals,
    )
    expect(trends.map(({ topic }) => topic)).toEqual(['housing.shelter'])
  })

  test('that grew as all others did has not risen', () => {
    const grown = { later: count(4000), earlier: count(1000) }
    expect(findTrends([{ topic: 'health.care', later: count(400), earlier: count(100) }], grown)).toEqual([])
  })

  test('hidden in both quarters is not compared', () => {
    expect(findTrends([{ topic: 'law.nationality', later: few, earlier: few }], totals)).toEqual([])
  })

  test('whose figure is withheld is not compared, whatever the other one is', () => {
    expect(findTrends([{ topic: 'law.nationality', later: count(200), earlier: withheld }], totals)).toEqual([])
  })

  test('that came out of "<10" rose at least as much as from nine', () => {
    const [trend] = findTrends([{ topic: 'asylum.apply', later: count(90), earlier: few }], totals)
    expect(trend?.ratio).toBeCloseTo(10, 10)
  })

  test('that is "<10" among few conversations has not risen from ten among many', () => {
    const shrunk = { later: count(100), earlier: count(100_000) }
    expect(findTrends([{ topic: 'asylum.apply', later: few, earlier: count(10) }], shrunk)).toEqual([])
  })

  test('is not compared where all conversations are hidden', () => {
    const pair = { topic: 'asylum.apply', later: count(90), earlier: count(20) }
    expect(findTrends([pair], { later: withheld, earlier: count(1000) })).toEqual([])
  })
})
