/**
 * What organisations say of their own services before the files of `content/services/` have it: single fields, each
 * with the value that it takes the place of. Once a file says something else there, the file is right.
 */
import { isDeepStrictEqual } from 'node:util'
import * as z from 'zod'
import { type Service, serviceEntry } from './schema.ts'

const { address, url, hours, opening, phones, confirmed } = serviceEntry.shape

/** The fields that may be changed so, in the shapes of the files; null where there is to be none. */
export const serviceFields = z.strictObject({
  phones: phones.removeDefault().optional(),
  address: address.nullable(),
  url: url.nullable(),
  hours: hours.nullable(),
  opening: opening.nullable(),
  confirmed: confirmed.nullable(),
})
export type ServiceFields = Readonly<Partial<z.infer<typeof serviceFields>>>
export type ChangedField = keyof ServiceFields

export interface ServiceChange {
  /** Later ones have greater numbers. */
  readonly number: number
  /** Id of the service. */
  readonly service: string
  readonly fields: ServiceFields
  /** The same fields as they were. */
  readonly before: ServiceFields
}

export function fieldsOf(fields: ServiceFields): ChangedField[] {
  return (Object.keys(fields) as ChangedField[]).filter((field) => fields[field] !== undefined) // keys of this shape
}

/** The fields of a service that a change names, as they are. */
export function pickFields(service: Service, names: readonly ChangedField[]): ServiceFields {
  return Object.fromEntries(names.map((name) => [name, service[name] ?? null]))
}

/**
 * One change after the other; one that does not fit is left aside and takes nothing away.
 * @returns all services, and the numbers of the changes that are in them
 */
export function applyChanges(
  services: readonly Service[],
  changes: readonly ServiceChange[],
): { readonly services: readonly Service[]; readonly applied: ReadonlySet<number> } {
  const changed = new Map<string, Service>()
  const applied = new Set<number>()
  for (const change of changes) {
    const service = changed.get(change.service) ?? services.find(({ id }) => id === change.service)
    const after = service && fits(service, change) ? changeService(service, change.fields) : undefined
    if (!after) continue
    changed.set(after.id, after)
    applied.add(change.number)
  }
  return { services: services.map((service) => changed.get(service.id) ?? service), applied }
}

/** @returns undefined where the result is no service by the rules of the files */
export function changeService(service: Service, fields: ServiceFields): Service | undefined {
  const entries = Object.entries({ ...service, ...fields }).filter(([, value]) => value !== null)
  const parsed = serviceEntry.safeParse(Object.fromEntries(entries))
  return parsed.success ? parsed.data : undefined
}

/** Everything is still as it was when this was said; of two days of confirmation the later one counts. */
function fits(service: Service, { fields, before }: ServiceChange): boolean {
  return fieldsOf(fields).every((field) =>
    field === 'confirmed'
      ? (service.confirmed ?? '') < (fields.confirmed ?? '')
      : isDeepStrictEqual(service[field] ?? null, before[field] ?? null),
  )
}
