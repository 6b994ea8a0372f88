/** Pages of a room that the frame does not know, to see who may open them and what is written down. */
import type { AdminView } from '../../src/admin/view.ts'
import { html } from '../../src/site/markup.ts'

/** How often the posted form of `/figures` got through. */
export const changed = { times: 0 }

export const testViews: readonly AdminView[] = [
  {
    method: 'get',
    path: '/figures',
    roles: ['secretariat'],
    nav: 'role.secretariat',
    audit: 'signed-in',
    answer: async ({ csrf, query }) => ({
      kind: 'page',
      title: 'Chiffres',
      body: html`<p>1234 ${query.week ?? ''}</p><form method="post" action="/admin/figures"><input type="hidden" name="csrf" value="${csrf}"><button>!</button></form>`,
    }),
  },
  {
    method: 'post',
    path: '/figures',
    roles: ['secretariat'],
    async answer() {
      changed.times += 1
      return { kind: 'redirect', to: '/admin/figures' }
    },
  },
  {
    method: 'get',
    path: '/export/:week',
    roles: ['secretariat'],
    audit: 'audit-read',
    answer: async ({ params }) => ({
      kind: 'file',
      name: `semaine ${params.week}.csv`,
      type: 'text/csv; charset=utf-8',
      bytes: 'topic,count\n',
    }),
  },
  {
    method: 'get',
    path: '/ours',
    roles: ['ngo'],
    answer: async ({ viewer }) => ({ kind: 'page', title: 'Nos chiffres', body: html`<p>${viewer.organisation}</p>` }),
  },
  {
    method: 'get',
    path: '/broken',
    roles: ['secretariat'],
    async answer() {
      throw new Error('a person wrote 0677889900')
    },
  },
]
