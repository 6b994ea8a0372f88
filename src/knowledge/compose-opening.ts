/** Opening hours in words: what is open now and when next, and the week where nobody has written it out. */
import type { ReplyLanguage } from '../languages.ts'
import { type Weekday, weekdays } from '../message.ts'
import type { Library } from './library.ts'
import { nextOpening } from './opening.ts'
import type { Opening, OpeningSpan, Service } from './schema.ts'

/**
 * "Open now, until 15:00", then the hours themselves, on which it leans.
 * @param now milliseconds since 1970; absent where the text is read at another time than it is made
 */
export function composeHours(
  library: Library,
  service: Pick<Service, 'opening'>,
  language: ReplyLanguage,
  written: string | undefined,
  now: number | undefined,
): string | undefined {
  const { opening } = service
  const next = opening && now !== undefined ? composeNext(library, opening, language, now) : undefined
  const hours = written ?? (opening && composeWeek(library, opening, language))
  const texts = [next, hours].filter((text) => text !== undefined)
  return texts.length > 0 ? texts.join(' ') : undefined
}

function composeNext(library: Library, opening: Opening, language: ReplyLanguage, now: number): string | undefined {
  const say = (key: string, values?: Readonly<Record<string, string>>) =>
    library.say(language, `opening.${key}`, values)
  const next = nextOpening(opening, now, library.holidays)
  if (!next) return undefined
  const day = (inDays: number, weekday: Weekday) =>
    inDays === 1 ? say('tomorrow') : nameDay(library, language, weekday)
  switch (next.kind) {
    case 'open':
      return say('open', { time: formatTime(next.until) })
    case 'opens':
      if (next.inDays === 0) return say('later', { time: formatTime(next.from) })
      return say('next', { day: day(next.inDays, next.weekday), time: formatTime(next.from) })
    case 'part':
      if (next.inDays === 0) return say('partToday', { part: say(next.part) })
      return say('partNext', { day: day(next.inDays, next.weekday), part: say(next.part) })
    case 'holiday':
      return say('holiday')
  }
}

/** "lundi–vendredi de 9:00 à 15:00": for hours that were entered as data alone. */
function composeWeek(library: Library, opening: Opening, language: ReplyLanguage): string {
  if (opening === 'always') return library.say(language, 'opening.always')
  const spanInWords = (span: OpeningSpan) => {
    const days = nameDays(library, language, span.days)
    if ('part' in span)
      return library.say(language, 'opening.halfDay', { days, part: library.say(language, `opening.${span.part}`) })
    return library.say(language, 'opening.hours', { days, from: formatTime(span.from), to: formatTime(span.to) })
  }
  return `${opening.week.map(spanInWords).join('. ')}.`
}

/** Three days and more in a row are named by the first and the last. */
function nameDays(library: Library, language: ReplyLanguage, days: readonly Weekday[]): string {
  const sorted = weekdays.filter((day) => days.includes(day))
  const names = sorted.map((day) => nameDay(library, language, day))
  const [from, to] = [sorted[0], sorted.at(-1)]
  const inRow = from && to && weekdays.indexOf(to) - weekdays.indexOf(from) === sorted.length - 1
  if (!inRow || names.length < 3) return names.join(' + ')
  return library.say(language, 'opening.range', { first: names[0] ?? '', last: names.at(-1) ?? '' })
}

function nameDay(library: Library, language: ReplyLanguage, day: Weekday): string {
  return library.say(language, `opening.weekday.${day}`)
}

/** `09:00` → `9:00`: read the same in every language, and from left to right in Arabic too. */
function formatTime(time: string): string {
  return time.replace(/^0/, '')
}
