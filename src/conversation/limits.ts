/** Token buckets in memory: how fast one chat, and all together, may ask. Nothing is kept of a chat that is quiet. */
export interface Limiter {
  /** @returns `notice` the first time a chat is over its limit, `over` from then on until it has slowed down */
  take(key: string): 'ok' | 'notice' | 'over'
}

interface Bucket {
  tokens: number
  filled: number
  noticed: boolean
}

/** Chats remembered at once; the longest unused give way. */
const mostBuckets = 20_000

/**
 * @param burst messages at once
 * @param perSecond refill
 * @param now milliseconds
 */
export function createLimiter(burst: number, perSecond: number, now: () => number): Limiter {
  const buckets = new Map<string, Bucket>()
  return {
    take(key) {
      const time = now()
      const bucket = buckets.get(key) ?? { tokens: burst, filled: time, noticed: false }
      bucket.tokens = Math.min(burst, bucket.tokens + ((time - bucket.filled) / 1000) * perSecond)
      bucket.filled = time
      buckets.delete(key) // moves it to the end: the map is ordered by last use
      buckets.set(key, bucket)
      if (buckets.size > mostBuckets) {
        const oldest = buckets.keys().next().value
        if (oldest !== undefined) buckets.delete(oldest)
      }
      if (bucket.tokens >= 1) {
        bucket.tokens -= 1
        if (bucket.tokens >= burst / 2) bucket.noticed = false
        return 'ok'
      }
      if (bucket.noticed) return 'over'
      bucket.noticed = true
      return 'notice'
    },
  }
}
