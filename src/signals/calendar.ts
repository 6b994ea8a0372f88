/** Weeks and quarters as the signals count them: weeks begin on Monday 00:00 UTC, a week belongs to the quarter of its Thursday (as ISO 8601 gives weeks to years). */

/** Monday, `2026-11-23`. */
export type Week = string
/** `2026Q4`. */
export type Quarter = string
export type Period =
  | { readonly kind: 'week'; readonly week: Week }
  | { readonly kind: 'quarter'; readonly quarter: Quarter }

const dayMillis = 86_400_000

/** Monday of the week of a moment, in UTC. @param milliseconds since 1970 */
export function mondayOf(milliseconds: number): Week {
  const sinceMonday = (new Date(milliseconds).getUTCDay() + 6) % 7
  return new Date(milliseconds - sinceMonday * dayMillis).toISOString().slice(0, 10)
}

export function quarterOf(week: Week): Quarter {
  const thursday = new Date(Date.parse(week) + 3 * dayMillis)
  return `${thursday.getUTCFullYear()}Q${Math.floor(thursday.getUTCMonth() / 3) + 1}`
}

/** @param count negative for weeks before */
export function addWeeks(week: Week, count: number): Week {
  return new Date(Date.parse(week) + count * 7 * dayMillis).toISOString().slice(0, 10)
}

/** 13 or 14 Mondays, oldest first. */
export function weeksOf(quarter: Quarter): readonly Week[] {
  const [year = 0, number = 1] = quarter.split('Q').map(Number)
  const weeks: Week[] = []
  // The week before the quarter's first day may be the first whose Thursday lies within.
  for (let week = mondayOf(Date.UTC(year, (number - 1) * 3, 1)); weeks.length < 15; week = addWeeks(week, 1)) {
    if (quarterOf(week) === quarter) weeks.push(week)
    else if (weeks.length > 0) break
  }
  return weeks
}

/**
 * A week that has ended is open for one more hour, in which the last batch is written; from then on it never changes,
 * so that no two looks at it differ.
 */
export const closingMinutes = 60

/** The newest week that can no longer change. */
export function lastFinishedWeek(now: number): Week {
  return addWeeks(mondayOf(now - closingMinutes * 60_000), -1)
}

export function isFinished(quarter: Quarter, now: number): boolean {
  return (weeksOf(quarter).at(-1) ?? '') <= lastFinishedWeek(now)
}

/** Is this a Monday as we write it, or a quarter? For what comes from outside. */
export function isWeek(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && mondayOf(Date.parse(text)) === text
}

export function isQuarter(text: string): boolean {
  return /^\d{4}Q[1-4]$/.test(text)
}
