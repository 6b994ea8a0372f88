/** Steps between quarters, for comparisons. */
import type { Quarter } from '../signals/disclose.ts'

/** @param count how many quarters later, negative for earlier */
export function moveQuarter(quarter: Quarter, count: number): Quarter {
  const at = Number(quarter.slice(0, 4)) * 4 + Number(quarter.slice(5)) - 1 + count
  return `${Math.floor(at / 4)}Q${(at % 4) + 1}`
}
