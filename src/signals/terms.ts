/**
 * Words of unanswered questions, in memory only, with how many different conversations of this week used each. A term is
 * handed on once ten did; below that it never touches the disk and goes with its week. Numbers are handed on in steps of
 * five, so that "permis" less "permis conduire" does not tell of two people.
 */
import type { TermTally } from '../store/store.ts'
import type { Week } from './calendar.ts'
import { createDistinctCount, type DistinctCount, type Mark } from './distinct.ts'
import { threshold } from './figure.ts'

export interface TermMemory {
  /** @param terms normalised, each once */
  count(language: string, terms: readonly string[], mark: Mark): void
  /** Terms over the threshold that have grown since the last time. */
  take(): readonly TermTally[]
  erase(): void
}

/** About 10 MB. When full, terms that one conversation alone used give way, the oldest first. */
const mostTerms = 40_000
const step = 5

interface Entry {
  readonly distinct: DistinctCount
  told: number
}

export function createTermMemory(week: Week): TermMemory {
  /** Language, line break, term. */
  const entries = new Map<string, Entry>()
  let changed = new Set<string>()

  function entryOf(key: string): Entry | undefined {
    const known = entries.get(key)
    if (known) return known
    if (entries.size >= mostTerms && !makeRoom()) return undefined
    const entry = { distinct: createDistinctCount(), told: 0 }
    entries.set(key, entry)
    return entry
  }

  /** A flood of made-up words must not keep real ones out. Looks at a few of the oldest only, since it may run for each word. */
  function makeRoom(): boolean {
    let looked = 0
    for (const [key, { distinct }] of entries) {
      if (distinct.estimate() < 2) {
        distinct.erase()
        return entries.delete(key)
      }
      if (++looked === 100) break
    }
    return false
  }

  return {
    count(language, terms, mark) {
      for (const term of terms) {
        const key = `${language}\n${term}`
        const entry = entryOf(key)
        if (!entry) continue
        entry.distinct.add(mark)
        changed.add(key)
      }
    },
    take() {
      const tallies: TermTally[] = []
      for (const key of changed) {
        const entry = entries.get(key)
        const conversations = Math.floor((entry?.distinct.estimate() ?? 0) / step) * step
        if (!entry || conversations < threshold || conversations === entry.told) continue
        entry.told = conversations
        const [language = '', term = ''] = key.split('\n')
        tallies.push({ week, language, term, conversations })
      }
      changed = new Set()
      return tallies
    },
    erase() {
      for (const { distinct } of entries.values()) distinct.erase()
      entries.clear()
      changed.clear()
    },
  }
}
