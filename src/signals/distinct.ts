/**
 * How many different conversations touched a cell this week, without keeping which. Up to 128 the keyed hashes themselves
 * are compared, so that the threshold of ten is exact; beyond, HyperLogLog (Flajolet et al. 2007) with 4,096 registers,
 * standard error 1.6 %.
 *
 * The library is hyperloglog-lite: it takes ready hashes, a register is a byte that can be overwritten, the estimator is
 * the paper's. bloom-filters 3.0.4 was tried: it takes a hash that begins with a one for none, so that 100 are counted as
 * 49, needs 250 µs to add one, and counts a new hash function's state for every cell.
 */
import { createHmac } from 'node:crypto'
import hyperLogLog from 'hyperloglog-lite'
import type { ChatKey } from '../message.ts'

/** 64 bits of a keyed hash, as two numbers from 0 to 2^32 − 1. */
export type Mark = readonly [number, number]

/** Says nothing without the key, and the key lives no longer than its week. */
export function markOf(key: Uint8Array, chat: ChatKey): Mark {
  const digest = createHmac('sha256', key).update(chat).digest()
  return [digest.readUInt32LE(0), digest.readUInt32LE(4)]
}

export interface DistinctCount {
  add(mark: Mark): void
  /** Whole, never less than it was before. */
  estimate(): number
  /** Overwrites what was kept. */
  erase(): void
}

/** Hashes of 128 conversations take 1 kB, the registers 4 kB: most cells never need them. */
const mostExact = 128
/** 2^12 registers. */
const precision = 12

/** Runs some fifteen times for every message: a search through at most 128 numbers, or one register. */
export function createDistinctCount(): DistinctCount {
  let exact = new Uint32Array(8)
  let size = 0
  let registers: ReturnType<typeof hyperLogLog> | undefined
  let highest = 0

  function addExact([first, second]: Mark): void {
    for (let at = 0; at < 2 * size; at += 2) if (exact[at] === first && exact[at + 1] === second) return
    if (2 * size === exact.length) {
      const larger = new Uint32Array(2 * exact.length)
      larger.set(exact)
      exact.fill(0)
      exact = larger
    }
    exact[2 * size] = first
    exact[2 * size + 1] = second
    size += 1
  }

  return {
    add(mark) {
      if (registers) {
        registers.add(wordsOf(mark))
        return
      }
      addExact(mark)
      if (size <= mostExact) return
      registers = hyperLogLog(precision)
      for (let at = 0; at < 2 * size; at += 2) registers.add(wordsOf([exact[at] ?? 0, exact[at + 1] ?? 0]))
      exact.fill(0)
      highest = mostExact
    },
    estimate() {
      highest = Math.max(highest, registers ? registers.count() : size)
      return highest
    },
    erase() {
      exact.fill(0)
      registers?.output().buckets.fill(0)
      size = 0
    },
  }
}

/** The library takes the register from the first word and counts zeros from the end of the fourth, then the third. */
function wordsOf([first, second]: Mark): [number, number, number, number] {
  return [first, 0, 1, second]
}
