/** Complementary suppression on tables small enough to be drawn, checked by solving their sums. */
import { describe, expect, test } from 'vitest'
import { findHidden, type TableCell } from '../../src/signals/suppress.ts'
import { findDetermined } from './linear-system.ts'

/** Rows by columns; the sums of both are known. Figures under ten are hidden anyway. */
function tableOf(rows: readonly (readonly number[])[]): TableCell[] {
  return rows.flatMap((row, y) =>
    row.map((conversations, x) => ({
      key: `${y},${x}`,
      conversations,
      below: conversations < 10,
      sums: [`row ${y}`, `column ${x}`],
      wholeOf: [],
      ends: [`row ${y}`, `column ${x}`] as const,
    })),
  )
}

function determined(cells: readonly TableCell[], hidden: ReadonlySet<string>): string[] {
  const sums = Map.groupBy(
    cells.filter(({ key }) => hidden.has(key)).flatMap((cell) => cell.sums.map((sum) => ({ sum, key: cell.key }))),
    ({ sum }) => sum,
  )
  return findDetermined([...sums.values()].map((parts) => new Map(parts.map(({ key }) => [key, 1]))))
}

describe('complementary suppression', () => {
  test('one hidden figure takes three with it: its row, its column, and where these two cross', () => {
    const cells = tableOf([
      [3, 20, 30],
      [25, 40, 50],
      [60, 70, 80],
    ])
    const hidden = findHidden(cells)
    expect(hidden.size).toBe(4)
    expect(determined(cells, hidden)).toEqual([])
  })

  test('a figure that is the only way between two hidden groups is not left to be worked out', () => {
    const cells = tableOf([
      [9, 9, 9, 40],
      [9, 9, 40, 40],
      [40, 40, 9, 9],
      [40, 40, 9, 9],
    ])
    const below = new Set(cells.filter((cell) => cell.below).map(({ key }) => key))
    // Every sum hides two or more, eighteen together, and still:
    expect(determined(cells, below)).toEqual(['0,2'])
    expect(determined(cells, findHidden(cells))).toEqual([])
  })

  test('hidden figures of a sum stand for ten conversations together', () => {
    const cells = tableOf([
      [1, 2, 50, 60],
      [1, 2, 50, 60],
      [90, 90, 90, 90],
    ])
    const hidden = findHidden(cells)
    for (const sum of new Set(cells.flatMap((cell) => cell.sums))) {
      const parts = cells.filter((cell) => cell.sums.includes(sum) && hidden.has(cell.key))
      if (parts.length > 0) expect(parts.reduce((all, { conversations }) => all + conversations, 0)).toBeGreaterThan(9)
    }
  })

  test('what is above the threshold and in nobody’s way is shown', () => {
    expect(
      findHidden(
        tableOf([
          [20, 30],
          [40, 50],
        ]),
      ).size,
    ).toBe(0)
  })

  test.each([
    ['what was shown before', { released: 'shown' }],
    ['what follows from shown figures', { follows: true }],
  ] as const)('%s is not hidden', (_what, changes) => {
    const cells = tableOf([
      [3, 20, 30],
      [25, 40, 50],
      [60, 70, 80],
    ]).map((cell) => (cell.key === '0,1' ? { ...cell, ...changes } : cell))
    const hidden = findHidden(cells)
    expect(hidden.has('0,1')).toBe(false)
    expect(determined(cells, hidden)).toEqual([])
  })
})
