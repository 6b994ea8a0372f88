/** `/admin/report`: the report of a quarter on the screen, as a file, and as PDF where this machine can print one. */
import * as z from 'zod'
import { html } from '../../site/markup.ts'
import { type DashboardParts, whoReads } from '../dashboard-parts.ts'
import { chooseQuarter, isRefused, quarterName, readFilters } from '../filters.ts'
import { localeFor } from '../locale.ts'
import { renderReport } from '../report.ts'
import { renderReportDocument } from '../report-document.ts'
import type { AdminView, ViewRequest, ViewResult } from '../view.ts'
import { createQuarterView } from './quarter-view.ts'

const fileFilter = z.strictObject({ quarter: quarterName })

export function createReportViews(parts: DashboardParts): readonly AdminView[] {
  return [
    createQuarterView(parts, {
      path: '/report',
      nav: 'report.nav',
      audit: 'report',
      title: ({ say }) => say('report.nav'),
      async render({ quarter, locale }) {
        const file = (ending: string, says: string) =>
          html`<li><a href="/admin/report/file.${ending}?quarter=${quarter}" download>${locale.say(says)}</a></li>`
        const files = html`<ul class="inline">${parts.print && file('pdf', 'report.pdf')}${file('html', 'report.html')}</ul>`
        return html`<nav aria-label="${locale.say('exports.files')}">${files}</nav>${!parts.print && html`<p class="screen">${locale.say('report.noPrinter')}</p>`}${await renderReport(quarter, parts, locale)}`
      },
    }),
    { path: '/report/:file', method: 'get', roles: whoReads, audit: 'report-file', answer: answerFile },
  ]

  async function answerFile({ params, query, language }: ViewRequest): Promise<ViewResult> {
    const { print } = parts
    const filters = readFilters(fileFilter, query)
    if (isRefused(filters)) return filters
    const chosen = await chooseQuarter(filters.quarter, parts.disclosure)
    if (isRefused(chosen)) return chosen
    const { quarter } = filters
    const locale = localeFor(parts.words, language)
    const name = `${parts.disclosure.simulated ? 'simulated-' : ''}dalil-${quarter}-${language}`
    if (params.file === 'file.html') {
      const bytes = await renderReportDocument(quarter, parts, locale, parts.style())
      return { kind: 'file', name: `${name}.html`, type: 'text/html; charset=utf-8', bytes }
    }
    if (params.file !== 'file.pdf' || !print) return { kind: 'refused', status: 404, says: 'report.noFile' }
    const bytes = await print(await renderReportDocument(quarter, parts, locale, parts.style()))
    return { kind: 'file', name: `${name}.pdf`, type: 'application/pdf', bytes }
  }
}
