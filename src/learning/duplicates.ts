/**
 * Phrases that say nearly the same: by their letters, and by their meaning within a topic. A classifier that is tested
 * on the near-double of a phrase it has learnt looks better than it is, and doubles teach nothing.
 */
import { centreOf, directionOf } from '../understanding/nearest.ts'
import { normalise } from '../understanding/normalise.ts'

export interface NearPair {
  /** Places of the two phrases, the smaller first. */
  readonly first: number
  readonly second: number
  /** 0 to 1. */
  readonly likeness: number
}

/** Letters in a piece: short enough for a changed ending, long enough to be rare. */
const pieceLength = 4
/** Pieces by which doubles are looked for: two phrases that share none of their rarest are not alike. */
const rarestPieces = 10

/**
 * Pairs of texts that share most of their letters: Jaccard of their 4-letter pieces, shorthand and accents aside.
 * @param from smallest likeness, 0 to 1
 */
export function findNearPairs(texts: readonly string[], from = 0.6): NearPair[] {
  const pieces = texts.map((text) => piecesOf(normalise(text)))
  const frequency = new Map<string, number>()
  for (const set of pieces) for (const piece of set) frequency.set(piece, (frequency.get(piece) ?? 0) + 1)
  const rarest = pieces.map((set) =>
    [...set].sort((a, b) => (frequency.get(a) ?? 0) - (frequency.get(b) ?? 0)).slice(0, rarestPieces),
  )
  const holders = new Map<string, number[]>()
  const pairs: NearPair[] = []
  for (const [second, keys] of rarest.entries()) {
    for (const first of new Set(keys.flatMap((key) => holders.get(key) ?? []))) {
      const likeness = jaccard(pieces[first] ?? new Set(), pieces[second] ?? new Set())
      if (likeness >= from) pairs.push({ first, second, likeness })
    }
    for (const key of keys) {
      const known = holders.get(key)
      if (known) known.push(second)
      else holders.set(key, [second])
    }
  }
  return pairs
}

/**
 * Pairs of one topic whose embeddings lie close together, translations of each other among them.
 * @param topics topic of each embedding; pairs across topics are not looked for
 */
export function findNearMeanings(
  embeddings: readonly Float32Array[],
  topics: readonly string[],
  from = 0.95,
): NearPair[] {
  const centre = centreOf(embeddings)
  const directions = embeddings.map((embedding) => directionOf(embedding, centre))
  const pairs: NearPair[] = []
  const byTopic = Object.groupBy(topics.keys(), (at) => topics[at] ?? '')
  for (const places of Object.values(byTopic))
    for (const [order, second] of (places ?? []).entries())
      for (const first of places?.slice(0, order) ?? []) {
        const likeness = dot(directions[first], directions[second])
        if (likeness >= from) pairs.push({ first, second, likeness })
      }
  return pairs
}

/** Group of each phrase, so that near-doubles, and doubles of doubles, are together. @param count of phrases */
export function groupPairs(count: number, pairs: readonly NearPair[]): Int32Array {
  const parent = Int32Array.from({ length: count }, (_, at) => at)
  const rootOf = (at: number): number => {
    let root = at
    while (parent[root] !== root) root = parent[root] ?? root
    parent[at] = root
    return root
  }
  for (const { first, second } of pairs) parent[rootOf(second)] = rootOf(first)
  return parent.map((_, at) => rootOf(at))
}

/** How many runs of five words stand in more than one phrase: a sign of templates. */
export function countSharedRuns(texts: readonly string[], words = 5): number {
  const seen = new Map<string, number>()
  for (const [at, text] of texts.entries()) {
    const parts = normalise(text).split(' ')
    for (let start = 0; start + words <= parts.length; start++) {
      const run = parts.slice(start, start + words).join(' ')
      const before = seen.get(run)
      seen.set(run, before === undefined || before === at ? at : -1)
    }
  }
  return [...seen.values()].filter((at) => at === -1).length
}

function piecesOf(text: string): Set<string> {
  const pieces = new Set<string>()
  for (let start = 0; start + pieceLength <= text.length; start++) pieces.add(text.slice(start, start + pieceLength))
  return pieces.size > 0 ? pieces : new Set([text])
}

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a]
  let shared = 0
  for (const piece of small) if (large.has(piece)) shared += 1
  return shared / (a.size + b.size - shared)
}

function dot(a: Float32Array | undefined, b: Float32Array | undefined): number {
  let sum = 0
  if (a && b) for (let at = 0; at < a.length; at++) sum += (a[at] as number) * (b[at] as number)
  return sum
}
