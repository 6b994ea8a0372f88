/** Filters stand in the address of a page. Whatever else stands there is refused, so that no page shows what was not asked. */
import * as z from 'zod'
import type { Disclosure, Quarter } from '../signals/disclose.ts'
import type { ViewResult } from './view.ts'

export type Refused = Extract<ViewResult, { kind: 'refused' }>

export const quarterName = z.string().regex(/^20\d\dQ[1-4]$/)
export const quarterFilter = z.strictObject({ quarter: quarterName.optional() })

/** @returns the filters, or a page that says that they are none of ours */
export function readFilters<Schema extends z.ZodType>(
  schema: Schema,
  query: Readonly<Record<string, string>>,
): z.infer<Schema> | Refused {
  const parsed = schema.safeParse(query)
  return parsed.success ? parsed.data : { kind: 'refused', status: 400, says: 'filter.wrong' }
}

export function isRefused(value: unknown): value is Refused {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'refused'
}

export interface ChosenQuarter {
  /** Undefined as long as nothing was ever counted. */
  readonly quarter: Quarter | undefined
  /** All that have figures, oldest first. */
  readonly quarters: readonly Quarter[]
}

/** The quarter asked for, else the latest one that has figures. */
export async function chooseQuarter(
  wanted: Quarter | undefined,
  disclosure: Pick<Disclosure, 'quarters'>,
): Promise<ChosenQuarter | Refused> {
  const quarters = await disclosure.quarters()
  if (wanted === undefined) return { quarter: quarters.at(-1), quarters }
  if (!quarters.includes(wanted)) return { kind: 'refused', status: 404, says: 'filter.noQuarter' }
  return { quarter: wanted, quarters }
}
