/**
 * How the spare phone of WhatsApp is linked, for the role `admin`: its state, the code to scan or to type, what to do.
 * Whoever scans the code links their own phone, so that nobody else sees this page and the square is in no file.
 * The 14 days of its words: https://faq.whatsapp.com/378279804439436, read in November 2026.
 */
import { html, type Markup } from '../site/markup.ts'
import { renderQrCode } from '../site/qr-code.ts'
import { renderField, renderForm, renderProblem } from './form.ts'
import type { AdminView, ViewRequest, ViewResult } from './view.ts'
import type { AdminWords } from './words.ts'

/** As the channel tells it; `main` hands it over. */
export type PhoneLink =
  | { readonly kind: 'starting' | 'connected' | 'reconnecting' | 'no-chromium' | 'stopped' }
  /** `removed`: the phone was linked before and has removed the assistant. */
  | { readonly kind: 'waiting' | 'removed'; readonly code?: PhoneCode }
type PhoneCode = { readonly kind: 'qr'; readonly text: string } | { readonly kind: 'pairing'; readonly code: string }

export interface WhatsappPageParts {
  readonly words: AdminWords
  readonly link: () => PhoneLink
  /** Asks WhatsApp for a code that is typed on the phone with this number. @returns false while none can be linked */
  readonly pair: (phone: string) => boolean
}

export function createWhatsappPage({ words, link, pair }: WhatsappPageParts): readonly AdminView[] {
  function show(request: ViewRequest, problem?: string): ViewResult {
    const say = (key: string) => words(request.language, key)
    const state = link()
    const body = html`<p role="status"><strong>${say(`whatsapp.state.${state.kind}`)}</strong></p>
<p>${say(`whatsapp.todo.${state.kind}`)}</p>
${(state.kind === 'waiting' || state.kind === 'removed') && renderLinking(state.code, request, say, problem)}
<p><a class="onward" href="/admin/whatsapp">${say('whatsapp.again')}</a></p>`
    return { kind: 'page', title: say('whatsapp.title'), body, ...(problem !== undefined && { status: 400 }) }
  }

  return [
    {
      path: '/whatsapp',
      method: 'get',
      roles: ['admin'],
      nav: 'whatsapp.title',
      audit: 'whatsapp-seen',
      answer: async (request) => show(request),
    },
    {
      path: '/whatsapp/pair',
      method: 'post',
      roles: ['admin'],
      audit: 'whatsapp-paired',
      async answer(request) {
        // As people write numbers: blanks, dots, brackets, and + or 00 before the code of the country.
        const phone = (request.form.phone ?? '').replace(/[\s().-]/g, '').replace(/^(\+|00)/, '')
        if (!/^[1-9]\d{7,14}$/.test(phone)) return show(request, words(request.language, 'whatsapp.phoneWrong'))
        if (!pair(phone)) return show(request, words(request.language, 'whatsapp.notNow'))
        return { kind: 'redirect', to: '/admin/whatsapp' }
      },
    },
  ]
}

function renderLinking(
  code: PhoneCode | undefined,
  request: ViewRequest,
  say: (key: string) => string,
  problem: string | undefined,
): Markup {
  const field = renderField({
    ...{ name: 'phone', autocomplete: 'off', code: true },
    ...{ label: say('whatsapp.phone'), hint: say('whatsapp.phoneHint') },
  })
  return html`<ol class="steps"><li>${say('whatsapp.open')}</li><li>${say(`whatsapp.${code?.kind ?? 'soon'}`)}
${code?.kind === 'qr' && html`<div class="qr">${renderQrCode(code.text, say('whatsapp.square'))}</div>`}
${code?.kind === 'pairing' && html`<p><code dir="ltr">${code.code.replace(/^(.{4})(.{4})$/, '$1-$2')}</code></p>`}</li></ol>
<section aria-labelledby="pair-title"><h2 id="pair-title">${say('whatsapp.without')}</h2>
${renderProblem(problem)}
${renderForm('/admin/whatsapp/pair', request.csrf, say('whatsapp.pair'), field)}</section>`
}
