import { describe, expect, test } from 'vitest'
import { countSharedRuns, findNearMeanings, findNearPairs, groupPairs } from '../../src/learning/duplicates.ts'

describe('near-doubles among phrases', () => {
  test('a phrase with one word swapped is found, another question is not', () => {
    const pairs = findNearPairs([
      'combien coûte la carte de séjour à Rabat',
      'où puis-je voir un médecin',
      'combien coute la carte de sejour a Tanger',
    ])
    expect(pairs).toEqual([{ first: 0, second: 2, likeness: expect.closeTo(0.75, 1) }])
  })

  test('a translation is found by its meaning, within its topic only', () => {
    const [north, nearlyNorth, east] = [
      [1, 0, 0],
      [1, 0.05, 0],
      [0, 1, 0],
    ].map((values) => Float32Array.from(values))
    const embeddings = [north, nearlyNorth, east, north] as Float32Array[] // three of them are given above
    expect(findNearMeanings(embeddings, ['a', 'a', 'a', 'b']).map(({ first, second }) => [first, second])).toEqual([
      [0, 1],
    ])
  })

  test('doubles of doubles are one group', () => {
    const groups = groupPairs(5, [
      { first: 0, second: 1, likeness: 1 },
      { first: 1, second: 3, likeness: 1 },
    ])
    expect(groups[0]).toBe(groups[3])
    expect(new Set(groups).size).toBe(3)
  })

  test('a run of five words in two phrases is counted once, in one phrase never', () => {
    expect(
      countSharedRuns([
        'je veux voir un médecin demain',
        'ma fille dit je veux voir un médecin',
        'un un un un un un un',
      ]),
    ).toBe(1)
  })
})
