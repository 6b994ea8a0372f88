/**
 * A file of `content/services/` with some services written anew or added, or some of their fields. All else stays letter
 * by letter, so that the change can be read in a diff.
 */
import { stringify } from 'yaml'
import type { OpeningSpan, Service } from './schema.ts'
import { fieldsOf, type ServiceFields } from './service-changes.ts'

/** @param text of the file; empty for a city that had none */
export function writeServices(text: string, changed: readonly Service[]): string {
  const [head = '', ...blocks] = (text === '' ? 'services:\n' : text).split(/^(?= {2}- id: )/m)
  const known = new Set(blocks.map(idOf))
  const kept = blocks.map((block) => {
    const service = changed.find(({ id }) => id === idOf(block))
    return service ? blockOf(service) : block
  })
  return [head, ...kept, ...changed.filter(({ id }) => !known.has(id)).map(blockOf)].join('')
}

/** The lines of a field take the place of those that were there; a new one stands behind all others. */
export function writeServiceFields(text: string, id: string, fields: ServiceFields): string {
  return text
    .split(/^(?= {2}- id: )/m)
    .map((block) =>
      idOf(block) === id ? fieldsOf(fields).reduce((kept, name) => writeField(kept, name, fields[name]), block) : block,
    )
    .join('')
}

function writeField(block: string, name: string, value: ServiceFields[keyof ServiceFields]): string {
  const written = value === null || value === undefined ? '' : fieldLines(name, value)
  const parts = block.split(/^(?= {4}\w+:)/m)
  const at = parts.findIndex((part) => part.startsWith(`    ${name}:`))
  if (at >= 0) return parts.with(at, written).join('')
  return `${block.replace(/\n*$/, '\n')}${written}`
}

/** As authors write it; JSON within a line is YAML too. */
function fieldLines(name: string, value: NonNullable<ServiceFields[keyof ServiceFields]>): string {
  if (typeof value === 'string') return `    ${name}: ${value === 'always' ? value : JSON.stringify(value)}\n`
  if (Array.isArray(value))
    return value.length === 0 ? '' : `    ${name}:\n${value.map((one) => `      - ${inLine(one)}\n`).join('')}`
  const rows = Object.entries(value).flatMap(([key, inner]) => {
    if (!Array.isArray(inner)) return [`      ${key}: ${JSON.stringify(inner)}\n`]
    if (key === 'closed')
      return inner.length > 0 ? [`      ${key}: [${inner.map((one) => JSON.stringify(one)).join(', ')}]\n`] : []
    return [`      ${key}:\n`, ...inner.map((span: OpeningSpan) => `        - ${inLine(span)}\n`)]
  })
  return `    ${name}:\n${rows.join('')}`
}

/** `{ days: [monday, friday], from: "09:00" }` */
function inLine(value: object): string {
  const pairs = Object.entries(value).flatMap(([key, one]) => {
    if (one === undefined) return []
    const written = Array.isArray(one) ? `[${one.join(', ')}]` : key === 'part' ? one : JSON.stringify(one)
    return [`${key}: ${written}`]
  })
  return `{ ${pairs.join(', ')} }`
}

function idOf(block: string): string {
  return block.match(/- id: "?([^"\n]+)"?/)?.[1]?.trim() ?? ''
}

function blockOf(service: Service): string {
  const written = stringify([withoutDefaults(service)], { lineWidth: 0, indent: 2 })
  return written.replace(/^(?=.)/gm, '  ')
}

/** As an author writes it: what is empty or "no" is left out, but for `emergency`, which stands everywhere. */
function withoutDefaults({ opening, ...service }: Service): object {
  const hours =
    typeof opening === 'object' && opening.closed.length === 0
      ? { week: opening.week, ramadan: opening.ramadan }
      : opening
  return Object.fromEntries(
    Object.entries({ ...service, opening: hours })
      .filter(([, value]) => value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0))
      .concat(service.emergency ? [] : [['emergency', false]]),
  )
}
