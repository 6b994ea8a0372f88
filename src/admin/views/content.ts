/** `/admin/content`: which answers exist in which language, when they must be read again, which people called out of date. */
import type { Topic } from '../../knowledge/library.ts'
import { languages, replyLanguages } from '../../languages.ts'
import { html, type Markup } from '../../site/markup.ts'
import { reportsOf } from '../alerts.ts'
import { type DashboardParts, whoReads } from '../dashboard-parts.ts'
import { pageLinks } from '../links.ts'
import type { AdminLocale } from '../locale.ts'
import { programmeName, topicName } from '../names.ts'
import { renderSection, renderTable } from '../parts.ts'
import type { AdminView } from '../view.ts'
import { createQuarterView } from './quarter-view.ts'

export function createContentView(parts: DashboardParts): AdminView {
  return createQuarterView(parts, {
    path: '/content',
    nav: 'coverage.title',
    audit: 'content',
    roles: [...whoReads, 'editor'],
    title: ({ say }) => say('coverage.title'),
    render: ({ quarter, locale }) => renderCoverage(quarter, parts, locale),
    renderWithout: (locale) => renderCoverage(undefined, parts, locale),
  })
}

async function renderCoverage(
  quarter: string | undefined,
  { library: current, disclosure, now }: DashboardParts,
  locale: AdminLocale,
): Promise<Markup> {
  const library = current()
  const { say, day } = locale
  const today = new Date(now()).toISOString().slice(0, 10)
  const topics = [...library.topics.values()]
  const due = topics.filter(({ reviewBy }) => reviewBy <= today)
  const complete = (topic: Topic) => replyLanguages.every((language) => topic.answers.has(language))
  const sections: Markup[] = []
  for (const programme of library.programmes) {
    const rows = []
    for (const topic of programme.topics.flatMap((id) => library.topics.get(id) ?? [])) {
      const missing = replyLanguages.filter((language) => !topic.answers.has(language))
      const reports = quarter && locale.figure(await reportsOf(topic.id, quarter, disclosure))
      rows.push([
        quarter ? pageLinks(quarter, library, locale).topic(topic.id) : topicName(topic.id, library, locale),
        missing.length > 0
          ? html`${say('coverage.missing')} ${missing.map((language) => html`<bdi>${languages[language].name}</bdi> `)}`
          : say('coverage.complete'),
        day(topic.reviewed),
        html`${day(topic.reviewBy)}${topic.reviewBy <= today && html` <strong class="due">${say('coverage.due')}</strong>`}`,
        reports || say('figure.withheld'),
      ])
    }
    const head = [
      say('topic.name'),
      say('coverage.languages'),
      say('coverage.reviewed'),
      say('coverage.reviewBy'),
      say('coverage.reported'),
    ]
    sections.push(
      renderSection(
        programmeName(programme, locale),
        renderTable({ name: programmeName(programme, locale), head, rows }, { numbersFrom: 4 }),
        `content-${programme.id}`,
      ),
    )
  }
  const counts = { topics: topics.length, complete: topics.filter(complete).length, due: due.length }
  return html`<p>${say('coverage.summary', counts)}</p>${sections}`
}
