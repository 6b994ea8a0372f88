import { describe, expect, test } from 'vitest'
import { evaluate, type Judged } from '../../src/understanding/evaluate.ts'

function row(truth: string, guess: string, confidence: number, more: Partial<Judged> = {}): Judged {
  return {
    truth,
    ranked: [
      { intent: guess, confidence },
      { intent: 'other', confidence: 0.1 },
    ],
    scope: confidence,
    decision: confidence >= 0.5 ? 'answer' : 'unknown',
    millis: 1,
    ...more,
  }
}

describe('evaluating', () => {
  test('top-1 counts the best, top-3 the first three, both in scope only', () => {
    const figures = evaluate([row('a', 'a', 0.9), row('other', 'a', 0.9), row('b', 'a', 0.9), row('oos', 'a', 0.1)])
    expect(figures.top1).toBeCloseTo(1 / 3)
    expect(figures.top3).toBeCloseTo(2 / 3)
  })

  test('AUROC is 1 where every question in scope scores above every other, ½ where they are alike', () => {
    expect(evaluate([row('a', 'a', 0.9), row('oos', 'a', 0.2)]).auroc).toBe(1)
    expect(evaluate([row('a', 'a', 0.5), row('oos', 'a', 0.5)]).auroc).toBe(0.5)
    expect(evaluate([row('a', 'a', 0.9)]).auroc).toBeNull()
  })

  test('answers are judged at the shipped thresholds', () => {
    expect(evaluate([row('a', 'a', 0.9), row('a', 'b', 0.9), row('a', 'a', 0.2)]).answered).toEqual({
      accuracy: 0.5,
      coverage: 2 / 3,
    })
  })

  test('a missed emergency and a false alarm are counted apart', () => {
    const rows = [
      row('a', 'a', 0.9, { urgent: { truth: true, alarm: true } }),
      row('a', 'a', 0.9, { urgent: { truth: true, alarm: false } }),
      row('a', 'a', 0.9, { urgent: { truth: false, alarm: true } }),
    ]
    expect(evaluate(rows)).toMatchObject({ urgentRecall: 0.5, urgentFalseAlarms: 1 })
  })

  test('confidence that is right as often as it says has no calibration error', () => {
    const rows = Array.from({ length: 10 }, (_, at) => row('a', at < 7 ? 'a' : 'b', 0.7))
    expect(evaluate(rows).calibrationError).toBeCloseTo(0)
  })
})
