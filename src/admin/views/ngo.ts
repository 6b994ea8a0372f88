/**
 * `/admin/ngo`: an organisation makes its own links, codes and slips, and reads its own counts. The code comes from the
 * account and never from the address, so that nobody can make a link, or see a count, of another organisation.
 */
import * as z from 'zod'
import { titleOf } from '../../knowledge/compose.ts'
import { languages, type ReplyLanguage, replyLanguages } from '../../languages.ts'
import { type Situation, situations } from '../../message.ts'
import type { OrganisationCode } from '../../referral/codes.ts'
import { makeLinks, type Reach, type ReferralLink } from '../../referral/links.ts'
import type { TalkStart } from '../../referral/tokens.ts'
import { html, type Markup } from '../../site/markup.ts'
import { renderQrCode } from '../../site/qr-code.ts'
import { renderQrPicture } from '../../site/qr-picture.ts'
import { renderSlipSheet } from '../../site/slip-sheet.ts'
import type { ReferralStore } from '../../store/store.ts'
import type { DashboardParts } from '../dashboard-parts.ts'
import { type AdminLocale, localeFor } from '../locale.ts'
import { topicName, valueName } from '../names.ts'
import { openOrganisation } from '../own-organisation.ts'
import { renderFilters, renderHidden, renderTable } from '../parts.ts'
import type { AdminView, ViewRequest, ViewResult } from '../view.ts'

export interface NgoParts extends DashboardParts {
  readonly store: ReferralStore
  readonly reach: Reach
  readonly seal: (code: OrganisationCode, start: TalkStart) => string
}

/** What the form asks for; an empty field is none. */
const query = z.object({
  topic: z.string().max(60).default(''),
  /** Not `lang`, which is the language of the page. */
  language: z.enum(replyLanguages).default('fr'),
  city: z.string().max(60).default(''),
  status: z.enum(['', ...situations] as ['', ...Situation[]]).default(''), // zod wants one more than none
  channel: z.enum(['web', 'telegram', 'whatsapp']).default('web'),
})

interface Look {
  readonly code: OrganisationCode
  readonly name: string
  readonly start: TalkStart
  readonly links: readonly ReferralLink[]
  /** Of the channel that is asked for. */
  readonly address: string
}

export function createNgoViews(parts: NgoParts): readonly AdminView[] {
  const view = (path: string, answer: (look: Look, request: ViewRequest) => Promise<ViewResult>): AdminView => ({
    path,
    method: 'get',
    roles: ['ngo'],
    async answer(request) {
      const look = await openLook(parts, request)
      return 'kind' in look ? look : answer(look, request)
    },
  })
  const codeFile = (name: string, type: string, render: (address: string) => string | Uint8Array) =>
    view(`/ngo/${name}`, async ({ address }) => ({ kind: 'file', name: `dalil-${name}`, type, bytes: render(address) }))
  return [
    {
      ...view('/ngo', async (look, request) => {
        const locale = localeFor(parts.words, request.language)
        return { kind: 'page', title: look.name, body: await renderDesk(parts, look, request, locale) }
      }),
      nav: 'ngo.title',
      audit: 'referral',
    },
    codeFile('code.svg', 'image/svg+xml', (address) =>
      renderQrCode(address, address).text.replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" '),
    ),
    codeFile('code.png', 'image/png', renderQrPicture),
    view('/ngo/slips', async ({ address, name, start: { language, topic } }) => {
      const content = { language, address, organisation: name, ...(topic && { topic }) }
      const sheet = renderSlipSheet(parts.library(), content)
      if (!parts.print)
        return { kind: 'file', name: 'dalil-slips.html', type: 'text/html; charset=utf-8', bytes: sheet }
      return { kind: 'file', name: 'dalil-slips.pdf', type: 'application/pdf', bytes: await parts.print(sheet, false) }
    }),
  ]
}

