/**
 * Services of HSDS 3.0 ↔ its tables, one CSV file each, named as the schemas of the standard name them. A row that several
 * services share, such as a term of the taxonomy, stands once.
 *
 *   services ─┬ phones, schedules, languages, service_areas      by service_id
 *             ├ service_at_location ─ locations ─ addresses      by location_id
 *             ├ attributes ─ taxonomy_terms                      by link_id, taxonomy_term_id
 *             └ organizations                                    by organization_id
 */
import { formatCsv, parseCsv } from './csv.ts'
import type { MakeUuid } from './hsds-out.ts'

type Row = Readonly<Record<string, unknown>>
type Cells = Readonly<Record<string, string>>

/** Where an object stands within another → the file of its table. */
const fileOf: Readonly<Record<string, string>> = {
  services: 'services.csv',
  organization: 'organizations.csv',
  phones: 'phones.csv',
  schedules: 'schedules.csv',
  languages: 'languages.csv',
  service_areas: 'service_areas.csv',
  service_at_locations: 'service_at_location.csv',
  location: 'locations.csv',
  addresses: 'addresses.csv',
  attributes: 'attributes.csv',
  taxonomy_term: 'taxonomy_terms.csv',
}

/** @returns name of the file → its text; tables without a row are left out */
export function writeHsdsTables(services: readonly Row[], uuid: MakeUuid): ReadonlyMap<string, string> {
  const tables = new Map<string, Map<string, Row>>()
  for (const service of services) collect('services', withTerms(service, uuid), tables)
  return new Map([...tables].map(([file, rows]) => [file, formatTable([...rows.values()])]))
}

/** @param read gives the text of a table, or undefined where it is missing */
export function readHsdsTables(read: (file: string) => string | undefined): object[] {
  const rows = (name: string) => parseTable(read(fileOf[name] ?? '') ?? '')
  const [phones, schedules, languages, places, attributes] = [
    'phones',
    'schedules',
    'languages',
    'service_at_locations',
    'attributes',
  ].map((name) => Map.groupBy(rows(name), (row) => row.service_id ?? row.link_id ?? ''))
  const addresses = Map.groupBy(rows('addresses'), ({ location_id = '' }) => location_id)
  return rows('services').map((service) => {
    const id = service.id ?? ''
    return {
      ...service,
      phones: phones?.get(id) ?? [],
      schedules: schedules?.get(id) ?? [],
      languages: languages?.get(id) ?? [],
      service_at_locations: (places?.get(id) ?? []).map(({ location_id = '' }) => ({
        location: { addresses: addresses.get(location_id) ?? [] },
      })),
      attributes: attributes?.get(id) ?? [],
    }
  })
}

/** A row, and the rows within it, each once by its id. */
function collect(name: string, row: Row, tables: Map<string, Map<string, Row>>): void {
  const file = fileOf[name]
  if (file === undefined) return
  const rows = tables.get(file) ?? new Map<string, Row>()
  tables.set(file, rows)
  const plain = Object.entries(row).filter(([, value]) => typeof value !== 'object')
  rows.set(String(row.id), Object.fromEntries(plain))
  for (const [inner, value] of Object.entries(row)) {
    if (typeof value !== 'object' || value === null) continue
    for (const one of Array.isArray(value) ? value : [value]) collect(inner, one, tables)
  }
}

/** In tables every attribute has a term; those that are no topics have the term of their kind. */
function withTerms(service: Row, uuid: MakeUuid): Row {
  const attributes = (service.attributes as readonly Row[]).map((attribute) => {
    const kind = String(attribute.link_type)
    const term = (attribute.taxonomy_term as Row | undefined) ?? {
      id: uuid('kind', kind),
      code: kind,
      name: kind,
      description: kind,
      taxonomy: 'Dalil',
    }
    return { ...attribute, taxonomy_term_id: term.id, taxonomy_term: term }
  })
  return { ...service, attributes }
}

function formatTable(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return formatCsv([columns, ...rows.map((row) => columns.map((column) => String(row[column] ?? '')))])
}

/** An empty cell is a field that is not there. */
function parseTable(text: string): Cells[] {
  const parsed = parseCsv(text)
  const [columns = [], ...rows] = parsed.ok ? parsed.rows : []
  return rows.map((cells) =>
    Object.fromEntries(
      columns.flatMap((column, at) => {
        const cell = cells[at]
        return cell === undefined || cell === '' ? [] : [[column, cell]]
      }),
    ),
  )
}
