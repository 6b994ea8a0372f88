/** Pieces of forms that all pages of this room share. */
import { html, type Markup, type Piece } from '../site/markup.ts'

interface Field {
  readonly name: string
  /** Where a page has two fields of one name. */
  readonly id?: string
  readonly label: string
  readonly type?: 'text' | 'password'
  /** Tells the browser and a password manager what belongs here. */
  readonly autocomplete: string
  readonly hint?: string | undefined
  readonly value?: string | undefined
  /** A code of digits or letters: written from left to right, no spelling. */
  readonly code?: boolean
  readonly optional?: boolean
}

export function renderField(field: Field): Markup {
  const { name, id = name, label, type = 'text', autocomplete, hint, value, code, optional } = field
  const describedBy = hint !== undefined && html` aria-describedby="${id}-hint"`
  const direction = (code || type === 'password') && html` dir="ltr"`
  return html`<div class="field"><label for="${id}">${label}</label>${hint !== undefined && html`<p class="hint" id="${id}-hint">${hint}</p>`}<input id="${id}" name="${name}" type="${type}" autocomplete="${autocomplete}" autocapitalize="none" spellcheck="false"${describedBy}${direction}${value !== undefined && html` value="${value}"`}${!optional && html` required`}></div>`
}

/** @param action where it is posted, a path below `/admin` */
export function renderForm(action: string, csrf: string, button: string, ...fields: readonly Piece[]): Markup {
  return html`<form method="post" action="${action}"><input type="hidden" name="csrf" value="${csrf}">${fields}<button>${button}</button></form>`
}

/** Said at once by a screen reader: why a form came back. */
export function renderProblem(sentence: string | undefined): Markup | false {
  return sentence !== undefined && html`<p class="problem" role="alert">${sentence}</p>`
}

export function renderDone(sentence: string | undefined): Markup | false {
  return sentence !== undefined && html`<p class="done" role="status">${sentence}</p>`
}