/** The organisation of the account and what its form asks for, or why there is nothing to show. */
async function openLook(parts: NgoParts, { viewer, query: given }: ViewRequest): Promise<Look | ViewResult> {
  const own = await openOrganisation(parts.store, viewer)
  if (!own) return { kind: 'refused', status: 404, says: 'ngo.closed' }
  const parsed = query.safeParse(given)
  if (!parsed.success) return { kind: 'refused', status: 400, says: 'ngo.wrong' }
  const { language, channel, ...asked } = parsed.data
  const library = parts.library()
  const topic = [...library.topics.keys()].find((id) => id === asked.topic)
  const city = library.cities.find(({ id }) => id === asked.city)?.id
  if ((asked.topic && !topic) || (asked.city && !city)) return { kind: 'refused', status: 400, says: 'ngo.wrong' }
  const { status: situation } = asked
  const start = { language, ...(topic && { topic }), ...(city && { city }), ...(situation && { situation }) }
  const links = makeLinks(parts.reach, parts.seal(own.code, start))
  const address = (links.find((link) => link.channel === channel) ?? links[0])?.address ?? ''
  return { code: own.code, name: own.name, start, links, address }
}

async function renderDesk(parts: NgoParts, look: Look, request: ViewRequest, locale: AdminLocale): Promise<Markup> {
  const { say } = locale
  const { start, links, address } = look
  const library = parts.library()
  const shown: ReplyLanguage = locale.language
  const none = ['', say('ngo.any')] as const
  const form = renderFilters(
    [
      {
        name: 'topic',
        label: say('ngo.topic'),
        value: start.topic ?? '',
        options: [none, ...[...library.topics.keys()].map((id) => [id, titleOf(library, id, shown)] as const)],
      },
      {
        name: 'language',
        label: say('ngo.language'),
        value: start.language,
        options: replyLanguages.map((code) => [code, languages[code].name] as const),
      },
      {
        name: 'city',
        label: say('ngo.city'),
        value: start.city ?? '',
        options: [none, ...library.cities.map(({ id, names }) => [id, names[shown]] as const)],
      },
      {
        name: 'status',
        label: say('ngo.situation'),
        value: start.situation ?? '',
        options: [none, ...situations.map((one) => [one, library.say(shown, `situation.${one}`)] as const)],
      },
      {
        name: 'channel',
        label: say('ngo.channel'),
        value: links.find((link) => link.address === address)?.channel ?? 'web',
        options: links.map(({ channel }) => [channel, valueName('channel', channel, library, locale)] as const),
      },
    ],
    locale,
  )
  const asked = new URLSearchParams(request.query).toString()
  const file = (name: string, label: string) =>
    html`<li><a href="/admin/ngo/${name}?${asked}" download>${label}</a></li>`
  return html`<p>${say('ngo.why')}</p>${form}
<p><bdi dir="ltr">${address}</bdi></p>
<div class="qr">${renderQrCode(address, address)}</div>
<ul>${file('slips', say('ngo.slips'))}${file('code.svg', say('ngo.svg'))}${file('code.png', say('ngo.png'))}</ul>
${await renderCounts(parts, look.code, locale)}`
}

/** Of the last quarter that is over, by the rules of every other figure. */
async function renderCounts(parts: NgoParts, code: string, locale: AdminLocale): Promise<Markup> {
  const { say, figure } = locale
  const quarter = (await parts.disclosure.quarters()).at(-1)
  if (quarter === undefined) return html`<h2>${say('ngo.counts')}</h2><p>${say('figure.nothingYet')}</p>`
  const period = { kind: 'quarter', quarter } as const
  const own = (await parts.disclosure.referrals(period)).find((one) => one.code === code)?.measured.conversations
  const tables: Markup[] = []
  for (const dimension of ['topic', 'language', 'outcome'] as const) {
    const values = await parts.disclosure.referral(code, dimension, period)
    const library = parts.library()
    const name = (value: string) =>
      dimension === 'topic' ? topicName(value, library, locale) : valueName(dimension, value, library, locale)
    const rows = values.map(({ value, measured }) => [name(value), figure(measured.conversations)])
    const head = [say(`dimension.${dimension}`), say('figure.conversations')]
    if (rows.length > 0)
      tables.push(renderTable({ name: say(`dimension.${dimension}`), head, rows }, { numbersFrom: 1 }))
  }
  return html`<h2>${say('ngo.counts')} – ${locale.quarter(quarter)}</h2><p>${say('figure.conversations')}: <bdi>${figure(own ?? { kind: 'few' })}</bdi></p>${tables}${renderHidden(locale)}`
}
