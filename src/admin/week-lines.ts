/** Questions and conversations week by week, up to the newest week that is over, also of a quarter that still runs. */
import { addWeeks } from '../signals/calendar.ts'
import type { Disclosure, Subject, Week } from '../signals/disclose.ts'
import type { Markup } from '../site/markup.ts'
import { renderLines } from './charts.ts'
import type { AdminLocale } from './locale.ts'

/**
 * @param to the last week shown; the newest where it is absent
 * @param count weeks, fewer where counting began later
 */
export async function renderWeekLines(
  subject: Subject,
  span: { readonly to?: Week; readonly count: number },
  disclosure: Disclosure,
  locale: AdminLocale,
): Promise<Markup> {
  const { say } = locale
  const finished = await disclosure.weeks()
  const to = span.to ?? finished.at(-1)
  const weeks = to ? await disclosure.trend(subject, { from: addWeeks(to, 1 - span.count), to }) : []
  return renderLines(
    {
      title: say('topic.perWeek'),
      step: say('topic.week'),
      steps: weeks.map(({ week }) => ({
        name: locale.week(week),
        short: weeks.length > 60 ? locale.monthYear(week) : locale.dayMonth(week),
      })),
      lines: [
        { name: say('figure.questions'), figures: weeks.map(({ measured }) => measured.questions) },
        { name: say('figure.conversations'), figures: weeks.map(({ measured }) => measured.conversations) },
      ],
    },
    locale,
  )
}
