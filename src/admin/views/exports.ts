/** `/admin/exports`: every table as a file, and the dictionary that explains its columns. */
import * as z from 'zod'
import type { Quarter } from '../../signals/disclose.ts'
import { html, type Markup } from '../../site/markup.ts'
import { type DashboardParts, whoReads } from '../dashboard-parts.ts'
import { describePackage, fileName } from '../data-dictionary.ts'
import { exportTables, toCsv, toJson } from '../exports.ts'
import { chooseQuarter, isRefused, quarterName, readFilters } from '../filters.ts'
import { type AdminLocale, localeFor } from '../locale.ts'
import { renderTable } from '../parts.ts'
import type { AdminView, ViewRequest, ViewResult } from '../view.ts'
import { createQuarterView } from './quarter-view.ts'

const fileFilter = z.strictObject({ quarter: quarterName, bom: z.literal('1').optional() })

export function createExportViews(parts: DashboardParts): readonly AdminView[] {
  return [
    createQuarterView(parts, {
      path: '/exports',
      nav: 'exports.title',
      audit: 'exports',
      title: ({ say }) => say('exports.title'),
      render: async ({ quarter, locale }) => renderFiles(quarter, locale),
    }),
    { path: '/exports/:file', method: 'get', roles: whoReads, audit: 'export', answer: answerFile },
  ]

  async function answerFile({ params, query, language }: ViewRequest): Promise<ViewResult> {
    const { file = '' } = params
    const filters = readFilters(fileFilter, query)
    if (isRefused(filters)) return filters
    const chosen = await chooseQuarter(filters.quarter, parts.disclosure)
    if (isRefused(chosen)) return chosen
    const { quarter } = filters
    const { disclosure } = parts
    if (file === 'datapackage.json') {
      const described = describePackage(quarter, disclosure.simulated, localeFor(parts.words, language))
      const bytes = `${JSON.stringify(described, undefined, 2)}\n`
      return { kind: 'file', name: 'datapackage.json', type: 'application/json; charset=utf-8', bytes }
    }
    const [, name, ending] = file.match(/^([a-z]+)\.(csv|json)$/) ?? []
    const table = exportTables.find((one) => one.name === name)
    if (!table || (ending !== 'csv' && ending !== 'json'))
      return { kind: 'refused', status: 404, says: 'exports.noTable' }
    const rows = await table.rows(quarter, { disclosure, library: parts.library() })
    const bytes = ending === 'csv' ? toCsv(table.fields, rows, filters.bom === '1') : toJson(table.fields, rows)
    const type = ending === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8'
    return { kind: 'file', name: fileName(table, quarter, disclosure.simulated, ending), type, bytes }
  }
}

function renderFiles(quarter: Quarter, locale: AdminLocale): Markup {
  const { say } = locale
  const link = (file: string, says: string) =>
    html`<a href="/admin/exports/${file}quarter=${quarter}" download>${says}</a>`
  const rows = exportTables.map(({ name }) => [
    say(`exports.${name}`),
    html`${link(`${name}.csv?`, 'CSV')} · ${link(`${name}.csv?bom=1&`, say('exports.spreadsheet'))} · ${link(`${name}.json?`, 'JSON')}`,
  ])
  return html`<p>${say('exports.why')}</p>${renderTable({ name: say('exports.title'), head: [say('exports.table'), say('exports.files')], rows }, { numbersFrom: 2 })}
<p>${link('datapackage.json?', say('exports.dictionary'))}</p>`
}
