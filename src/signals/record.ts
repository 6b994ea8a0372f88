/**
 * What a turn leaves for the statistics, off the path of the message: a store that is down costs counts, never an answer.
 * Counts wait in memory and are written in batches, so that neither the database nor the times of its files tell when
 * somebody wrote.
 * Not for: reading. The only exit for a number is `disclose.ts`.
 */
import { randomBytes } from 'node:crypto'
import type { ChatKey, TurnOutcome } from '../message.ts'
import type { SignalStore, Tally, TermTally } from '../store/store.ts'
import { lastFinishedWeek, mondayOf } from './calendar.ts'
import { cellsOf, isDemand, openCellsOf } from './cells.ts'
import { createWeekMemory, type WeekMemory } from './week-memory.ts'

export interface Recorder {
  /** @param unanswered words of a question that got no answer */
  record(chat: ChatKey, outcomes: readonly TurnOutcome[], unanswered?: Unanswered): void
  /** Writes what has come so far; to be called every `batchMinutes`. Never rejects. */
  write(): Promise<void>
  /** Writes, then destroys the key of the week and all that was counted under it. */
  stop(): Promise<void>
  /** Questions not counted, because memory was full or the store down for too long. */
  dropped(): number
}

export interface Unanswered {
  readonly language: string
  /** Normalised, each once. */
  readonly terms: readonly string[]
}

export interface RecorderOptions {
  readonly store: SignalStore
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly programmeOf: (topic: string) => string | undefined
  /** Bytes that nobody can guess. */
  readonly random?: (bytes: number) => Uint8Array
}

export const batchMinutes = 15

/** Tallies that may wait while the store is down. */
const mostWaiting = 20_000

export function createRecorder({ store, now, programmeOf, random = randomBytes }: RecorderOptions): Recorder {
  let memory: WeekMemory | undefined
  let waiting = new Map<string, Tally>()
  let waitingTerms: TermTally[] = []
  let writing: Promise<void> = Promise.resolve()
  let lost = 0

  /** The memory of the running week; that of the week before is told and erased. */
  function current(): WeekMemory {
    const week = mondayOf(now())
    if (memory?.week === week) return memory
    closeWeek()
    memory = createWeekMemory(week, random(32))
    return memory
  }

  function closeWeek(): void {
    if (!memory) return
    for (const tally of memory.take()) wait(tally)
    waitingTerms.push(...memory.terms.take())
    memory.erase()
    memory = undefined
  }

  function wait(tally: Tally): void {
    const key = `${tally.period} ${tally.subject} ${tally.dimension} ${tally.value}`
    const known = waiting.get(key)
    if (known) waiting.set(key, joined(known, tally))
    else if (waiting.size < mostWaiting) waiting.set(key, tally)
    else if (tally.dimension === 'all') lost += tally.questions
  }

  async function writeBatch(): Promise<void> {
    if (memory && memory.week !== mondayOf(now())) closeWeek()
    for (const tally of memory?.take() ?? []) wait(tally)
    waitingTerms.push(...(memory?.terms.take() ?? []))
    const terms = waitingTerms.filter(({ week }) => week > lastFinishedWeek(now()))
    waitingTerms = []
    const batch = [...waiting.values()].filter(isOpen)
    waiting = new Map()
    try {
      await store.addTallies(batch)
      batch.length = 0
      await store.keepTerms(terms)
    } catch {
      // They wait for the next batch; the store's own health tells the operator.
      for (const tally of batch) wait(tally)
      waitingTerms.push(...terms.slice(0, mostWaiting))
    }
  }

  /** A finished week never changes: who looked before would see the difference. */
  function isOpen({ period, dimension, questions }: Tally): boolean {
    if (period > lastFinishedWeek(now())) return true
    if (dimension === 'all') lost += questions
    return false
  }

  return {
    record(chat, outcomes, unanswered) {
      const week = current()
      const mark = week.mark(chat)
      const hour = new Date(now()).getUTCHours()
      for (const outcome of outcomes) {
        let counted = true
        for (const cell of cellsOf(outcome, hour, programmeOf(outcome.topic)))
          counted = week.count(cell, mark) && counted
        if (!counted) lost += 1
      }
      const first = outcomes.find(isDemand)
      if (first && week.isFirst(mark)) for (const cell of openCellsOf(first)) week.count(cell, mark)
      if (unanswered) week.terms.count(unanswered.language, unanswered.terms, mark)
    },
    write() {
      writing = writing.then(writeBatch)
      return writing
    },
    async stop() {
      writing = writing.then(() => {
        closeWeek()
        return writeBatch()
      })
      await writing
    },
    dropped: () => lost,
  }
}

function joined(one: Tally, other: Tally): Tally {
  return {
    ...one,
    questions: one.questions + other.questions,
    conversations: one.conversations + other.conversations,
    surest: Math.max(one.surest, other.surest),
  }
}
