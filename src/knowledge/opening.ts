/**
 * Opening hours as data → is it open now, and if not, when next. By the clock of Morocco, whose rule changed often
 * (UTC+1, UTC in Ramadan, from September 2026 UTC as tzdata 2026c has it): ICU is asked, nothing is reckoned. Where the
 * hours of a day are not known, nothing is said: a closed door after two hours of bus is worse than no promise.
 */
import { type Weekday, weekdays } from '../message.ts'
import type { Opening, OpeningSpan } from './schema.ts'

/** A day as calendars write it in Morocco, `2026-11-25`. */
type Day = string

export type NextOpening =
  /** Open now. @see until `15:00` */
  | { readonly kind: 'open'; readonly until: string }
  /** Closed now; `inDays` 0 is later today. */
  | { readonly kind: 'opens'; readonly inDays: number; readonly weekday: Weekday; readonly from: string }
  /** Only the half of the day is known, so "open now" cannot be said. */
  | {
      readonly kind: 'part'
      readonly inDays: number
      readonly weekday: Weekday
      readonly part: 'morning' | 'afternoon'
    }
  /** Today is a public holiday, for which no hours are known. */
  | { readonly kind: 'holiday' }

const timeZone = 'Africa/Casablanca'
/** Nobody waits for more than a week: beyond, hours are read and not reckoned. */
const daysAhead = 7
/** When a half of the day is over, as hours are kept in offices. */
const partEnds = { morning: '12:00', afternoon: '18:00' } as const

/**
 * @param now milliseconds since 1970
 * @param holidays public holidays of the directory, days on which no hours are known
 * @returns undefined where nothing can be said: always open, a day in or about Ramadan without hours of its own
 */
export function nextOpening(opening: Opening, now: number, holidays: ReadonlySet<Day>): NextOpening | undefined {
  if (opening === 'always') return undefined
  const { day: today, time } = momentInMorocco(now)
  if (holidays.has(today)) return { kind: 'holiday' }
  for (let inDays = 0; inDays <= daysAhead; inDays++) {
    const day = addDays(today, inDays)
    if (holidays.has(day) || opening.closed.includes(day)) continue
    const spans = spansOn(opening, day)
    if (!spans) return undefined
    const weekday = weekdayOf(day)
    for (const span of spans) {
      if ('part' in span) {
        if (inDays > 0 || time < partEnds[span.part]) return { kind: 'part', inDays, weekday, part: span.part }
      } else if (inDays > 0 || time < span.from) return { kind: 'opens', inDays, weekday, from: span.from }
      else if (time < span.to) return { kind: 'open', until: span.to }
    }
  }
  return undefined
}

/** What the clock on the wall says in Morocco. */
export function momentInMorocco(now: number): { readonly day: Day; readonly time: string } {
  const parts = Object.fromEntries(clock.formatToParts(now).map(({ type, value }) => [type, value]))
  return { day: `${parts.year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}` }
}

/**
 * By the calendar of Umm al-Qura, which ICU has. The month begins with the moon seen in Morocco, a day earlier or later:
 * the days about both ends are doubtful.
 */
export function isRamadan(day: Day): boolean | 'perhaps' {
  const parts = islamic.formatToParts(Date.parse(`${day}T12:00:00Z`))
  const part = (name: string) => Number(parts.find(({ type }) => type === name)?.value)
  const [month, date] = [part('month'), part('day')]
  if (month === 9) return date >= 2 && date <= 28 ? true : 'perhaps'
  return (month === 8 && date >= 29) || (month === 10 && date === 1) ? 'perhaps' : false
}

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})
const islamic = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura', {
  timeZone: 'UTC',
  month: 'numeric',
  day: 'numeric',
})

/** @returns earliest first; undefined where it is not known which hours hold */
function spansOn(opening: Exclude<Opening, 'always'>, day: Day): OpeningSpan[] | undefined {
  const ramadan = isRamadan(day)
  if (ramadan === 'perhaps' || (ramadan && !opening.ramadan)) return undefined
  const weekday = weekdayOf(day)
  const spans = (ramadan ? opening.ramadan : opening.week) ?? []
  return spans.filter(({ days }) => days.includes(weekday)).sort((a, b) => (startOf(a) < startOf(b) ? -1 : 1))
}

function startOf(span: OpeningSpan): string {
  return 'part' in span ? (span.part === 'morning' ? '00:00' : '12:00') : span.from
}

function weekdayOf(day: Day): Weekday {
  const sinceMonday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
  return weekdays[sinceMonday] ?? 'monday'
}

function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
