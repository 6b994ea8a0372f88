/** The directory → services of HSDS 3.0. The same directory gives the same file, ids included. */

import { attributeKinds, icalDays, scheduleKinds } from './hsds.ts'
import type { Library } from './library.ts'
import type { City, Opening, OpeningSpan, Service } from './schema.ts'

/** Makes an id as the standard asks for, always the same for the same words. Handed in, because it needs a hash. */
export type MakeUuid = (...words: readonly string[]) => string

type Row = Readonly<Record<string, unknown>>

/** One object a service, its organisation, phones, schedules and place within. */
export function listHsdsServices(library: Library, uuid: MakeUuid): Row[] {
  return library.services.map((service) => toHsds(library, service, uuid))
}

function toHsds(library: Library, service: Service, uuid: MakeUuid): Row {
  const { id, name, kind, url, languages, who } = service
  const own = uuid('service', id)
  const city = library.cities.find((one) => one.id === service.city)
  const organization = {
    id: uuid('organization', id),
    name,
    description: `${name} (${kind})`,
    ...(url && { website: url }),
  }
  const description = service.note?.en ?? service.note?.fr
  const assured = [service.confirmed, service.asOf].find((date) => date && /^\d{4}-\d{2}-\d{2}$/.test(date))
  const { aliases } = service
  return {
    id: own,
    organization_id: organization.id,
    name,
    ...(aliases.length > 0 && { alternate_name: aliases.join(', ') }),
    ...(description && { description }),
    ...(url && { url }),
    status: 'active',
    eligibility_description: who.join(', '),
    ...(assured && { assured_date: assured }),
    organization,
    phones: service.phones.map(({ number, whatsapp, hours }, at) => ({
      id: uuid('phone', id, String(at)),
      service_id: own,
      number,
      type: whatsapp ? 'text' : 'voice', // as RFC 6350 names them; there is none for WhatsApp
      ...(hours && { description: hours }),
    })),
    schedules: schedulesOf(service.opening).map((schedule, at) => ({
      id: uuid('schedule', id, String(at)),
      service_id: own,
      ...schedule,
    })),
    languages: languages.map((code) => ({ id: uuid('language', id, code), service_id: own, code })),
    ...placeOf(library, service, city, own, uuid),
    attributes: attributesOf(library, service, own, uuid),
  }
}

function placeOf(library: Library, service: Service, city: City | undefined, own: string, uuid: MakeUuid): Row {
  if (!city)
    return {
      service_areas: [{ id: uuid('area', service.id), service_id: own, name: library.say('en', 'services.national') }],
    }
  const location = uuid('location', service.id)
  const address = {
    id: uuid('address', service.id),
    location_id: location,
    address_1: service.address ?? '',
    city: city.names.en,
    state_province: city.region,
    postal_code: '', // asked for by the standard, known of none
    country: 'MA',
    address_type: 'physical',
  }
  const place = {
    id: location,
    location_type: 'physical',
    name: city.names.en,
    // Of the city's centre: where a service stands exactly is not known.
    latitude: city.latitude,
    longitude: city.longitude,
    ...(service.address && { addresses: [address] }),
  }
  return {
    service_at_locations: [{ id: uuid('at', service.id), service_id: own, location_id: location, location: place }],
  }
}

function schedulesOf(opening: Opening | undefined): Row[] {
  if (!opening) return []
  const everyDay = Object.values(icalDays).join(',')
  if (opening === 'always')
    return [
      { freq: 'WEEKLY', byday: everyDay, opens_at: '00:00', closes_at: '24:00', description: scheduleKinds.always },
    ]
  const weekly = (span: OpeningSpan, kind?: string) => ({
    freq: 'WEEKLY',
    byday: span.days.map((day) => icalDays[day]).join(','),
    ...('part' in span ? {} : { opens_at: span.from, closes_at: span.to }),
    ...(('part' in span || kind) && {
      description: [kind, 'part' in span ? span.part : undefined].filter((word) => word).join(' '),
    }),
    notes: 'Africa/Casablanca',
  })
  return [
    ...opening.week.map((span) => weekly(span)),
    ...(opening.ramadan ?? []).map((span) => weekly(span, scheduleKinds.ramadan)),
    ...opening.closed.map((day) => ({ dtstart: day, description: scheduleKinds.closed })),
  ]
}

function attributesOf(library: Library, service: Service, own: string, uuid: MakeUuid): Row[] {
  const rows: [kind: string, value: string | undefined][] = [
    [attributeKinds.id, service.id],
    ...service.aliases.map((alias): [string, string] => [attributeKinds.alias, alias]),
    [attributeKinds.kind, service.kind],
    [attributeKinds.city, service.city],
    ...service.topics.map((topic): [string, string] => [attributeKinds.topic, topic]),
    ...service.who.map((one): [string, string] => [attributeKinds.who, one]),
    [attributeKinds.source, service.source],
    [attributeKinds.asOf, service.asOf],
    [attributeKinds.confirmed, service.confirmed],
    [attributeKinds.emergency, service.emergency ? 'true' : undefined],
    [attributeKinds.police, service.police ? 'true' : undefined],
    ...perLanguage(attributeKinds.hours, service.hours),
    ...perLanguage(attributeKinds.note, service.note),
  ]
  return rows.flatMap(([kind, value]) =>
    value === undefined
      ? []
      : [
          {
            id: uuid('attribute', service.id, kind, value),
            link_id: own,
            link_entity: 'service',
            link_type: kind,
            value,
            ...(kind === attributeKinds.topic && { taxonomy_term: topicTerm(library, value, uuid) }),
          },
        ],
  )
}

/** Others learn what a topic is from its title. */
function topicTerm(library: Library, topic: string, uuid: MakeUuid): Row {
  const answers = [...library.topics.values()].find(({ id }) => id === topic)?.answers
  const title = answers?.get('en')?.title ?? answers?.get('fr')?.title ?? topic
  return { id: uuid('topic', topic), code: topic, name: title, description: title, taxonomy: 'Dalil' }
}

function perLanguage(kind: string, texts: Service['note']): [string, string][] {
  return Object.entries(texts ?? {}).map(([language, text]) => [`${kind}:${language}`, text])
}
