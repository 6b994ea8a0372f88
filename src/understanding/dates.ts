/**
 * A day that a message names: "demain", "il y a 2 mois", "next Monday", "le 12 mars", "12/03". No clock is asked: what
 * is relative stays so, and a written date is its day and month. Not for spans ("depuis 8 ans").
 */
import type { SaidDate, Weekday } from '../message.ts'
import { normalise } from './normalise.ts'
import { type Found, findPhrases, type PhraseIndex } from './phrase.ts'
import type { Quantity, Unit } from './quantity.ts'

/** Word → unit words it goes with, those of its language: "en 3 días" is a day to come, "en 3 jours" is not. */
export type Marker = ReadonlyMap<string, ReadonlySet<string>>

export interface DateWords {
  /** Days from today: "demain" is 1, "hier" -1. */
  readonly offsets: PhraseIndex<number>
  readonly weekdays: PhraseIndex<Weekday>
  /** What holds a word for a day and is none: "por la mañana". */
  readonly never: PhraseIndex<true>
  /** What figures behind it number: "loi 02/03". */
  readonly numbered: ReadonlySet<string>
  /** 1 to 12. */
  readonly months: ReadonlyMap<string, number>
  /** One word or two: "il y a", "ago". */
  readonly ago: { readonly before: Marker; readonly behind: Marker }
  readonly ahead: { readonly before: Marker; readonly behind: Marker }
  /** Beside a weekday: "dernier", "last". */
  readonly past: ReadonlySet<string>
  /** Between a marker and the number ("environ"), or a day and its month ("de"). */
  readonly between: ReadonlySet<string>
}

interface Dated {
  readonly date: SaidDate
  /** Place of the word it stands at. */
  readonly at: number
}

/**
 * The first day that is named.
 * @param text as written, because "12/03" loses its stroke among the words
 */
export function findDate(
  lists: DateWords,
  words: readonly string[],
  { quantities, text }: { readonly quantities: readonly Quantity[]; readonly text: string },
): SaidDate | undefined {
  const found = [
    ...quantities.map((quantity) => fromQuantity(lists, words, quantity)),
    ...quantities.map((quantity) => fromMonth(lists, words, quantity)),
    fromOffset(lists, words),
    fromWeekday(lists, words),
  ].filter((dated) => dated !== undefined)
  const first = found.reduce<Dated | undefined>(
    (best, dated) => (best && best.at <= dated.at ? best : dated),
    undefined,
  )
  return first?.date ?? fromFigures(lists, text)
}

const daysOf: Readonly<Record<Unit, number>> = { hours: 1 / 24, days: 1, weeks: 7, months: 30, years: 365 }

function fromQuantity(lists: DateWords, words: readonly string[], quantity: Quantity): Dated | undefined {
  const { unit, amount, from } = quantity
  if (!unit) return undefined
  const days = Math.floor(amount * daysOf[unit])
  const dated = (when: 'past' | 'future'): Dated => ({
    date: days === 0 ? { when: 'today' } : { when, days },
    at: from,
  })
  if (isMarked(lists, lists.ago, words, quantity)) return dated('past')
  if (isMarked(lists, lists.ahead, words, quantity)) return dated('future')
  return undefined
}

function isMarked(
  { between }: DateWords,
  { before, behind }: { readonly before: Marker; readonly behind: Marker },
  words: readonly string[],
  { from, to, unitWord = '' }: Quantity,
): boolean {
  let at = from - 1
  while (between.has(words[at] ?? '') && !before.has(words[at] ?? '')) at--
  const goesWith = (marker: Marker, word: string) => marker.get(word)?.has(unitWord) ?? false
  return (
    goesWith(before, words[at] ?? '') ||
    goesWith(before, `${words[at - 1]} ${words[at]}`) ||
    goesWith(behind, words[to + 1] ?? '') ||
    goesWith(behind, `${words[to + 1]} ${words[to + 2]}`)
  )
}

/** "le 12 mars", "12 de marzo", "March 12". */
function fromMonth({ months, between }: DateWords, words: readonly string[], quantity: Quantity): Dated | undefined {
  const { amount: day, from, to, unit } = quantity
  if (unit || day < 1 || day > 31) return undefined
  const behind = between.has(words[to + 1] ?? '') ? words[to + 2] : words[to + 1]
  const month = months.get(behind ?? '') ?? months.get(words[from - 1] ?? '')
  return month ? { date: { day, month }, at: from } : undefined
}

function fromOffset({ offsets, never }: DateWords, words: readonly string[]): Dated | undefined {
  const found = firstOf(findPhrases(offsets, words), findPhrases(never, words))
  if (!found) return undefined
  const { value: days, from: at } = found
  if (days === 0) return { date: { when: 'today' }, at }
  return { date: { when: days > 0 ? 'future' : 'past', days: Math.abs(days) }, at }
}

function fromWeekday({ weekdays, past, never }: DateWords, words: readonly string[]): Dated | undefined {
  const found = firstOf(findPhrases(weekdays, words), findPhrases(never, words))
  if (!found) return undefined
  const { value: weekday, from, to } = found
  const isPast =
    past.has(words[to + 1] ?? '') || past.has(`${words[to + 1]} ${words[to + 2]}`) || past.has(words[from - 1] ?? '')
  return { date: { when: isPast ? 'past' : 'future', weekday }, at: from }
}

/** The longer one where two begin together, and so "avant-hier" before "hier". */
function firstOf<Value>(found: readonly Found<Value>[], never: readonly Found<unknown>[]): Found<Value> | undefined {
  return found
    .filter(({ from, to }) => !never.some((span) => span.from <= from && span.to >= to))
    .toSorted((a, b) => a.from - b.from || b.to - a.to)[0]
}

/** Day first, as in Morocco. "24/7" and "1/2" are no days: one part has two figures, or a year follows. */
const figures = [
  /(?<![\d/.-])(?<day>\d{1,2})\/(?<month>\d{1,2})(?<year>\/\d{2}(?:\d{2})?)?(?![\d/])/gu,
  /(?<![\d/.-])(?<day>\d{1,2})[-.](?<month>\d{1,2})(?<year>[-.]\d{4})(?![\d/.-])/gu,
  /(?<![\d/.-])(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})(?![\d/.-])/gu,
]

function fromFigures({ numbered }: DateWords, text: string): SaidDate | undefined {
  const latin = text.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
  for (const pattern of figures)
    for (const { groups, index } of latin.matchAll(pattern)) {
      const { day = '', month = '', year } = groups ?? {}
      if (!year && day.length + month.length < 3) continue
      const date = { day: Number(day), month: Number(month) }
      const isDay = date.day >= 1 && date.day <= 31 && date.month >= 1 && date.month <= 12
      if (!isDay || (day === '24' && month === '7')) continue
      // "loi n° 02/03": the sign stands between, and is listed as a word that numbers.
      const before =
        normalise(latin.slice(Math.max(0, index - longestWord), index))
          .split(' ')
          .at(-1) ?? ''
      if (!numbered.has(before)) return date
    }
  return undefined
}

/** UTF-16 units in which the word before figures is looked for. */
const longestWord = 20
