import { describe, expect, test } from 'vitest'
import { scoreDense, trainDense } from '../../src/understanding/dense.ts'

/** Two bundles of directions around the first and the second axis. */
const examples = Array.from({ length: 40 }, (_, at) => {
  const label = at % 2 === 0 ? 'north' : 'east'
  const sway = Math.sin(at) * 0.2
  return { label, embedding: Float32Array.from(label === 'north' ? [1, sway, 0.5] : [sway, 1, 0.5]) }
})

describe('the model over embeddings', () => {
  test('a new direction goes to the bundle that it is nearest to', () => {
    const model = trainDense(examples)
    const [east = 0, north = 0] = scoreDense(model, Float32Array.from([0.9, 0.1, 0.5]))
    expect(model.labels).toEqual(['east', 'north'])
    expect(north).toBeGreaterThan(east)
  })

  test('the same examples give the same model', () => {
    expect(trainDense(examples).weights).toEqual(trainDense(examples).weights)
  })
})
