/** How numbers, days and quarters are written for a reader of the secretariat's pages. */
import { directionOf } from '../languages.ts'
import { addWeeks } from '../signals/calendar.ts'
import type { Figure, Quarter, Week } from '../signals/disclose.ts'
import type { AdminLanguage, AdminWords } from './words.ts'

export interface AdminLocale {
  readonly language: AdminLanguage
  readonly direction: 'ltr' | 'rtl'
  say(key: string, values?: Readonly<Record<string, string | number>>): string
  number(value: number): string
  /** `0.125` as "13 %", `0.0123` as "1,2 %". */
  share(value: number | undefined): string
  /** `0.125` as "+13 %". */
  change(value: number | undefined): string
  /** "1 234", "<10", or the sign for what is not shown. */
  figure(figure: Figure | undefined): string
  day(isoDay: string): string
  /** Monday to Sunday. */
  week(week: Week): string
  /** Short, for an axis. */
  dayMonth(isoDay: string): string
  monthYear(isoDay: string): string
  quarter(quarter: Quarter): string
}

/** Morocco writes the digits 0 to 9 in Arabic too. */
const tags: Readonly<Record<AdminLanguage, string>> = { fr: 'fr', ar: 'ar-MA-u-nu-latn', en: 'en-GB' }

/** Stands where there is no figure, or one that may not be shown. */
export const noFigure = '–'

const made = new WeakMap<AdminWords, Map<AdminLanguage, AdminLocale>>()

/** Kept for each language: formats of `Intl` take a millisecond to make, and a page uses hundreds. */
export function localeFor(words: AdminWords, language: AdminLanguage): AdminLocale {
  const known = made.get(words) ?? new Map<AdminLanguage, AdminLocale>()
  made.set(words, known)
  const locale = known.get(language) ?? createLocale(words, language)
  known.set(language, locale)
  return locale
}

function createLocale(words: AdminWords, language: AdminLanguage): AdminLocale {
  const tag = tags[language]
  const numbers = new Intl.NumberFormat(tag)
  // Two digits that count: urgent messages are one in a hundred, and 1,2 is not 0,8.
  const shares = new Intl.NumberFormat(tag, { style: 'percent', maximumSignificantDigits: 2 })
  const changes = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 0, signDisplay: 'exceptZero' })
  const days = new Intl.DateTimeFormat(tag, { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'UTC' })
  const spans = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
  const dayMonths = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', timeZone: 'UTC' })
  const months = new Intl.DateTimeFormat(tag, { month: 'short', year: '2-digit', timeZone: 'UTC' })
  const say = (key: string, values?: Readonly<Record<string, string | number>>) => words(language, key, values)
  const day = (isoDay: string) => days.format(Date.parse(isoDay))
  return {
    language,
    direction: directionOf(language),
    say,
    number: (value) => numbers.format(value),
    share: (value) => (value === undefined ? noFigure : shares.format(value)),
    change: (value) => (value === undefined ? noFigure : changes.format(value)),
    figure(figure) {
      if (figure?.kind === 'count') return numbers.format(figure.value)
      return figure?.kind === 'few' ? say('figure.few') : say('figure.withheld')
    },
    day,
    dayMonth: (isoDay) => dayMonths.format(Date.parse(isoDay)),
    monthYear: (isoDay) => months.format(Date.parse(isoDay)),
    week: (week) => spans.formatRange(Date.parse(week), Date.parse(addWeeks(week, 1)) - 1),
    quarter: (quarter) => say('quarter.name', { number: quarter.slice(5), year: quarter.slice(0, 4) }),
  }
}
