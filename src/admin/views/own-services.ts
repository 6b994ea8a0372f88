/**
 * `/admin/ngo/services`: an organisation looks over its own services, says that they are still right, or what changed.
 * Which services are its own comes from its account and what the secretariat gave it, never from the address.
 */
import type { Change } from '../../directory/directory.ts'
import type { Service } from '../../knowledge/schema.ts'
import { isConfirmed } from '../../knowledge/services.ts'
import { html, type Markup } from '../../site/markup.ts'
import { cityName, renderChange, renderService } from '../change-parts.ts'
import type { DirectoryParts } from '../directory-parts.ts'
import { renderDone, renderForm, renderProblem, renderQuietForm } from '../form.ts'
import { type AdminLocale, localeFor } from '../locale.ts'
import { type OwnOrganisation, openOrganisation } from '../own-organisation.ts'
import { readServiceFields, renderServiceFields } from '../service-form.ts'
import type { AdminView, ViewRequest, ViewResult } from '../view.ts'

type Own = OwnOrganisation & { readonly services: readonly Service[] }

const unknown: ViewResult = { kind: 'refused', status: 404, says: 'directory.unknown' }
const ownPath = '/admin/ngo/services'

export function createOwnServiceViews(parts: DirectoryParts): readonly AdminView[] {
  const { directory, audit } = parts
  const view = (
    method: 'get' | 'post',
    path: string,
    answer: (own: Own, request: ViewRequest, locale: AdminLocale) => Promise<ViewResult>,
  ): AdminView => ({
    path: `/ngo/services${path}`,
    method,
    roles: ['ngo'],
    async answer(request) {
      const organisation = await openOrganisation(parts.store, request.viewer)
      if (!organisation) return { kind: 'refused', status: 404, says: 'ngo.closed' }
      const services = await directory.servicesOf(organisation.code)
      return answer({ ...organisation, services }, request, localeFor(parts.words, request.language))
    },
  })
  const serviceOf = ({ services }: Own, { params }: ViewRequest) => services.find(({ id }) => id === params.service)
  const proposer = ({ code }: Own, { viewer }: ViewRequest) => ({ account: viewer.account, organisation: code })

  function renderFormPage(service: Service, request: ViewRequest, locale: AdminLocale, problem?: string): ViewResult {
    const { say } = locale
    const fields = renderServiceFields(
      service,
      parts.library(),
      locale,
      problem === undefined ? undefined : request.form,
    )
    const form = renderForm(`${ownPath}/${service.id}`, request.csrf, say('directory.send'), fields)
    const body = html`<p>${say('directory.formWhy')}</p>${renderProblem(problem)}${form}
<p><a class="onward" href="${ownPath}">${say('directory.own')}</a></p>`
    return { kind: 'page', title: service.name, body, ...(problem !== undefined && { status: 400 }) }
  }

  return [
    {
      ...view('get', '', async ({ services }, request, locale) => {
        const { say } = locale
        const waiting = await directory.waiting()
        const cards = services.map((service) => {
          const change = waiting.find((one) => one.service === service.id)
          return renderCard(service, change, parts, request, locale)
        })
        const monthAgo = new Date(parts.now() - 31 * 86_400_000).toISOString().slice(0, 10)
        const due = services.filter(({ confirmed = '' }) => confirmed < monthAgo)
        const done = ['confirmed', 'proposed'].find((one) => one === request.query.done)
        const list = html`<ul class="accounts">${cards}</ul>`
        const body = html`${renderDone(done && say(`directory.done.${done}`))}<p>${say('directory.ownWhy')}</p>
${services.length > 0 && html`<p><strong>${say('directory.due', { number: due.length })}</strong></p>`}${services.length > 0 ? list : html`<p>${say('directory.ownNone')}</p>`}`
        return { kind: 'page', title: say('directory.own'), body }
      }),
      nav: 'directory.own',
      audit: 'own-services',
    },
    view('get', '/:service', async (own, request, locale) => {
      const service = serviceOf(own, request)
      return service ? renderFormPage(service, request, locale) : unknown
    }),
    view('post', '/:service', async (own, request, locale) => {
      const service = serviceOf(own, request)
      if (!service) return unknown
      const fields = readServiceFields(request.form, service, parts.library(), locale)
      const problem = fields ? await directory.propose(proposer(own, request), service.id, fields) : 'opening'
      if (problem === 'unknown') return unknown
      if (problem !== undefined)
        return renderFormPage(service, request, locale, locale.say(`directory.wrong.${problem}`))
      await audit.note(request.viewer.account, 'change-proposed', service.id)
      return { kind: 'redirect', to: `${ownPath}?done=proposed` }
    }),
    view('post', '/:service/right', async (own, request) => {
      const { service = '' } = request.params
      if ((await directory.confirm(proposer(own, request), service)) === 'unknown') return unknown
      await audit.note(request.viewer.account, 'service-confirmed', service)
      return { kind: 'redirect', to: `${ownPath}?done=confirmed` }
    }),
  ]
}

/** While a change waits nobody can say that all is right. */
function renderCard(
  service: Service,
  change: Change | undefined,
  { library, now }: DirectoryParts,
  { csrf }: ViewRequest,
  locale: AdminLocale,
): Markup {
  const { say } = locale
  const to = `${ownPath}/${service.id}`
  const old = !isConfirmed(service, now()) && html`<p class="problem">${say('directory.old')}</p>`
  const waits = change && html`<p>${say('directory.waits')}</p>${renderChange(change, library(), locale)}`
  return html`<li><h2><bdi>${service.name}</bdi></h2><p>${cityName(service, library(), locale)}</p>
${renderService(service, library(), locale)}${old}
${waits ?? renderQuietForm(`${to}/right`, csrf, say('directory.right'))}
<p><a class="onward" href="${to}">${say('directory.propose')}<span class="visually-hidden"> ${service.name}</span></a></p></li>`
}
