/** What all pages about a quarter share: its filter, the page before anything was counted, why some figures are hidden. */
import type { Quarter } from '../../signals/disclose.ts'
import { html, type Markup } from '../../site/markup.ts'
import { type DashboardParts, whoReads } from '../dashboard-parts.ts'
import { chooseQuarter, isRefused, quarterFilter, type Refused, readFilters } from '../filters.ts'
import { type AdminLocale, localeFor } from '../locale.ts'
import { quarterField, renderFilters, renderHidden } from '../parts.ts'
import type { AdminView, Role, ViewRequest } from '../view.ts'

export interface Look {
  readonly quarter: Quarter
  /** All that have figures, oldest first. */
  readonly quarters: readonly Quarter[]
  readonly locale: AdminLocale
  readonly request: ViewRequest
}

interface QuarterPage {
  readonly path: string
  readonly nav?: string
  readonly audit: string
  readonly roles?: readonly Role[]
  title(locale: AdminLocale, request: ViewRequest): string
  render(look: Look): Promise<Markup | Refused>
  /** Before anything was counted; a sentence that says so stands where it is absent. */
  renderWithout?(locale: AdminLocale): Promise<Markup>
}

export function createQuarterView(parts: DashboardParts, page: QuarterPage): AdminView {
  return {
    path: page.path,
    method: 'get',
    roles: page.roles ?? whoReads,
    ...(page.nav !== undefined && { nav: page.nav }),
    audit: page.audit,
    async answer(request) {
      const filters = readFilters(quarterFilter, request.query)
      if (isRefused(filters)) return filters
      const chosen = await chooseQuarter(filters.quarter, parts.disclosure)
      if (isRefused(chosen)) return chosen
      const locale = localeFor(parts.words, request.language)
      const title = page.title(locale, request)
      const { quarter, quarters } = chosen
      if (!quarter) {
        const empty = (await page.renderWithout?.(locale)) ?? html`<p>${locale.say('figure.nothingYet')}</p>`
        return { kind: 'page', title, body: html`${empty}` }
      }
      const content = await page.render({ quarter, quarters, locale, request })
      if (isRefused(content)) return content
      const choice = renderFilters([quarterField(quarter, quarters, locale)], locale)
      const body = html`${choice}${content}${renderHidden(locale)}`
      return { kind: 'page', title: locale.say('quarter.titled', { title, quarter: locale.quarter(quarter) }), body }
    },
  }
}
