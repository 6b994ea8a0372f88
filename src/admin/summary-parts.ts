/** The summary of a quarter in words and tables, for the overview and the first page of the report. */
import type { Library } from '../knowledge/library.ts'
import { unreachable } from '../message.ts'
import { html, type Markup, type Piece } from '../site/markup.ts'
import type { Alert } from './alerts.ts'
import type { Links } from './links.ts'
import type { AdminLocale } from './locale.ts'
import { languageName, objectives, programmeName } from './names.ts'
import { renderCard, renderTable } from './parts.ts'
import { answeredShare, changeBetween, type PeriodFigures, type Summary, usefulShare } from './summary.ts'
import { falseShare, leastRatio } from './trends.ts'

/** Which weeks stand behind the figures, since a running quarter has fewer than the one it is compared with. */
export function renderWeeks({ now, last }: Summary, locale: AdminLocale): Markup {
  const { counted, all } = now.weeks
  const sentence = locale.say(counted < all ? 'quarter.running' : 'quarter.whole', { counted, all })
  const before = last && last.weeks.counted < last.weeks.all && locale.say('quarter.lastShort', last.weeks)
  return html`<p>${sentence} ${before}</p>`
}

export function renderCards(summary: Summary, locale: AdminLocale): Markup {
  const { say, figure, share } = locale
  const { now, last, yearAgo } = summary
  const before = (of: (period: PeriodFigures) => string): Piece[] => [
    last && say('quarter.last', { figure: of(last) }),
    yearAgo && say('quarter.yearAgo', { figure: of(yearAgo) }),
  ]
  const card = (key: string, of: (period: PeriodFigures) => string) =>
    renderCard(say(key), of(now), before(of).filter(Boolean))
  return html`<dl class="cards">${[
    card('figure.questions', ({ totals }) => figure(totals.get('all')?.questions ?? { kind: 'few' })),
    card('figure.conversations', ({ totals }) => figure(totals.get('all')?.conversations ?? { kind: 'few' })),
    card('overview.answered', (period) => share(answeredShare(period))),
    card('overview.useful', (period) => share(usefulShare(period))),
    card('overview.median', ({ medianWeek }) => figure(medianWeek)),
  ]}</dl>`
}

/** @param page where each programme's own part is; empty for the page at hand */
export function renderProgrammes(
  { now, last, yearAgo }: Summary,
  library: Library,
  locale: AdminLocale,
  page: string,
): Markup {
  const { say, figure, change } = locale
  const rows = library.programmes.map((programme) => {
    const key = `programme:${programme.id}`
    const mine = now.totals.get(key)
    return [
      html`<a href="${page}#programme-${programme.id}">${programmeName(programme, locale)}</a>`,
      objectives(programme.osp, locale),
      figure(mine?.questions ?? { kind: 'few' }),
      figure(mine?.conversations ?? { kind: 'few' }),
      change(changeBetween(now, last, key)),
      change(changeBetween(now, yearAgo, key)),
    ]
  })
  return renderTable(
    {
      name: say('overview.programmes'),
      head: [
        say('programme.name'),
        say('osp.title'),
        say('figure.questions'),
        say('figure.conversations'),
        say('quarter.againstLast'),
        say('quarter.againstYear'),
      ],
      rows,
    },
    { numbersFrom: 2 },
  )
}

export function renderTrends({ last, trends }: Summary, links: Links, locale: AdminLocale): Markup {
  const { say, figure, number, share } = locale
  const values = { falseShare: share(falseShare), least: share(leastRatio - 1) }
  const why = html`<p>${say('trend.why', values)}</p>`
  if (!last) return html`<p>${say('trend.noLast')}</p>`
  if (trends.length === 0) return html`<p>${say('trend.none')}</p>${why}`
  const table = renderTable(
    {
      name: say('trend.title'),
      head: [say('topic.name'), say('trend.direction'), say('trend.earlier'), say('trend.later'), say('trend.ratio')],
      rows: trends.map(({ topic, earlier, later, ratio }) => [
        links.topic(topic),
        ratio > 1 ? say('trend.rose') : say('trend.fell'),
        figure(earlier),
        figure(later),
        say('trend.times', { ratio: number(Math.round(ratio * 10) / 10) }),
      ]),
    },
    { numbersFrom: 2 },
  )
  return html`${table}${why}`
}

export function renderAlerts(alerts: readonly Alert[], links: Links, locale: AdminLocale): Markup {
  if (alerts.length === 0) return html`<p>${locale.say('alert.none')}</p>`
  return html`<ul class="alerts">${alerts.map((alert) => html`<li>${renderAlert(alert, links, locale)}</li>`)}</ul>`
}

function renderAlert(alert: Alert, links: Links, locale: AdminLocale): Markup {
  const { say, share, figure, number } = locale
  switch (alert.kind) {
    case 'new-term': {
      // Isolated, since an Arabic name would turn the number behind it round.
      const language = `\u2068${languageName(alert.language, locale)}\u2069`
      const values = { language, count: number(alert.conversations) }
      return html`${links.page('/unanswered', say('alert.newTerm', values))} <bdi class="term">${alert.term}</bdi>`
    }
    case 'urgent-up':
      return html`${say('alert.urgentUp', { now: share(alert.now), last: share(alert.last) })}`
    case 'reported':
      return html`${say('alert.reported', { count: figure(alert.reports) })} ${links.topic(alert.topic)}`
    case 'review-due':
      return links.page('/content', say('alert.reviewDue', { count: number(alert.topics.length) }))
    default:
      return unreachable(alert)
  }
}
