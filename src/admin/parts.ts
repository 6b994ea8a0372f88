/** Pieces that several pages of the secretariat are made of: tables, big figures, notes, the choice of a quarter. */
import type { Quarter } from '../signals/disclose.ts'
import { html, type Markup, type Piece } from '../site/markup.ts'
import type { AdminLocale } from './locale.ts'

export interface Table {
  /** For ears, and different for each table of a page. */
  readonly name: string
  readonly caption?: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly Piece[])[]
}

/** @param numbersFrom the first column of numbers, which stand at the end of their cells */
export function renderTable(
  { name, caption, head, rows }: Table,
  { numbersFrom }: { readonly numbersFrom: number },
): Markup {
  const kind = (at: number) => at >= numbersFrom && html` class="number"`
  return html`<div class="wide" tabindex="0" role="region" aria-label="${name}"><table>${caption && html`<caption>${caption}</caption>`}<thead><tr>${head.map((name, at) => html`<th scope="col"${kind(at)}>${name}</th>`)}</tr></thead><tbody>${rows.map(
    (row) =>
      html`<tr>${row.map((cell, at) => (at === 0 ? html`<th scope="row">${cell}</th>` : html`<td${kind(at)}>${cell}</td>`))}</tr>`,
  )}</tbody></table></div>`
}

/** A figure large, with what it is below and what it was in smaller letters. */
export function renderCard(name: string, figure: string, beside: readonly Piece[]): Markup {
  return html`<div class="card"><dt>${name}</dt><dd><strong><bdi>${figure}</bdi></strong>${beside.map((one) => html`<span>${one}</span>`)}</dd></div>`
}

export function renderSection(title: string, content: Piece, id: string): Markup {
  return html`<section><h2 id="${id}">${title}</h2>${content}</section>`
}

/** Under every page with figures: why some are not there. */
export function renderHidden({ say }: AdminLocale): Markup {
  return html`<p class="hidden-why">${say('figure.why')}</p>`
}

export interface Field {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly options: readonly (readonly [value: string, name: string])[]
}

/** A form that changes the address only, so that a page can be sent to a colleague as it is. */
export function renderFilters(fields: readonly Field[], { say }: AdminLocale): Markup {
  return html`<form method="get" class="filters">${fields.map(renderField)}<button>${say('quarter.show')}</button></form>`
}

export function quarterField(quarter: Quarter, quarters: readonly Quarter[], locale: AdminLocale): Field {
  const options = [...quarters].reverse().map((one) => [one, locale.quarter(one)] as const)
  return { name: 'quarter', label: locale.say('quarter.label'), value: quarter, options }
}

function renderField({ name, label, value, options }: Field): Markup {
  return html`<label>${label} <select name="${name}">${options.map(
    ([option, shown]) => html`<option value="${option}"${option === value && html` selected`}>${shown}</option>`,
  )}</select></label>`
}
