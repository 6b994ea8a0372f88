/** `/admin/referrals`: conversations that began with an organisation's link or code, and what they were about. */
import { html, type Markup } from '../../site/markup.ts'
import { renderBars } from '../charts.ts'
import type { DashboardParts } from '../dashboard-parts.ts'
import type { AdminLocale } from '../locale.ts'
import { topicName, valueName } from '../names.ts'
import { renderTable } from '../parts.ts'
import type { AdminView } from '../view.ts'
import { createQuarterView } from './quarter-view.ts'

export function createReferralViews(parts: DashboardParts): readonly AdminView[] {
  return [
    createQuarterView(parts, {
      path: '/referrals',
      nav: 'referrals.title',
      audit: 'referrals',
      title: ({ say }) => say('referrals.title'),
      render: ({ quarter, locale }) => renderCodes(quarter, parts, locale),
    }),
    createQuarterView(parts, {
      path: '/referrals/:code',
      audit: 'referral',
      title: ({ say }, { params }) => say('referrals.one', { code: params.code ?? '' }),
      async render({ quarter, locale, request }) {
        const { code = '' } = request.params
        const known = await parts.disclosure.referrals({ kind: 'quarter', quarter })
        if (!known.some((one) => one.code === code)) return { kind: 'refused', status: 404, says: 'referrals.unknown' }
        const charts: Markup[] = []
        for (const dimension of ['topic', 'language', 'outcome'] as const)
          charts.push(await renderDimension(code, dimension, quarter, parts, locale))
        return html`<div class="charts">${charts}</div>`
      },
    }),
  ]
}

async function renderCodes(quarter: string, { disclosure }: DashboardParts, locale: AdminLocale): Promise<Markup> {
  const { say, figure } = locale
  const codes = await disclosure.referrals({ kind: 'quarter', quarter })
  const table = renderTable(
    {
      name: say('referrals.title'),
      head: [say('referrals.code'), say('figure.questions'), say('figure.conversations')],
      rows: codes.map(({ code, measured }) => [
        html`<a href="/admin/referrals/${encodeURIComponent(code)}?quarter=${quarter}"><bdi>${code}</bdi></a>`,
        figure(measured.questions),
        figure(measured.conversations),
      ]),
    },
    { numbersFrom: 1 },
  )
  return html`<p>${say('referrals.why')}</p>${codes.length > 0 ? table : html`<p>${say('referrals.none')}</p>`}`
}

async function renderDimension(
  code: string,
  dimension: 'topic' | 'language' | 'outcome',
  quarter: string,
  { disclosure, library }: DashboardParts,
  locale: AdminLocale,
): Promise<Markup> {
  const values = await disclosure.referral(code, dimension, { kind: 'quarter', quarter })
  const name = (value: string) =>
    dimension === 'topic' ? topicName(value, library(), locale) : valueName(dimension, value, library(), locale)
  const title = locale.say(`dimension.${dimension}`)
  const bars = values.map(({ value, measured }) => ({ name: name(value), figure: measured.conversations }))
  return renderBars({ title, of: title, unit: locale.say('figure.conversations'), bars }, locale)
}
