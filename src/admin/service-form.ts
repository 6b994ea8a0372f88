/** The form in which an organisation says what changed of a service: phones, address, hours, link. */
import type { Library } from '../knowledge/library.ts'
import type { Opening, Service } from '../knowledge/schema.ts'
import type { ServiceFields } from '../knowledge/service-changes.ts'
import { weekdays } from '../message.ts'
import { html, type Markup } from '../site/markup.ts'
import { renderField } from './form.ts'
import type { AdminLocale } from './locale.ts'
import { readWeek, type WeekText, weekText } from './opening-text.ts'

type Form = Readonly<Record<string, string>>

const mostPhones = 6

/** Names of the fields → what stands in them for the service as it is. */
function formOf(service: Service, library: Library, { language }: AdminLocale): Form {
  const phones = service.phones.flatMap(({ number, whatsapp, hours }, at) => [
    [`phone-${at + 1}`, number],
    ...(whatsapp ? [[`whatsapp-${at + 1}`, 'yes']] : []),
    [`hours-${at + 1}`, hours ?? ''],
  ])
  return {
    ...Object.fromEntries(phones),
    address: service.address ?? '',
    url: service.url ?? '',
    ...(service.opening === 'always' && { always: 'yes' }),
    ...weekText(service.opening, library, language),
  }
}

/** @param given what was typed, where the form comes back */
export function renderServiceFields(service: Service, library: Library, locale: AdminLocale, given?: Form): Markup {
  const { say, language } = locale
  const form = given ?? formOf(service, library, locale)
  const rows = Math.min(mostPhones, service.phones.length + 1)
  const text = (name: string, label: string, hint?: string, code = false) =>
    renderField({ name, label, hint, value: form[name] ?? '', autocomplete: 'off', optional: true, code })
  const tick = (name: string, label: string) =>
    html`<label class="check"><input type="checkbox" name="${name}" value="yes"${form[name] === 'yes' && html` checked`}> ${label}</label>`
  const phones = Array.from({ length: rows }, (_, at) => {
    const number = at + 1
    return html`${text(`phone-${number}`, say('directory.phone', { number }), undefined, true)}
${tick(`whatsapp-${number}`, say('directory.whatsapp'))}
${text(`hours-${number}`, say('directory.phoneHours', { number }))}`
  })
  const written = service.hours?.[language] ?? service.hours?.fr
  return html`<fieldset><legend>${say('directory.phones')}</legend><p class="hint">${say('directory.phonesHint')}</p>${phones}</fieldset>
${text('address', say('directory.address'))}
${text('url', say('directory.url'), say('directory.urlHint'), true)}
<fieldset><legend>${say('directory.opening')}</legend>
${written !== undefined && html`<p>${say('directory.hoursNow')} <bdi>${written}</bdi></p>`}
<p class="hint">${say('directory.openingHint')}</p>
${tick('always', say('directory.always'))}
${weekdays.map((day) => text(day, library.say(language, `opening.weekday.${day}`)))}</fieldset>`
}

/** @returns what stands in the form; undefined where the hours cannot be read */
export function readServiceFields(
  form: Form,
  service: Service,
  library: Library,
  locale: AdminLocale,
): ServiceFields | undefined {
  const phones = Array.from({ length: mostPhones }, (_, at) => at + 1).flatMap((at) => {
    const number = (form[`phone-${at}`] ?? '').replace(/[\s./()-]/g, '').replace(/^00/, '+')
    const hours = form[`hours-${at}`]?.trim()
    if (number === '') return []
    return [{ number, ...(form[`whatsapp-${at}`] === 'yes' && { whatsapp: true }), ...(hours && { hours }) }]
  })
  const opening = readOpening(form, service, library, locale)
  if (opening === undefined) return undefined
  const { address = '', url = '' } = form
  return {
    phones,
    address: address.replace(/\s+/g, ' ').trim() || null,
    url: url.trim() || null,
    ...(opening !== 'as-it-was' && {
      opening,
      // The words beside them would say the old hours; they are made from the new ones in every language.
      hours: null,
    }),
  }
}

function readOpening(
  form: Form,
  service: Service,
  library: Library,
  locale: AdminLocale,
): Opening | null | 'as-it-was' | undefined {
  const before = formOf(service, library, locale)
  const wanted = Object.fromEntries(weekdays.map((day) => [day, (form[day] ?? '').trim()])) as WeekText // one for each day
  const always = form.always === 'yes'
  if (always === (before.always === 'yes') && weekdays.every((day) => wanted[day] === before[day])) return 'as-it-was'
  if (always) return 'always'
  const week = readWeek(wanted, library)
  if (week === undefined) return undefined
  if (week.length === 0) return null
  const kept = typeof service.opening === 'object' ? service.opening : { closed: [] }
  return { ...kept, week }
}
