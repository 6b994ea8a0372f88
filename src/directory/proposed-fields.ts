/**
 * What an organisation may say of its service: by the rules of the files, and by some more, because it is live without
 * an author's review. A phone or an address of the web stands only where it is looked at twice, and a link leads only
 * to a site that the content leads to already.
 */
import { isDeepStrictEqual } from 'node:util'
import type { Library } from '../knowledge/library.ts'
import { namedInAnswers } from '../knowledge/named-in-answers.ts'
import type { Service } from '../knowledge/schema.ts'
import { type ChangedField, changeService, fieldsOf, type ServiceFields } from '../knowledge/service-changes.ts'

const longestAddress = 200
const longestPhoneHours = 60
const mostPhones = 6

/** Why it is not taken; words under `directory.wrong`. */
export type FieldProblem = 'nothing' | 'shape' | 'phones' | 'address' | 'link' | 'domain' | 'named'

/** What a person cannot check by reading: somebody calls the number, or opens the link. */
export type SecondLook = 'phones' | 'url'

/** @returns only what differs from the service as it is, or why it is not taken */
export function checkFields(
  content: Library,
  service: Service,
  given: ServiceFields,
): { readonly fields: ServiceFields } | { readonly problem: FieldProblem } {
  const changed = fieldsOf(given).filter((field) => !isDeepStrictEqual(given[field] ?? null, service[field] ?? null))
  if (changed.length === 0) return { problem: 'nothing' }
  const fields: ServiceFields = Object.fromEntries(changed.map((field) => [field, given[field]]))
  const { phones = [], address, url } = fields
  const texts = phones.map(({ hours }) => hours ?? '')
  if (phones.length > mostPhones || texts.some((text) => text.length > longestPhoneHours || isSuspect(text)))
    return { problem: 'phones' }
  if (address && (address.length > longestAddress || isSuspect(address))) return { problem: 'address' }
  const after = changeService(service, fields)
  if (!after) return { problem: changed.includes('url') && url && !hostOf(url) ? 'link' : 'shape' }
  if (url && !listHosts(content).has(hostOf(url) ?? '')) return { problem: 'domain' }
  const named = namedInAnswers(content, service.id)
  if (after.phones.length < named.phones || (named.link && !after.url)) return { problem: 'named' }
  return { fields }
}

export function secondLooks(fields: ServiceFields): readonly SecondLook[] {
  const asked: readonly ChangedField[] = fieldsOf(fields)
  return (['phones', 'url'] as const).filter(
    (field) => asked.includes(field) && (field === 'phones' ? (fields.phones ?? []).length > 0 : fields.url !== null),
  )
}

/** A number or an address of the web where nobody would call or open it, or marks that cannot be seen. */
function isSuspect(text: string): boolean {
  return (
    /(\d[\s./()-]*){8}/.test(text) ||
    /:\/\/|\bwww\.|\w\.(com|net|org|ma|info)\b/i.test(text) ||
    /[\p{Cc}\p{Cf}]/u.test(text)
  )
}

/** Hosts of the services and sources of the files; what organisations say adds none. */
function listHosts({ services, sources }: Library): ReadonlySet<string> {
  const urls = [...services, ...sources.values()].flatMap(({ url }) => url ?? [])
  return new Set(urls.flatMap((url) => hostOf(url) ?? []))
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : undefined
}
