/**
 * Embeddings that are kept → those nearest in meaning to a new one. For tens of thousands of phrases or passages it
 * takes a few milliseconds, so nothing on the path of every message asks it.
 */

/** Directions seen from their common centre: all embeddings of one encoder lie in a narrow cone. */
export interface NearestIndex {
  readonly size: number
  /** -1 to 1 for each embedding that is kept, in their order. */
  cosines(embedding: Float32Array): Float32Array
  /** Best first. */
  find(embedding: Float32Array, count: number): { readonly at: number; readonly cosine: number }[]
}

/** @param embeddings all of the same length */
export function indexEmbeddings(embeddings: readonly Float32Array[]): NearestIndex {
  const dimensions = embeddings[0]?.length ?? 0
  const centre = centreOf(embeddings)
  const kept = new Float32Array(embeddings.length * dimensions)
  for (const [row, embedding] of embeddings.entries()) kept.set(directionOf(embedding, centre), row * dimensions)

  function cosines(embedding: Float32Array): Float32Array {
    const direction = directionOf(embedding, centre)
    const found = new Float32Array(embeddings.length)
    for (let row = 0, start = 0; row < found.length; row++, start += dimensions) {
      let sum = 0
      for (let at = 0; at < dimensions; at++) sum += (kept[start + at] as number) * (direction[at] as number)
      found[row] = sum
    }
    return found
  }

  return {
    size: embeddings.length,
    cosines,
    find(embedding, count) {
      const found = cosines(embedding)
      return Array.from(found, (cosine, at) => ({ at, cosine }))
        .sort((a, b) => b.cosine - a.cosine)
        .slice(0, count)
    },
  }
}

/** The mean of embeddings. */
export function centreOf(embeddings: readonly Float32Array[]): Float32Array {
  const centre = new Float32Array(embeddings[0]?.length ?? 0)
  for (const embedding of embeddings)
    for (let at = 0; at < centre.length; at++)
      centre[at] = (centre[at] as number) + (embedding[at] as number) / embeddings.length
  return centre
}

/**
 * Where an embedding lies seen from the centre.
 * @returns a vector of the length wanted, or of zeros for the centre itself
 */
export function directionOf(embedding: Float32Array, centre: Float32Array, length = 1): Float32Array {
  const direction = embedding.map((value, at) => value - (centre[at] as number))
  let square = 0
  for (const value of direction) square += value * value
  const scale = square > 0 ? length / Math.sqrt(square) : 0
  return direction.map((value) => value * scale)
}
