/**
 * TurnOutcome → weekly counts: week × topic × at most one other dimension. Off the path of a message: a store that is
 * down costs counts, never an answer.
 */
import type { TurnOutcome } from '../message.ts'
import type { Cell, SignalStore } from '../store/store.ts'

export interface Recorder {
  record(outcome: TurnOutcome): void
  /** Resolves when everything counted so far is written, or could not be. */
  settle(): Promise<void>
  /** Counts given up because the store was down for too long. */
  dropped(): number
}

/** Different cells that may wait in memory while the store is down. */
const mostWaiting = 5000

/** @param now milliseconds since 1970 */
export function createRecorder(store: SignalStore, now: () => number): Recorder {
  let waiting = new Map<string, { cell: Cell; count: number }>()
  let writing: Promise<void> = Promise.resolve()
  let scheduled = false
  let lost = 0

  async function write(): Promise<void> {
    scheduled = false
    const batch = waiting
    waiting = new Map()
    try {
      await store.addCounts([...batch.values()])
    } catch {
      // They wait for the next turn that is counted; the store's own health tells the operator.
      for (const { cell, count } of batch.values()) add(cell, count)
    }
  }

  function add(cell: Cell, count: number): void {
    const key = `${cell.week} ${cell.topic} ${cell.dimension} ${cell.value}`
    const known = waiting.get(key)
    if (known) known.count += count
    else if (waiting.size < mostWaiting) waiting.set(key, { cell, count })
    else lost += count
  }

  return {
    record(outcome) {
      const week = mondayOf(now())
      const { topic } = outcome
      add({ week, topic, dimension: 'all', value: '' }, 1)
      add({ week, topic, dimension: 'language', value: outcome.language }, 1)
      add({ week, topic, dimension: 'channel', value: outcome.channel }, 1)
      add({ week, topic, dimension: 'outcome', value: outcome.result }, 1)
      if (scheduled) return
      scheduled = true
      writing = writing.then(write)
    },
    async settle() {
      await writing
      if (waiting.size > 0) await write()
    },
    dropped: () => lost,
  }
}

/** Monday of the week of a moment, in UTC: `2026-11-23`. */
export function mondayOf(milliseconds: number): string {
  const day = new Date(milliseconds)
  const sinceMonday = (day.getUTCDay() + 6) % 7
  return new Date(milliseconds - sinceMonday * 86_400_000).toISOString().slice(0, 10)
}
