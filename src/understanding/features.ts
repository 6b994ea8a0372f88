/**
 * Normalised text → counts of its words, word pairs and letter n-grams, hashed into a fixed number of buckets.
 * Letters catch what words miss: typing errors, free spelling, clitics of Arabic.
 */

/** Buckets of the hash; a power of two. At 30,000 phrases fewer than one n-gram in five shares its bucket. */
export const buckets = 1 << 18

/**
 * Bucket → how often. Runs for every message: letters are hashed in place, no string is made per n-gram.
 * @param text as returned by `normalise`
 */
export function countFeatures(text: string): Map<number, number> {
  const counts = new Map<number, number>()
  if (text === '') return counts
  const words = text.split(' ')
  let previous = 0
  for (const word of words) {
    const hash = hashRange(word, 0, word.length, 0x811c9dc5)
    add(counts, hash)
    if (previous !== 0) add(counts, Math.imul(previous ^ 0x9e3779b9, 0x01000193) ^ hash)
    previous = hash
    const padded = ` ${word} `
    for (let start = 0; start < padded.length - 1; start++) {
      let rolling = 0x2545f491
      for (let length = 1; length <= longestGram && start + length <= padded.length; length++) {
        rolling = Math.imul(rolling ^ padded.charCodeAt(start + length - 1), 0x01000193)
        if (length >= 2) add(counts, rolling + length)
      }
    }
  }
  return counts
}

const longestGram = 4

function add(counts: Map<number, number>, hash: number): void {
  const bucket = (hash ^ (hash >>> 15)) & (buckets - 1)
  counts.set(bucket, (counts.get(bucket) ?? 0) + 1)
}

/** FNV-1a over UTF-16 units. */
function hashRange(text: string, from: number, to: number, seed: number): number {
  let hash = seed
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash
}
