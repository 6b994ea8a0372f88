/**
 * `dalil export --hsds` and `dalil import --hsds`: the directory of services as HSDS 3.0, the standard of Open Referral,
 * and back, as one JSON file or as its tables. An import says what changes, phones and links loudest: a wrong number is dangerous.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { hsdsFile } from '../knowledge/hsds.ts'
import { takeHsdsServices } from '../knowledge/hsds-in.ts'
import { listHsdsServices } from '../knowledge/hsds-out.ts'
import { readHsdsTables, writeHsdsTables } from '../knowledge/hsds-tables.ts'
import { createLibraryReader, readFileText } from '../knowledge/library.ts'
import type { Service } from '../knowledge/schema.ts'
import { writeServices } from '../knowledge/service-text.ts'
import { projectRoot } from '../root.ts'
import { refuse, withFile } from './refuse.ts'

type Options = Readonly<Record<string, unknown>>

/** `dalil export --hsds FILE`, or one CSV file a table in a folder: `--hsds DIR --tables` */
export async function exportDirectory({ hsds, tables }: Options): Promise<number> {
  if (typeof hsds !== 'string' || hsds === '') return refuse('Usage: export --hsds FILE | export --hsds DIR --tables')
  return withFile(() => {
    if (tables === true) {
      mkdirSync(hsds, { recursive: true })
      for (const [file, text] of writeDirectoryTables(projectRoot)) writeFileSync(join(hsds, file), text)
    } else writeFileSync(hsds, writeDirectory(projectRoot))
    return 0
  })
}

/** `dalil import --hsds FILE`, or a folder of tables */
export async function importDirectory({ hsds }: Options): Promise<number> {
  if (typeof hsds !== 'string' || hsds === '') return refuse('Usage: import --hsds FILE | import --hsds DIR')
  return withFile(() => {
    const { done, says } = readDirectory(
      projectRoot,
      statSync(hsds).isDirectory() ? readTables(hsds) : readFileSync(hsds, 'utf8'),
    )
    ;(done ? process.stdout : process.stderr).write(`${says.join('\n')}\n`)
    return done ? 0 : 1
  })
}

/** @param root folder that holds `content/` and `locales/` */
export function writeDirectory(root: string): string {
  const { library } = createLibraryReader(root).read()
  return `${JSON.stringify(listHsdsServices(library, uuidOf), null, 2)}\n`
}

/** @returns name of the file → its text */
export function writeDirectoryTables(root: string): ReadonlyMap<string, string> {
  const { library } = createLibraryReader(root).read()
  return writeHsdsTables(listHsdsServices(library, uuidOf), uuidOf)
}

/** The tables of a folder as the list of services that a single file would hold. */
export function readTables(folder: string): string {
  const there = new Set(readdirSync(folder))
  return JSON.stringify(
    readHsdsTables((file) => (there.has(file) ? readFileSync(join(folder, file), 'utf8') : undefined)),
  )
}

/** Writes the files of `content/services/` that change, or none. Nothing is deleted. @returns what the editor reads */
export function readDirectory(
  root: string,
  text: string,
): { readonly done: boolean; readonly says: readonly string[] } {
  const parsed = hsdsFile.safeParse(readJson(text))
  if (!parsed.success) return { done: false, says: ['The file is no list of HSDS 3.0 services. Nothing was written.'] }
  const { services, problems } = takeHsdsServices(parsed.data)
  const { library } = createLibraryReader(root).read()
  const cities = new Set<string>([...library.cities.map(({ id }) => id), 'national'])
  const says = [...problems]
  const changed = services.filter((service) => {
    const before = library.services.find(({ id }) => id === service.id)
    if (isDeepStrictEqual(before, service)) return false
    if (!cities.has(service.city)) {
      says.push(`${service.id} was left aside: there is no city "${service.city}" in content/cities.yaml.`)
      return false
    }
    if (before && before.city !== service.city) {
      says.push(`${service.id} was left aside: it moved from ${before.city} to ${service.city}; move it by hand.`)
      return false
    }
    says.push(...describeChange(before, service))
    return true
  })
  const files = [...new Set(changed.map(({ city }) => city))]
  for (const city of files) {
    const path = `content/services/${city}.yaml`
    const here = changed.filter((service) => service.city === city)
    writeFileSync(join(root, path), writeServices(readFileText(root, path) ?? '', here))
  }
  return { done: true, says: [...says, `${changed.length} services changed, ${files.length} files written.`] }
}

/** Fields where a mistake, or a swindler, sends people astray. */
const looked = ['phones', 'url', 'address'] as const

function describeChange(before: Service | undefined, after: Service): string[] {
  if (!before) return [`+ ${after.id}: new. LOOK AGAIN: ${JSON.stringify(after.phones)} ${after.url ?? ''}`]
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof Service> // keys of services
  return [...fields]
    .filter((field) => !isDeepStrictEqual(before[field], after[field]))
    .map((field) => {
      const warning = looked.some((one) => one === field) ? 'LOOK AGAIN: ' : ''
      return `~ ${after.id}: ${warning}${field}\n  - ${JSON.stringify(before[field])}\n  + ${JSON.stringify(after[field])}`
    })
}

/** Version 5 of RFC 9562, under a name of our own. */
function uuidOf(...words: readonly string[]): string {
  const hash = createHash('sha1')
    .update(`dalil\0${words.join('\0')}`)
    .digest()
  const bytes = hash.subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytes.toString('hex').replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5')
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return undefined
  }
}
