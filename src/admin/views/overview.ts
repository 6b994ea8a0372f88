/** `/admin/overview`: the quarter at a glance, and what deserves a second look. */
import type { Dimension, Period, Quarter } from '../../signals/disclose.ts'
import { html, type Markup } from '../../site/markup.ts'
import { findAlerts } from '../alerts.ts'
import { renderBreakdown } from '../breakdown.ts'
import { renderLines } from '../charts.ts'
import type { DashboardParts } from '../dashboard-parts.ts'
import { pageLinks } from '../links.ts'
import type { AdminLocale } from '../locale.ts'
import { renderSection } from '../parts.ts'
import { summarise } from '../summary.ts'
import { renderAlerts, renderCards, renderProgrammes, renderTrends, renderWeeks } from '../summary-parts.ts'
import { renderTileMap } from '../tile-map.ts'
import type { AdminView } from '../view.ts'
import { renderWeekLines } from '../week-lines.ts'
import { createQuarterView } from './quarter-view.ts'

export function createOverview(parts: DashboardParts): AdminView {
  return createQuarterView(parts, {
    path: '/overview',
    nav: 'overview.title',
    audit: 'overview',
    title: ({ say }) => say('overview.title'),
    render: ({ quarter, locale }) => renderQuarter(quarter, parts, locale),
  })
}

async function renderQuarter(quarter: Quarter, parts: DashboardParts, locale: AdminLocale): Promise<Markup> {
  const { disclosure, now } = parts
  const library = parts.library()
  const { say } = locale
  const summary = await summarise(quarter, disclosure, library.programmes)
  const alerts = await findAlerts(summary, disclosure, library, new Date(now()).toISOString().slice(0, 10))
  const links = pageLinks(quarter, library, locale)
  const period: Period = { kind: 'quarter', quarter }
  const all = { kind: 'all' } as const
  const bars = async (dimension: Dimension) =>
    renderBreakdown(dimension, await disclosure.breakdown(all, dimension, period), library, locale)
  return html`${renderWeeks(summary, locale)}
${renderCards(summary, locale)}
${renderSection(say('alert.title'), renderAlerts(alerts, links, locale), 'alerts')}
${renderSection(say('trend.title'), renderTrends(summary, links, locale), 'trends')}
${renderSection(say('topic.trend'), await renderWeekLines(all, { count: 52 }, disclosure, locale), 'weeks')}
${renderSection(say('overview.programmes'), renderProgrammes(summary, library, locale, `/admin/topics?quarter=${quarter}`), 'programmes')}
${renderSection(say('overview.who'), html`<div class="charts">${await bars('language')}${await bars('channel')}${await bars('outcome')}${renderTileMap(await disclosure.breakdown(all, 'region', period), library, locale)}</div>`, 'who')}
${renderSection(say('overview.hours'), html`<p>${say('overview.hoursWhy')}</p>${await renderHours(period, parts, locale)}`, 'hours')}`
}

async function renderHours(period: Period, { disclosure }: DashboardParts, locale: AdminLocale): Promise<Markup> {
  const cells = await disclosure.hours(period)
  const channels = [...new Set(cells.map(({ channel }) => channel))]
  const figures = new Map(cells.map(({ hour, channel, questions }) => [`${channel} ${hour}`, questions]))
  const hours = Array.from({ length: 24 }, (_, hour) => hour)
  return renderLines(
    {
      title: locale.say('overview.hoursTitle'),
      step: locale.say('overview.hour'),
      steps: hours.map((hour) => ({ name: locale.say('overview.from', { hour }), short: String(hour) })),
      lines: channels.map((channel) => ({
        name: locale.say(`channel.${channel}`),
        figures: hours.map((hour) => figures.get(`${channel} ${hour}`) ?? { kind: 'few' }),
      })),
    },
    locale,
  )
}
