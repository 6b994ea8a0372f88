/** How the second factor is shown: the square for the app, and the recovery codes. */
import { html, type Markup } from '../site/markup.ts'
import { renderQrCode } from '../site/qr-code.ts'
import type { Enrolment } from './second-factor.ts'

type Say = (key: string) => string

export function renderEnrolment({ address, letters }: Enrolment, say: Say): Markup {
  return html`<ol class="steps">
<li>${say('secondFactor.app')}</li>
<li>${say('secondFactor.scan')}<div class="qr">${renderQrCode(address, say('secondFactor.square'))}</div>
<p>${say('secondFactor.letters')} <code dir="ltr">${letters}</code></p></li>
<li>${say('secondFactor.type')}</li>
</ol>`
}

/** @param onward where the person goes once the codes are kept */
export function renderRecoveryCodes(codes: readonly string[], onward: string, say: Say): Markup {
  return html`<p>${say('secondFactor.keep')}</p>
<ul class="codes">${codes.map((code) => html`<li><code dir="ltr">${code}</code></li>`)}</ul>
<p><a class="onward" href="${onward}">${say('secondFactor.kept')}</a></p>`
}
