/** On `/admin/proposals`: which organisation speaks for which service, and which have been silent for a year. */
import type { Service } from '../../knowledge/schema.ts'
import { isConfirmed } from '../../knowledge/services.ts'
import { html, type Markup } from '../../site/markup.ts'
import type { Organisation } from '../../store/store.ts'
import { cityName } from '../change-parts.ts'
import type { DirectoryParts } from '../directory-parts.ts'
import { renderForm } from '../form.ts'
import type { AdminLocale } from '../locale.ts'
import type { ViewRequest } from '../view.ts'

/** By organisation, and the services that nobody speaks for last. */
export function renderUnconfirmed(
  { library, now }: DirectoryParts,
  owners: ReadonlyMap<string, string>,
  nameOf: (code: string) => string,
  locale: AdminLocale,
): Markup {
  const { say, day } = locale
  const old = library().services.filter((service) => !service.emergency && !isConfirmed(service, now()))
  const groups = Map.groupBy(old, ({ id }) => owners.get(id) ?? '')
  const codes = [...groups.keys()].sort(
    (a, b) => Number(a === '') - Number(b === '') || nameOf(a).localeCompare(nameOf(b)),
  )
  const line = (service: Service) =>
    html`<li><bdi>${service.name}</bdi> · ${cityName(service, library(), locale)} · ${service.confirmed ? day(service.confirmed) : say('directory.never')}</li>`
  return html`<p>${say('directory.unconfirmedWhy')}</p>${codes.map(
    (code) =>
      html`<details><summary><bdi>${nameOf(code)}</bdi> (${groups.get(code)?.length ?? 0})</summary><ul>${groups.get(code)?.map(line)}</ul></details>`,
  )}`
}

/** For the role `secretariat` with a form; lines in danger are nobody's. */
export function renderOwners(
  { library }: DirectoryParts,
  owners: ReadonlyMap<string, string>,
  organisations: readonly Organisation[],
  { viewer, csrf }: ViewRequest,
  locale: AdminLocale,
): Markup {
  const { say } = locale
  const services = library().services.filter(({ emergency }) => !emergency)
  const nameOf = (code: string) => organisations.find((one) => one.code === code)?.name ?? code
  const owned = services.flatMap((service) => {
    const code = owners.get(service.id)
    return code === undefined ? [] : [html`<li><bdi>${service.name}</bdi> · <bdi>${nameOf(code)}</bdi></li>`]
  })
  const choose = (name: string, label: string, options: readonly (readonly [value: string, shown: string])[]) =>
    html`<div class="field"><label for="owner-${name}">${label}</label><select id="owner-${name}" name="${name}">${options.map(([value, shown]) => html`<option value="${value}">${shown}</option>`)}</select></div>`
  const form = renderForm(
    '/admin/proposals/owners',
    csrf,
    say('directory.give'),
    choose(
      'service',
      say('directory.service'),
      services.map((service) => [service.id, `${service.name} · ${cityName(service, library(), locale)}`] as const),
    ),
    choose('organisation', say('directory.organisation'), [
      ['', say('directory.nobody')],
      ...organisations.filter(({ closed }) => !closed).map(({ code, name }) => [code, name] as const),
    ]),
  )
  return html`<p>${say('directory.ownersWhy')}</p><ul>${owned}</ul>${viewer.role === 'secretariat' && form}`
}
