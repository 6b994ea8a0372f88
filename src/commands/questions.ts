/** Lines of questions with their right answers, as evaluation sets hold them; `oos` is out of scope. */
import { readFileSync } from 'node:fs'
import * as z from 'zod'

const line = z.object({
  text: z.string(),
  intent: z.string(),
  lang: z.string().optional(),
  urgent: z.union([z.boolean(), z.string()]).nullish(),
})
export type QuestionLine = z.infer<typeof line>

/** @returns undefined where no path is given */
export function readQuestions(path: unknown): QuestionLine[] | undefined {
  if (typeof path !== 'string') return undefined
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((text) => text.trim() !== '')
    .map((text) => line.parse(JSON.parse(text)))
}

/** @param half `1` the odd lines, `2` the even ones, undefined all @returns undefined for anything else */
export function chooseHalf(rows: readonly QuestionLine[] | undefined, half: unknown): QuestionLine[] | undefined {
  if (half === undefined) return rows && [...rows]
  if (half !== '1' && half !== '2') return undefined
  return rows?.filter((_, at) => at % 2 === Number(half) - 1)
}
