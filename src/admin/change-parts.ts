/** A change of a service for the eye: each field as it was and as it is to be, and the same in the lines of the file. */
import { formatPhone } from '../knowledge/compose.ts'
import { composeHours } from '../knowledge/compose-opening.ts'
import type { Library } from '../knowledge/library.ts'
import type { Service } from '../knowledge/schema.ts'
import { type ChangedField, fieldsOf, type ServiceChange, type ServiceFields } from '../knowledge/service-changes.ts'
import { html, type Markup, type Piece } from '../site/markup.ts'
import { type AdminLocale, noFigure } from './locale.ts'

export function renderChange(change: ServiceChange, library: Library, locale: AdminLocale): Markup {
  const { say } = locale
  const rows = fieldsOf(change.fields).map((field) => {
    const [before, after] = [change.before, change.fields].map((fields) => shownField(field, fields, library, locale))
    return html`<dt>${say(`directory.field.${field}`)}</dt><dd><del><span class="visually-hidden">${say('directory.before')} </span>${before}</del><br><ins><span class="visually-hidden">${say('directory.after')} </span>${after}</ins></dd>`
  })
  return html`<dl class="facts">${rows}</dl>`
}

/** Lines of a patch, from the first `@@` on. */
export function renderPatch(patch: string, name: string): Markup {
  const lines = patch.split('\n').filter((line) => !/^(---|\+\+\+|\\ )/.test(line))
  const shown = lines.map((line) =>
    line.startsWith('+')
      ? html`<ins>${line}</ins>\n`
      : line.startsWith('-')
        ? html`<del>${line}</del>\n`
        : html`${line}\n`,
  )
  return html`<div class="wide" tabindex="0" role="region" aria-label="${name}"><pre dir="ltr">${shown}</pre></div>`
}

/** What people read of a service today, and how sure it is. */
export function renderService(service: Service, library: Library, locale: AdminLocale): Markup {
  const { say } = locale
  const row = (field: ChangedField) =>
    html`<dt>${say(`directory.field.${field}`)}</dt><dd>${shownField(field, service, library, locale)}</dd>`
  return html`<dl class="facts">${(['phones', 'address', 'opening', 'url', 'confirmed'] as const).map(row)}</dl>`
}

/** A city's name as people read it, or all of Morocco. */
export function cityName({ city }: Service, library: Library, { language }: AdminLocale): string {
  return library.cities.find(({ id }) => id === city)?.names[language] ?? library.say(language, 'services.national')
}

function shownField(
  field: ChangedField,
  fields: ServiceFields,
  library: Library,
  { language, say, day }: AdminLocale,
): Piece {
  switch (field) {
    case 'phones': {
      const phones = (fields.phones ?? []).map((phone, at) => {
        const beside = [phone.whatsapp && 'WhatsApp', phone.hours].filter((text) => text).join(', ')
        return html`${at > 0 && html`<br>`}<bdi class="whole" dir="ltr">${formatPhone(phone).display}</bdi>${beside && html` (<bdi>${beside}</bdi>)`}`
      })
      return phones.length > 0 ? phones : noFigure
    }
    case 'opening': {
      const written = fields.hours?.[language] ?? fields.hours?.fr
      const hours =
        fields.opening || written
          ? composeHours(library, { ...(fields.opening && { opening: fields.opening }) }, language, written, undefined)
          : undefined
      return html`<bdi>${hours ?? noFigure}</bdi>`
    }
    case 'hours':
      return html`<bdi>${fields.hours?.[language] ?? fields.hours?.fr ?? say('directory.madeOfOpening')}</bdi>`
    case 'confirmed':
      return fields.confirmed ? day(fields.confirmed) : say('directory.never')
    default:
      return html`<bdi${field === 'url' && html` dir="ltr"`}>${fields[field] ?? noFigure}</bdi>`
  }
}
