/**
 * What the running week keeps in memory only: the key under which conversations are marked, and how many different ones
 * touched each cell. At the week's end all of it is overwritten: from then on nobody, we included, can test whether a
 * given person asked. A restart begins anew with another key, so a conversation that goes on is counted once more.
 */
import type { ChatKey } from '../message.ts'
import type { Tally } from '../store/store.ts'
import type { Week } from './calendar.ts'
import type { PlainCell } from './cells.ts'
import { createDistinctCount, type DistinctCount, type Mark, markOf } from './distinct.ts'
import { createTermMemory, type TermMemory } from './terms.ts'

export interface WeekMemory {
  readonly week: Week
  mark(chat: ChatKey): Mark
  /** @returns false where there is no room for another cell */
  count(cell: PlainCell, mark: Mark): boolean
  readonly terms: TermMemory
  /** Has this conversation not asked yet this week? True once. */
  isFirst(mark: Mark): boolean
  /** What has come since the last time; each is told once. */
  take(): readonly Tally[]
  /** Overwrites key and sketches. */
  erase(): void
}

interface Entry {
  readonly cell: PlainCell
  readonly distinct: DistinctCount
  /** Not told yet. */
  questions: number
  conversations: number
}

/** All topics with all values of all dimensions are about 4,000; a cell takes 0.2 to 5 kB. */
const mostCells = 20_000

/** Conversations of a week that open data tells of; 40 bytes each. */
const mostSeen = 500_000

/** @param key 32 random bytes; overwritten by `erase` */
export function createWeekMemory(week: Week, key: Uint8Array): WeekMemory {
  const entries = new Map<string, Entry>()
  const terms = createTermMemory(week)
  const seen = new Set<number>()
  let touched = new Set<Entry>()
  return {
    week,
    terms,
    mark: (chat) => markOf(key, chat),
    isFirst([first, second]) {
      const known = first * 2 ** 21 + (second >>> 11) // 53 bits, all that a number holds
      if (seen.has(known) || seen.size >= mostSeen) return false
      seen.add(known)
      return true
    },
    count(cell, mark) {
      const name = `${cell.subject} ${cell.dimension} ${cell.value}`
      let entry = entries.get(name)
      if (!entry) {
        if (entries.size >= mostCells) return false
        entry = { cell, distinct: createDistinctCount(), questions: 0, conversations: 0 }
        entries.set(name, entry)
      }
      entry.questions += 1
      entry.distinct.add(mark)
      touched.add(entry)
      return true
    },
    take() {
      const tallies: Tally[] = []
      for (const entry of touched) {
        const surest = entry.distinct.estimate()
        tallies.push({
          period: week,
          ...entry.cell,
          questions: entry.questions,
          conversations: surest - entry.conversations,
          surest,
        })
        entry.questions = 0
        entry.conversations = surest
      }
      touched = new Set()
      return tallies
    },
    erase() {
      key.fill(0)
      for (const { distinct } of entries.values()) distinct.erase()
      entries.clear()
      terms.erase()
      seen.clear()
      touched.clear()
    },
  }
}
