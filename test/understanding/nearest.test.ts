import { expect, test } from 'vitest'
import { indexEmbeddings } from '../../src/understanding/nearest.ts'

const embeddings = [
  [1, 0.1, 0],
  [0.9, 0.2, 0.1],
  [0, 1, 0.2],
  [0.1, 0, 1],
].map((values) => Float32Array.from(values))

test('what lies nearest seen from the common centre comes first', () => {
  const index = indexEmbeddings(embeddings)
  const found = index.find(Float32Array.from([0, 0.9, 0.1]), 2)
  expect(found[0]?.at).toBe(2)
  expect(found[0]?.cosine).toBeGreaterThan(0.9)
  expect(found).toHaveLength(2)
})

test('an index of nothing finds nothing', () => {
  expect(indexEmbeddings([]).find(Float32Array.from([1, 0, 0]), 3)).toEqual([])
})
