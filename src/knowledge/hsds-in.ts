/** Services of HSDS 3.0 → our directory. What has no topic of ours is left aside and said: we do not guess what helps. */
import { weekdays } from '../message.ts'
import { attributeKinds, type HsdsSchedule, type HsdsService, icalDays, scheduleKinds } from './hsds.ts'
import { type Service, servicesFile } from './schema.ts'

export interface HsdsTaken {
  readonly services: readonly Service[]
  /** One sentence for each service that could not be taken. */
  readonly problems: readonly string[]
}

export function takeHsdsServices(given: readonly HsdsService[]): HsdsTaken {
  const services: Service[] = []
  const problems: string[] = []
  for (const one of given) {
    const parsed = servicesFile.safeParse({ services: [fromHsds(one)] })
    if (parsed.success) services.push(...parsed.data.services)
    else {
      const fields = [...new Set(parsed.error.issues.map(({ path }) => String(path[2])))].join(', ')
      problems.push(
        `"${one.name}" was left aside: ${fields} missing or wrong; see the attributes dalil:… of an export.`,
      )
    }
  }
  return { services, problems }
}

function fromHsds(given: HsdsService): object {
  const values = (kind: string) =>
    given.attributes.flatMap((one) => (one.link_type === kind && one.value ? [one.value] : []))
  const value = (kind: string) => values(kind)[0]
  const address = given.service_at_locations.flatMap(({ location }) => location?.addresses ?? [])[0]?.address_1
  const opening = openingOf(given.schedules)
  const entry = {
    id: value(attributeKinds.id),
    name: given.name,
    aliases: values(attributeKinds.alias),
    kind: value(attributeKinds.kind),
    police: value(attributeKinds.police) === 'true',
    city: value(attributeKinds.city),
    address: address === '' ? undefined : address,
    phones: given.phones.map(({ number, type, description }) => ({
      number: number.replace(/[\s.()-]/g, ''),
      whatsapp: type === 'text' ? true : undefined,
      hours: description,
    })),
    url: given.url,
    languages: given.languages.flatMap(({ code }) => code ?? []),
    topics: values(attributeKinds.topic),
    who: values(attributeKinds.who),
    source: value(attributeKinds.source),
    asOf: value(attributeKinds.asOf),
    confirmed: value(attributeKinds.confirmed),
    emergency: value(attributeKinds.emergency) === 'true',
    hours: perLanguage(given, attributeKinds.hours),
    opening,
    note: perLanguage(given, attributeKinds.note),
  }
  return dropUndefined(entry)
}

function openingOf(schedules: readonly HsdsSchedule[]): object | string | undefined {
  if (schedules.length === 0) return undefined
  if (schedules.some(({ description }) => description === scheduleKinds.always)) return 'always'
  const isRamadan = ({ description = '' }: HsdsSchedule) => description.startsWith(scheduleKinds.ramadan)
  const weekly = schedules.filter(({ byday }) => byday !== undefined)
  const ramadan = weekly.filter(isRamadan)
  return {
    week: weekly.filter((one) => !isRamadan(one)).map(spanOf),
    ...(ramadan.length > 0 && { ramadan: ramadan.map(spanOf) }),
    closed: schedules.flatMap(({ dtstart, description }) => (description === scheduleKinds.closed && dtstart) || []),
  }
}

function spanOf({ byday = '', opens_at, closes_at, description = '' }: HsdsSchedule): object {
  const days = weekdays.filter((day) => byday.split(',').includes(icalDays[day]))
  const part = description.split(' ').find((word) => word === 'morning' || word === 'afternoon')
  if (part) return { days, part }
  // Ours are times on the wall in Morocco; an offset that somebody adds is theirs.
  return { days, from: opens_at?.slice(0, 5), to: closes_at?.slice(0, 5) }
}

function perLanguage(given: HsdsService, kind: string): object | undefined {
  const texts = given.attributes.flatMap(({ link_type = '', value }) =>
    link_type.startsWith(`${kind}:`) && value ? [[link_type.slice(kind.length + 1), value]] : [],
  )
  return texts.length > 0 ? Object.fromEntries(texts) : undefined
}

function dropUndefined(value: unknown): object {
  return JSON.parse(JSON.stringify(value)) // leaves out what is undefined, at every depth
}
