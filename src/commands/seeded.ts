/** Chance that can be repeated, for simulations: the same seed draws the same. Never for keys or noise. */
export interface Chance {
  /** 0 ≤ x < 1 */
  next(): number
  below(limit: number): number
  /** One of the entries, the likelier the greater its weight. */
  pick<Entry>(entries: readonly (readonly [entry: Entry, weight: number])[]): Entry | undefined
}

/** mulberry32 (Tommy Ettinger, public domain): 32 bits of state are plenty for a simulation. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    below: (limit) => Math.floor(next() * limit),
    pick(entries) {
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [entry, weight] of entries) {
        left -= weight
        if (left < 0) return entry
      }
      return entries.at(-1)?.[0]
    },
  }
}
