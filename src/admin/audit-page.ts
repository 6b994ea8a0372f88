/** The audit trail, for the role `admin`: newest first, to the hour. Looking at it stands in it too. */
import { html } from '../site/markup.ts'
import { type Audit, commandLine, nobody } from './audit.ts'
import { formatHour } from './time.ts'
import type { AdminView } from './view.ts'
import type { AdminWords } from './words.ts'

/** @param words of every `AdminView.audit` stand under `audit.<action>` */
export function createAuditPage(audit: Audit, words: AdminWords): AdminView {
  return {
    method: 'get',
    path: '/audit',
    roles: ['admin'],
    nav: 'auditTrail.title',
    audit: 'audit-read',
    async answer({ language }) {
      const say = (key: string) => words(language, key)
      const names: Readonly<Record<string, string>> = {
        [commandLine]: say('auditTrail.commandLine'),
        [nobody]: say('auditTrail.nobody'),
      }
      const entries = await audit.latest()
      const rows = entries.map(
        ({ hour, account, action, about, count }) =>
          html`<tr><td>${formatHour(hour, language)}</td><td><bdi>${names[account] ?? account}</bdi></td><td>${say(`audit.${action}`)}${about !== '' && html` <bdi>${about}</bdi>`}</td><td class="number">${count}</td></tr>`,
      )
      const body = html`<p>${say('auditTrail.about')}</p>
<div class="wide" role="region" tabindex="0" aria-label="${say('auditTrail.title')}"><table>
<thead><tr><th scope="col">${say('auditTrail.hour')}</th><th scope="col">${say('auditTrail.who')}</th><th scope="col">${say('auditTrail.what')}</th><th scope="col">${say('auditTrail.count')}</th></tr></thead>
<tbody>${rows}</tbody></table></div>`
      return { kind: 'page', title: say('auditTrail.title'), body }
    },
  }
}
