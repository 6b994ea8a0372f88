/**
 * The shape of HSDS 3.0 (Open Referral, https://docs.openreferral.org/en/3.0/) as far as we write and read it: services,
 * each with its organisation, phones, schedules and place. What the standard has no field for stands in `attributes`
 * under a `link_type` that begins with `dalil:`, so that nothing is lost on the way there and back.
 */
import * as z from 'zod'

const attribute = z.object({ link_type: z.string().optional(), value: z.string().optional() })
const schedule = z.object({
  byday: z.string().optional(),
  dtstart: z.string().optional(),
  opens_at: z.string().optional(),
  closes_at: z.string().optional(),
  description: z.string().optional(),
})
const location = z.object({
  addresses: z.array(z.object({ address_1: z.string(), city: z.string().optional() })).optional(),
})

/** What we read of a service; whatever else a file holds is left aside. */
export const hsdsService = z.object({
  name: z.string().min(1),
  url: z.string().optional(),
  phones: z
    .array(z.object({ number: z.string(), type: z.string().optional(), description: z.string().optional() }))
    .default([]),
  schedules: z.array(schedule).default([]),
  languages: z.array(z.object({ code: z.string().optional() })).default([]),
  service_at_locations: z.array(z.object({ location: location.optional() })).default([]),
  attributes: z.array(attribute).default([]),
})
export type HsdsService = z.infer<typeof hsdsService>
export type HsdsSchedule = z.infer<typeof schedule>

/** A file is a list of services, or a page of them as the standard's API gives it. */
export const hsdsFile = z.union([
  z.array(hsdsService),
  z.object({ contents: z.array(hsdsService) }).transform(({ contents }) => contents),
])

/** Two letters of iCalendar (RFC 5545) for each day. */
export const icalDays = {
  monday: 'MO',
  tuesday: 'TU',
  wednesday: 'WE',
  thursday: 'TH',
  friday: 'FR',
  saturday: 'SA',
  sunday: 'SU',
} as const

/** Words in `description` of a schedule, beside plain weekly hours. */
export const scheduleKinds = { always: 'always', ramadan: 'ramadan', closed: 'closed' } as const

/** `link_type` of an attribute that carries one of our fields. */
export const attributeKinds = {
  id: 'dalil:id',
  alias: 'dalil:alias',
  kind: 'dalil:kind',
  police: 'dalil:police',
  city: 'dalil:city',
  topic: 'dalil:topic',
  who: 'dalil:who',
  source: 'dalil:source',
  asOf: 'dalil:as-of',
  confirmed: 'dalil:confirmed',
  emergency: 'dalil:emergency',
  hours: 'dalil:hours',
  note: 'dalil:note',
} as const
