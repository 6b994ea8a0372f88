/**
 * The report of a quarter for the steering committee: one page of summary, a page a programme with its objectives (OSP),
 * a page on how it was counted and what that cannot tell. The same pieces on the screen and on paper.
 */
import type { Library } from '../knowledge/library.ts'
import type { Programme } from '../knowledge/schema.ts'
import { weeksOf } from '../signals/calendar.ts'
import type { Figure, Quarter } from '../signals/disclose.ts'
import { html, type Markup } from '../site/markup.ts'
import { findAlerts } from './alerts.ts'
import { renderBreakdown } from './breakdown.ts'
import type { ReportParts } from './dashboard-parts.ts'
import { paperLinks } from './links.ts'
import type { AdminLocale } from './locale.ts'
import { objectives, programmeName, topicName } from './names.ts'
import { renderHidden, renderTable } from './parts.ts'
import { changeBetween, type Summary, summarise } from './summary.ts'
import { renderAlerts, renderCards, renderProgrammes, renderTrends, renderWeeks } from './summary-parts.ts'
import { falseShare, leastRatio } from './trends.ts'
import { renderWeekLines } from './week-lines.ts'

/** Weeks before the quarter's end that a programme's line shows: a year, so that the season is seen. */
const lineWeeks = 52

export async function renderReport(quarter: Quarter, parts: ReportParts, locale: AdminLocale): Promise<Markup> {
  const library = parts.library()
  const summary = await summarise(quarter, parts.disclosure, library.programmes)
  const programmes: Markup[] = []
  for (const programme of library.programmes)
    programmes.push(await renderProgrammePage(programme, summary, parts, library, locale))
  return html`<article class="report">
${await renderSummaryPage(summary, parts, library, locale)}
${programmes}
${renderMethodPage(summary, locale)}
</article>`
}

export function reportTitle(quarter: Quarter, locale: AdminLocale): string {
  return locale.say('report.title', { quarter: locale.quarter(quarter) })
}

async function renderSummaryPage(
  summary: Summary,
  { disclosure, now }: ReportParts,
  library: Library,
  locale: AdminLocale,
): Promise<Markup> {
  const { say } = locale
  const today = new Date(now()).toISOString().slice(0, 10)
  const links = paperLinks(library, locale)
  const alerts = await findAlerts(summary, disclosure, library, today)
  return html`<section class="sheet">
<h2 id="summary">${say('report.summary')}</h2>
${disclosure.simulated && html`<p class="simulated"><strong>${say('exports.simulated')}</strong></p>`}
${renderWeeks(summary, locale)}
${renderCards(summary, locale)}
<h3>${say('overview.programmes')}</h3>${renderProgrammes(summary, library, locale, '')}
<h3>${say('trend.title')}</h3>${renderTrends(summary, links, locale)}
<h3>${say('alert.title')}</h3>${renderAlerts(alerts, links, locale)}
</section>`
}

async function renderProgrammePage(
  programme: Programme,
  summary: Summary,
  { disclosure, now }: ReportParts,
  library: Library,
  locale: AdminLocale,
): Promise<Markup> {
  const { say, figure, change } = locale
  const { quarter } = summary.now
  const subject = { kind: 'programme', id: programme.id } as const
  const period = { kind: 'quarter', quarter } as const
  const key = `programme:${programme.id}`
  const mine = summary.now.totals.get(key)
  const topics = programme.topics.flatMap((id) => library.topics.get(id) ?? [])
  const due = topics.filter(({ reviewBy }) => reviewBy <= new Date(now()).toISOString().slice(0, 10))
  const line = await renderWeekLines(
    subject,
    { to: weeksOf(quarter).at(-1) ?? '', count: lineWeeks },
    disclosure,
    locale,
  )
  const values = {
    questions: figure(mine?.questions ?? few),
    conversations: figure(mine?.conversations ?? few),
    change: change(changeBetween(summary.now, summary.last, key)),
  }
  return html`<section class="sheet">
<h2 id="programme-${programme.id}">${programmeName(programme, locale)} – ${objectives(programme.osp, locale)}</h2>
<p>${say('report.programme', values)}</p>
${renderObjectives(programme, library, summary, locale)}
${line}
<div class="charts">${await renderBreakdown('language', await disclosure.breakdown(subject, 'language', period), library, locale)}${await renderBreakdown('region', await disclosure.breakdown(subject, 'region', period), library, locale)}</div>
<p>${say('report.answers', { topics: topics.length, due: due.length })}</p>
</section>`
}

const few: Figure = { kind: 'few' }

/** Each objective with the topics that serve it; a topic that serves two stands under both, so they are not added. */
function renderObjectives(programme: Programme, library: Library, { now, last }: Summary, locale: AdminLocale): Markup {
  const { say, figure, change } = locale
  const rows = programme.osp.flatMap((number) => {
    const serving = programme.topics.filter((id) => library.topics.get(id)?.osp.includes(number))
    if (serving.length === 0) return [[objectives([number], locale), say('report.noTopic'), '', '', '']]
    return serving.map((id) => {
      const { questions = few, conversations = few } = now.totals.get(id) ?? {}
      return [
        objectives([number], locale),
        topicName(id, library, locale),
        figure(questions),
        figure(conversations),
        change(changeBetween(now, last, id)),
      ]
    })
  })
  const head = [
    say('osp.title'),
    say('topic.name'),
    say('figure.questions'),
    say('figure.conversations'),
    say('quarter.againstLast'),
  ]
  return renderTable(
    { name: `${programmeName(programme, locale)}: ${say('osp.title')}`, head, rows },
    { numbersFrom: 2 },
  )
}

function renderMethodPage({ now }: Summary, locale: AdminLocale): Markup {
  const { say, share } = locale
  const values = { ...now.weeks, falseShare: share(falseShare), least: share(leastRatio - 1) }
  return html`<section class="sheet">
<h2 id="method">${say('report.method')}</h2>
${methodParts.map(([title, why]) => html`<h3>${say(title)}</h3><p>${say(why, values)}</p>`)}
${renderHidden(locale)}
</section>`
}

/** Heading and text. */
const methodParts = [
  ['report.counted', 'report.countedWhy'],
  ['report.notCounted', 'report.notCountedWhy'],
  ['report.thresholds', 'report.thresholdsWhy'],
  ['report.estimate', 'report.estimateWhy'],
  ['report.restart', 'report.restartWhy'],
  ['report.noise', 'report.noiseWhy'],
  ['report.chance', 'report.chanceWhy'],
  ['report.limits', 'report.limitsWhy'],
] as const
