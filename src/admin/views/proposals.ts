/**
 * `/admin/proposals`: what organisations say of their services, let through by a second pair of eyes; what is live and
 * not yet in the files; who has not said for a year that all is right; whose service is whose.
 */
import type { Change, Refusal } from '../../directory/directory.ts'
import { changeFiles, writePatch } from '../../directory/patch.ts'
import { secondLooks } from '../../directory/proposed-fields.ts'
import { formatPhone } from '../../knowledge/compose.ts'
import { html, type Markup } from '../../site/markup.ts'
import { cityName, renderChange, renderPatch } from '../change-parts.ts'
import type { DirectoryParts } from '../directory-parts.ts'
import { renderDone, renderForm, renderQuietForm } from '../form.ts'
import { type AdminLocale, localeFor } from '../locale.ts'
import { renderSection } from '../parts.ts'
import { formatHour } from '../time.ts'
import type { AdminView, Role, ViewRequest, ViewResult } from '../view.ts'
import { renderOwners, renderUnconfirmed } from './service-owners.ts'

/** Who lets changes through: never an organisation, and nobody their own. */
const approvers: readonly Role[] = ['secretariat', 'editor']
const path = '/admin/proposals'

export function createProposalViews(parts: DirectoryParts): readonly AdminView[] {
  const { directory, audit } = parts

  async function show(request: ViewRequest): Promise<ViewResult> {
    const locale = localeFor(parts.words, request.language)
    const { say } = locale
    await directory.refresh()
    const [waiting, live, owners] = await Promise.all([directory.waiting(), directory.live(), directory.owners()])
    const organisations = await parts.store.listOrganisations()
    const nameOf = (code: string) => organisations.find((one) => one.code === code)?.name ?? say('directory.nobody')
    const about = { parts, request, locale, nameOf, live }
    const done = ['approved', 'declined', 'reverted', 'given'].find((one) => one === request.query.done)
    const none = html`<p>${say('directory.none')}</p>`
    const files = html`<p><a class="onward" href="${path}/changes.patch" download>${say('directory.patch')}</a></p>
<ul>${changeFiles(parts.content(), live, parts.readText).map(({ path: file }) => renderFileLink(file))}</ul>`
    const body = html`${renderDone(done && say(`directory.done.${done}`))}<p>${say('directory.why')}</p>
${renderSection(say('directory.waiting'), waiting.length > 0 ? html`<ul class="changes">${waiting.map((change) => renderWaiting(change, about))}</ul>` : none, 'waiting')}
${renderSection(say('directory.live'), live.length > 0 ? html`<p>${say('directory.liveWhy')}</p>${files}<ul class="changes">${live.map((change) => renderLive(change, about))}</ul>` : none, 'live')}
${renderSection(say('directory.unconfirmed'), renderUnconfirmed(parts, owners, nameOf, locale), 'unconfirmed')}
${renderSection(say('directory.owners'), renderOwners(parts, owners, organisations, request, locale), 'owners')}`
    return { kind: 'page', title: say('directory.title'), body }
  }

  /** One press on one change. */
  function decide(
    verb: string,
    action: string,
    doIt: (account: string, number: number, form: ViewRequest['form']) => Promise<Refusal | undefined>,
  ): AdminView {
    return {
      path: `/proposals/:number/${verb}`,
      method: 'post',
      roles: approvers,
      async answer({ viewer, params, form }) {
        const number = Number(params.number)
        const service = (await directory.find(number))?.service
        const refusal = service === undefined ? 'unknown' : await doIt(viewer.account, number, form)
        if (refusal === 'unknown') return { kind: 'refused', status: 404, says: 'directory.refused.unknown' }
        if (refusal === 'own') return { kind: 'refused', status: 403, says: 'directory.refused.own' }
        if (refusal !== undefined) return { kind: 'refused', status: 400, says: `directory.refused.${refusal}` }
        await audit.note(viewer.account, action, service)
        return { kind: 'redirect', to: `${path}?done=${action.replace('change-', '')}` }
      },
    }
  }

  async function liveFiles() {
    return changeFiles(parts.content(), await directory.live(), parts.readText)
  }

  return [
    { path: '/proposals', method: 'get', roles: approvers, nav: 'directory.title', audit: 'proposals', answer: show },
    decide('approve', 'change-approved', (account, number, form) =>
      directory.approve(
        account,
        number,
        (['phones', 'url'] as const).filter((look) => form[look] === 'yes'),
      ),
    ),
    decide('decline', 'change-declined', directory.decline),
    decide('revert', 'change-reverted', directory.revert),
    {
      path: '/proposals/changes.patch',
      method: 'get',
      roles: approvers,
      audit: 'changes-exported',
      async answer() {
        const bytes = writePatch(await liveFiles())
        return { kind: 'file', name: 'dalil-services.patch', type: 'text/x-diff; charset=utf-8', bytes }
      },
    },
    {
      path: '/proposals/files/:file',
      method: 'get',
      roles: approvers,
      audit: 'changes-exported',
      async answer({ params }) {
        const found = (await liveFiles()).find((file) => nameOfFile(file.path) === params.file)
        if (!found) return { kind: 'refused', status: 404, says: 'directory.refused.unknown' }
        return {
          kind: 'file',
          name: nameOfFile(found.path),
          type: 'application/yaml; charset=utf-8',
          bytes: found.after,
        }
      },
    },
    {
      path: '/proposals/owners',
      method: 'post',
      roles: ['secretariat'],
      async answer({ viewer, form }) {
        const { service = '', organisation = '' } = form
        const known = organisation === '' || (await parts.store.findOrganisation(organisation)) !== undefined
        if (!known || !(await directory.give(service, organisation === '' ? undefined : organisation)))
          return { kind: 'refused', status: 400, says: 'directory.refused.give' }
        await audit.note(viewer.account, 'service-given', service)
        return { kind: 'redirect', to: `${path}?done=given` }
      },
    },
  ]
}

