import { describe, expect, test } from 'vitest'
import { type FitRow, fitWeights, thresholdFor } from '../../src/understanding/fit.ts'

/** One view knows, the other guesses the other way round. */
const rows: FitRow[] = Array.from({ length: 20 }, (_, at) => {
  const truth = at % 2 === 0 ? 'a' : 'b'
  const other = truth === 'a' ? 'b' : 'a'
  return {
    truth,
    opinions: [
      {
        view: 'head',
        weight: 0.5,
        ranked: [
          { label: truth, confidence: 0.8 },
          { label: other, confidence: 0.2 },
        ],
      },
      {
        view: 'grams',
        weight: 0.5,
        ranked: [
          { label: other, confidence: 0.7 },
          { label: truth, confidence: 0.3 },
        ],
      },
    ],
  }
})

describe('fitting the weights of the views', () => {
  test('a view that is always right counts, one that is always wrong does not', () => {
    const { weights, top1 } = fitWeights(rows)
    expect(weights.grams).toBe(0)
    expect(weights.head).toBeGreaterThan(0.5)
    expect(top1).toBe(1)
  })

  test('a threshold lets through the share that is wanted', () => {
    const scores = [0.9, 0.1, 0.8, 0.4, 0.6, 0.2, 0.7, 0.3, 0.5, 1]
    expect(scores.filter((score) => score >= thresholdFor(scores, 0.3))).toHaveLength(3)
    expect(scores.filter((score) => score >= thresholdFor(scores, 1))).toHaveLength(10)
  })
})
