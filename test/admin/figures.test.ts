/** What is reckoned from figures never tells a hidden one. */
import { describe, expect, test } from 'vitest'
import { changeOf, medianOf, shareOf } from '../../src/admin/figures.ts'
import { moveQuarter } from '../../src/admin/periods.ts'
import type { Figure } from '../../src/signals/disclose.ts'

const count = (value: number): Figure => ({ kind: 'count', value })
const few: Figure = { kind: 'few' }
const withheld: Figure = { kind: 'withheld' }

describe.each([few, withheld, undefined])('with %o', (hidden) => {
  test('there is no share and no change', () => {
    expect(shareOf(hidden, count(100))).toBeUndefined()
    expect(shareOf(count(100), hidden)).toBeUndefined()
    expect(changeOf({ figure: hidden, weeks: 13 }, { figure: count(100), weeks: 13 })).toBeUndefined()
    expect(changeOf({ figure: count(100), weeks: 13 }, { figure: hidden, weeks: 13 })).toBeUndefined()
  })
})

test('a share and a change of shown figures are what one reckons', () => {
  expect(shareOf(count(30), count(120))).toBe(0.25)
  expect(changeOf({ figure: count(30), weeks: 13 }, { figure: count(120), weeks: 13 })).toBe(-0.75)
})

test('a quarter in which counting began is compared by its weeks', () => {
  expect(changeOf({ figure: count(1300), weeks: 13 }, { figure: count(500), weeks: 5 })).toBe(0)
  expect(changeOf({ figure: count(1300), weeks: 13 }, { figure: count(500), weeks: 0 })).toBeUndefined()
})

describe('the median week', () => {
  test('is a figure as shown, also where low weeks are hidden', () => {
    expect(medianOf([few, count(30), count(12), count(40), few])).toEqual(count(12))
  })

  test('is "<10" where most weeks are', () => {
    expect(medianOf([few, few, count(400)])).toEqual(few)
  })

  test('is the lower middle one of an even number, never a mean of two', () => {
    expect(medianOf([count(10), count(20)])).toEqual(count(10))
  })

  test('is not told where a withheld week could rank anywhere', () => {
    expect(medianOf([count(10), withheld, count(20)])).toBeUndefined()
  })
})

test('quarters step over the year', () => {
  expect(moveQuarter('2026Q1', -1)).toBe('2025Q4')
  expect(moveQuarter('2026Q4', 1)).toBe('2027Q1')
  expect(moveQuarter('2026Q2', -4)).toBe('2025Q2')
})