interface About {
  readonly parts: DirectoryParts
  readonly request: ViewRequest
  readonly locale: AdminLocale
  readonly nameOf: (code: string) => string
  readonly live: readonly Change[]
}

function renderWaiting(change: Change, about: About): Markup {
  const { parts, request, locale, live } = about
  const { say } = locale
  const to = `${path}/${change.number}`
  const looks = secondLooks(change.fields)
  const ticks = looks.map(
    (look) =>
      html`<p class="problem">${say(`directory.look.${look}`)} ${renderLooked(look, change)}</p><label class="check"><input type="checkbox" name="${look}" value="yes" required> ${say(`directory.looked.${look}`)}</label>`,
  )
  const files = changeFiles(parts.content(), live, parts.readText)
  const after = changeFiles(parts.content(), [...live, change], parts.readText)
  const step = after.map((file) => ({
    ...file,
    before: files.find(({ path: one }) => one === file.path)?.after ?? file.before,
  }))
  const own = change.proposer === request.viewer.account
  return html`<li>${renderHead(change, about)}${renderChange(change, parts.library(), locale)}
<details><summary>${say('directory.lines')}</summary>${renderPatch(writePatch(step.filter((file) => file.before !== file.after)), say('directory.lines'))}</details>
${own ? html`<p>${say('directory.refused.own')}</p>` : renderForm(`${to}/approve`, request.csrf, say('directory.approve'), ...ticks)}
${renderQuietForm(`${to}/decline`, request.csrf, say('directory.decline'))}</li>`
}

function renderLive(change: Change, about: About): Markup {
  const { parts, request, locale } = about
  const { say } = locale
  const by =
    change.decider !== null &&
    change.decided !== null &&
    html`<p>${say('directory.approvedBy')} <bdi>${change.decider}</bdi> · ${formatHour(change.decided, locale.language)}</p>`
  return html`<li>${renderHead(change, about)}${by}${renderChange(change, parts.library(), locale)}
${renderQuietForm(`${path}/${change.number}/revert`, request.csrf, say('directory.revert'))}</li>`
}

function renderHead(change: Change, { parts, locale, nameOf }: About): Markup {
  const library = parts.library()
  const service = library.services.find(({ id }) => id === change.service)
  return html`<h3><bdi>${service?.name ?? change.service}</bdi></h3>
<p>${service && html`${cityName(service, library, locale)} · `}<bdi>${nameOf(change.organisation)}</bdi></p>
<p>${locale.say('directory.proposedBy')} <bdi>${change.proposer}</bdi> · ${formatHour(change.proposed, locale.language)}</p>`
}

/** What is to be called or opened, to be tapped: new numbers, or all where none is new but their order or hours. */
function renderLooked(look: 'phones' | 'url', { fields: { phones = [], url }, before }: Change): Markup {
  if (look === 'url') return html`<a href="${url ?? ''}" rel="noreferrer" dir="ltr">${url ?? ''}</a>`
  const added = phones.filter(({ number }) => !before.phones?.some((one) => one.number === number))
  const called = added.length > 0 ? added : phones
  return html`${called.map((phone) => html`<a class="whole" href="tel:${phone.number}" dir="ltr">${formatPhone(phone).display}</a> `)}`
}

function renderFileLink(file: string): Markup {
  return html`<li><a href="${path}/files/${nameOfFile(file)}" download dir="ltr">${file}</a></li>`
}

function nameOfFile(file: string): string {
  return file.split('/').at(-1) ?? file
}
