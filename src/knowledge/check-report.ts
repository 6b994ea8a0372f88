/** Where checks put what they find, and how the line of a finding is found, so that an author need not search. */
import type { Finding } from '../errors.ts'
import type { ReplyLanguage } from '../languages.ts'
import { readFileText } from './library.ts'

/** Every topic has these; a further language is complete or falls back to the nearest one. */
export const requiredLanguages: readonly ReplyLanguage[] = ['fr', 'ar', 'en', 'es', 'ary']

/**
 * @param near a piece of the line in question, or its number, counted from 1; undefined for the whole file
 */
export type Add = (
  level: Finding['level'],
  file: string,
  near: string | number | undefined,
  problem: string,
  remedy: string,
) => void

/** Collects findings; a file is read once, however many findings it has. */
export function createReport(root: string): { readonly findings: Finding[]; readonly add: Add } {
  const findings: Finding[] = []
  const lines = new Map<string, readonly string[]>()
  const linesOf = (file: string): readonly string[] => {
    const known = lines.get(file)
    if (known) return known
    const read = (readFileText(root, file) ?? '').split('\n')
    lines.set(file, read)
    return read
  }
  return {
    findings,
    add(level, file, near, problem, remedy) {
      const line = typeof near === 'string' ? linesOf(file).findIndex((text) => text.includes(near)) + 1 : (near ?? 0)
      findings.push({ level, file, ...(line > 0 && { line }), problem, remedy })
    },
  }
}
