/** `/admin/topics`: all topics by programme. `/admin/topic/health.care`: one topic, its weeks, and how fresh its answer is. */
import * as z from 'zod'
import type { Topic } from '../../knowledge/library.ts'
import type { TopicId } from '../../message.ts'
import type { Dimension, Quarter } from '../../signals/disclose.ts'
import { html, type Markup } from '../../site/markup.ts'
import { renderBreakdown } from '../breakdown.ts'
import { type DashboardParts, whoReads } from '../dashboard-parts.ts'
import { chooseQuarter, isRefused, quarterName, readFilters } from '../filters.ts'
import { pageLinks } from '../links.ts'
import { type AdminLocale, localeFor } from '../locale.ts'
import { objectives, programmeName, topicName } from '../names.ts'
import { quarterField, renderFilters, renderHidden, renderSection, renderTable } from '../parts.ts'
import { renderTileMap } from '../tile-map.ts'
import type { AdminView, ViewRequest, ViewResult } from '../view.ts'
import { renderWeekLines } from '../week-lines.ts'
import { createQuarterView } from './quarter-view.ts'

/** Weeks that the line may show: a quarter to five years. */
const spans = ['13', '26', '52', '104', '260'] as const
const topicFilter = z.strictObject({
  quarter: quarterName.optional(),
  weeks: z.enum(spans).default('52'),
})

export function createTopicViews(parts: DashboardParts): readonly AdminView[] {
  return [
    createQuarterView(parts, {
      path: '/topics',
      nav: 'topic.all',
      audit: 'topics',
      title: ({ say }) => say('topic.all'),
      render: ({ quarter, locale }) => renderTopics(quarter, parts, locale),
    }),
    { path: '/topic/:id', method: 'get', roles: whoReads, audit: 'topic', answer: answerTopic },
  ]

  async function answerTopic({ language, query, params }: ViewRequest): Promise<ViewResult> {
    const topic = parts.library().topics.get(params.id as TopicId) // an id that is not there finds nothing
    if (!topic) return { kind: 'refused', status: 404, says: 'filter.noTopic' }
    const filters = readFilters(topicFilter, query)
    if (isRefused(filters)) return filters
    const chosen = await chooseQuarter(filters.quarter, parts.disclosure)
    if (isRefused(chosen)) return chosen
    const locale = localeFor(parts.words, language)
    const title = topicName(topic.id, parts.library(), locale)
    const { quarter, quarters } = chosen
    const figures = quarter
      ? html`${renderFilters(
          [
            quarterField(quarter, quarters, locale),
            {
              name: 'weeks',
              label: locale.say('topic.span'),
              value: filters.weeks,
              options: spans.map((span) => [span, locale.say('topic.weeks', { count: span })]),
            },
          ],
          locale,
        )}${await renderTopic(topic, quarter, Number(filters.weeks), parts, locale)}${renderHidden(locale)}`
      : html`<p>${locale.say('figure.nothingYet')}</p>`
    return { kind: 'page', title, body: html`${renderAnswer(topic, parts, locale)}${figures}` }
  }
}

async function renderTopics(
  quarter: Quarter,
  { disclosure, library }: DashboardParts,
  locale: AdminLocale,
): Promise<Markup> {
  const { say, figure } = locale
  const links = pageLinks(quarter, library(), locale)
  const totals = await disclosure.totals({ kind: 'quarter', quarter })
  const programmes = library().programmes.map((programme) => {
    const of = totals.get(`programme:${programme.id}`)
    const table = renderTable(
      {
        name: programmeName(programme, locale),
        caption: say('programme.total', {
          questions: figure(of?.questions ?? { kind: 'few' }),
          conversations: figure(of?.conversations ?? { kind: 'few' }),
        }),
        head: [say('topic.name'), say('osp.title'), say('figure.questions'), say('figure.conversations')],
        rows: programme.topics.map((id) => {
          const mine = totals.get(id)
          return [
            links.topic(id),
            objectives(library().topics.get(id)?.osp ?? [], locale),
            figure(mine?.questions ?? { kind: 'few' }),
            figure(mine?.conversations ?? { kind: 'few' }),
          ]
        }),
      },
      { numbersFrom: 2 },
    )
    return renderSection(
      `${programmeName(programme, locale)} – ${objectives(programme.osp, locale)}`,
      table,
      `programme-${programme.id}`,
    )
  })
  return html`${programmes}`
}

/** What people read today, and whether somebody should read it again. */
function renderAnswer(topic: Topic, { now }: DashboardParts, locale: AdminLocale): Markup {
  const { say, day } = locale
  const due = topic.reviewBy <= new Date(now()).toISOString().slice(0, 10)
  return html`<dl class="facts">
<dt>${say('osp.title')}</dt><dd>${objectives(topic.osp, locale)}</dd>
<dt>${say('coverage.reviewed')}</dt><dd>${day(topic.reviewed)}</dd>
<dt>${say('coverage.reviewBy')}</dt><dd>${day(topic.reviewBy)}${due && html` <strong class="due">${say('coverage.due')}</strong>`}</dd>
<dt>${say('topic.answer')}</dt><dd><a href="/${locale.language}/t/${topic.id}">${say('topic.asSeen')}</a></dd>
</dl>`
}

async function renderTopic(
  topic: Topic,
  quarter: Quarter,
  weekCount: number,
  parts: DashboardParts,
  locale: AdminLocale,
): Promise<Markup> {
  const { disclosure } = parts
  const library = parts.library()
  const { say } = locale
  const subject = { kind: 'topic', id: topic.id } as const
  const period = { kind: 'quarter', quarter } as const
  const bars = async (dimension: Dimension) =>
    renderBreakdown(dimension, await disclosure.breakdown(subject, dimension, period), library, locale)
  // Up to now and not to the quarter's end, so that what is new shows before the quarter is over.
  const line = await renderWeekLines(subject, { count: weekCount }, disclosure, locale)
  return html`${renderSection(say('topic.trend'), line, 'weeks')}
${renderSection(
  say('overview.who'),
  html`<div class="charts">${await bars('language')}${await bars('channel')}${await bars('outcome')}${renderTileMap(await disclosure.breakdown(subject, 'region', period), library, locale)}</div>`,
  'who',
)}
${renderSection(say('topic.terms'), await renderTerms(topic.id, quarter, parts, locale), 'terms')}`
}

/** Words of unanswered questions which the assistant of today would answer with this topic. */
async function renderTerms(
  topic: TopicId,
  quarter: Quarter,
  { disclosure, answers }: DashboardParts,
  locale: AdminLocale,
): Promise<Markup> {
  const terms = await disclosure.terms({ kind: 'quarter', quarter })
  const related: string[] = []
  for (const term of new Set(terms.map((one) => one.term))) if ((await answers(term)) === topic) related.push(term)
  if (related.length === 0) return html`<p>${locale.say('topic.noTerms')}</p>`
  return html`<ul class="terms">${related.map((term) => html`<li><bdi>${term}</bdi></li>`)}</ul>`
}
