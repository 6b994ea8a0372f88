/** Hours of a week as somebody types them, one line a day: `09:00-12:30, 14:00-17:00`, "le matin", or nothing. */
import type { Library } from '../knowledge/library.ts'
import type { Opening, OpeningSpan } from '../knowledge/schema.ts'
import { replyLanguages } from '../languages.ts'
import { type Weekday, weekdays } from '../message.ts'
import type { AdminLanguage } from './words.ts'

type Week = Exclude<Opening, 'always'>['week']
export type WeekText = Readonly<Record<Weekday, string>>

export function weekText(opening: Opening | undefined, library: Library, language: AdminLanguage): WeekText {
  const week = opening === undefined || opening === 'always' ? [] : opening.week
  const texts = weekdays.map((day) => {
    const spans = week.filter(({ days }) => days.includes(day))
    const words = spans.map((span) =>
      'part' in span ? library.say(language, `opening.${span.part}`) : `${span.from}-${span.to}`,
    )
    return [day, words.join(', ')] as const
  })
  return Object.fromEntries(texts) as Record<Weekday, string> // one for each day
}

/** @returns spans with all their days together, in the order of the week; undefined where a line cannot be read */
export function readWeek(text: WeekText, library: Library): Week | undefined {
  const spans = new Map<string, OpeningSpan>()
  for (const day of weekdays)
    for (const word of text[day].split(/[,;،؛]/).map((one) => one.trim())) {
      if (word === '') continue
      const span = readSpan(word, library)
      if (!span) return undefined
      const key = JSON.stringify(span)
      const days = [...(spans.get(key)?.days ?? []), day]
      spans.set(key, { days, ...span })
    }
  return [...spans.values()]
}

type Hours = { readonly from: string; readonly to: string } | { readonly part: 'morning' | 'afternoon' }

function readSpan(word: string, library: Library): Hours | undefined {
  const part = (['morning', 'afternoon'] as const).find((one) =>
    replyLanguages.some((language) => library.say(language, `opening.${one}`).toLowerCase() === word.toLowerCase()),
  )
  if (part) return { part }
  // 9h, 9h30, 9:30, 9.30
  const found = word.match(/^(\d{1,2})(?:[:h.](\d{2})?)?\s*[-–]\s*(\d{1,2})(?:[:h.](\d{2})?)?$/i)
  if (!found) return undefined
  const [, fromHour = '', fromMinute = '00', toHour = '', toMinute = '00'] = found
  return { from: `${fromHour.padStart(2, '0')}:${fromMinute}`, to: `${toHour.padStart(2, '0')}:${toMinute}` }
}
