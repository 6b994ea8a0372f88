/** The directory as HSDS 3.0 and back: valid by the published schemas, without loss, and loud about phones. */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ajvPackage from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { readDirectory, readTables, writeDirectory, writeDirectoryTables } from '../../src/commands/directory.ts'
import { parseCsv } from '../../src/knowledge/csv.ts'
import { createLibraryReader } from '../../src/knowledge/library.ts'
import { projectRoot } from '../../src/root.ts'
import { copyContent } from '../content-copy.ts'

const folder = join(projectRoot, 'test/hsds')

/** As the authors of the standard check their own examples: a field that it does not name is a mistake. */
function validator() {
  const ajv = new ajvPackage.Ajv2020({
    strict: false,
    allErrors: true,
    formats: {
      uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
      uri: /^https?:\/\//,
      email: /@/,
      'date-time': /^\d{4}-/,
    },
  })
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.json'))) {
    const schema = JSON.parse(readFileSync(join(folder, name), 'utf8')) as object // a schema
    ajv.addSchema({ ...schema, additionalProperties: false }, name)
  }
  const validate = ajv.getSchema('service.json')
  if (!validate) throw new Error('there is no schema of services')
  return { validate, errors: () => ajv.errorsText(validate.errors) }
}

describe('the directory as HSDS', () => {
  test('is valid by the published schemas, every service of it', () => {
    const { validate, errors } = validator()
    const services: unknown[] = JSON.parse(writeDirectory(projectRoot))
    expect(services.length).toBeGreaterThan(70)
    for (const service of services) expect(validate(service), errors()).toBe(true)
    expect(validate({ id: 'x', name: 'X', status: 'open' })).toBe(false)
  })

  test('comes back without loss, and writes nothing where nothing changed', () => {
    const copy = copyContent()
    const { done, says } = readDirectory(copy.root, writeDirectory(copy.root))
    expect(done).toBe(true)
    expect(says).toEqual(['0 services changed, 0 files written.'])
  })

  test('comes back whole into an empty directory, hours of Ramadan and closed days too', () => {
    const copy = copyContent()
    copy.replace(
      'content/services/tanger.yaml',
      '        - { days: [wednesday], part: morning }\n',
      '        - { days: [wednesday], part: morning }\n      ramadan:\n        - { days: [wednesday], from: "10:00", to: "13:00" }\n      closed: ["2026-12-24"]\n    confirmed: "2026-11-20"\n',
    )
    const before = createLibraryReader(copy.root).read().library.services
    const exported = writeDirectory(copy.root)
    for (const file of readdirSync(join(copy.root, 'content/services'))) copy.write(`content/services/${file}`, '')
    const { done } = readDirectory(copy.root, exported)
    const { library, findings } = createLibraryReader(copy.root).read()
    expect(done).toBe(true)
    expect(findings.filter(({ file }) => file.startsWith('content/'))).toEqual([])
    const byId = (services: typeof before) => [...services].sort((a, b) => (a.id < b.id ? -1 : 1))
    expect(byId(library.services)).toEqual(byId(before))
  })

  test('brings a new number into one entry of one file, and asks to look again', () => {
    const copy = copyContent()
    const before = copy.read('content/services/rabat.yaml')
    const { done, says } = readDirectory(
      copy.root,
      writeDirectory(copy.root).replaceAll('"0537770332"', '"05 37 77 03 33"'),
    )
    expect(done).toBe(true)
    expect(says.join('\n')).toContain('LOOK AGAIN: phones')
    expect(says.at(-1)).toBe('1 services changed, 1 files written.')
    const after = copy.read('content/services/rabat.yaml')
    const lines = new Set(before.split('\n'))
    const [gadem] = after.split(/^(?= {2}- id: )/m).filter((block) => block.includes('- id: gadem'))
    expect(gadem).toContain('0537770333')
    for (const line of after.replace(gadem ?? '', '').split('\n')) expect(lines.has(line), line).toBe(true)
  })

  test('leaves aside what it cannot place, and says so', () => {
    const copy = copyContent()
    const { done, says } = readDirectory(copy.root, JSON.stringify([{ id: 'x', name: 'Food bank', status: 'active' }]))
    expect(done).toBe(true)
    expect(says[0]).toContain('"Food bank" was left aside')
    expect(readDirectory(copy.root, 'no json').done).toBe(false)
    expect(readDirectory(copy.root, '{"services":[]}').done).toBe(false)
  })
})

describe('the directory as tables of HSDS', () => {
  function writeTables(root: string): string {
    const target = mkdtempSync(join(tmpdir(), 'dalil-tables-'))
    for (const [file, text] of writeDirectoryTables(root)) writeFileSync(join(target, file), text)
    return target
  }
  const schemas = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Schema)

  /** What a schema of the standard says of a table. */
  interface Schema {
    readonly path?: string
    readonly required?: readonly string[]
    readonly tabular_required?: readonly string[]
    readonly properties: Readonly<Record<string, unknown>>
  }

  test('has the files, the columns and the ids that the published schemas ask for', () => {
    const ids = new Set<string>()
    const links: string[] = []
    const tables = writeDirectoryTables(projectRoot)
    expect(tables.size).toBeGreaterThan(8)
    for (const [file, text] of tables) {
      const schema = schemas.find(({ path }) => path === file)
      const parsed = parseCsv(text)
      const [columns = [], ...rows] = parsed.ok ? parsed.rows : []
      expect(Object.keys(schema?.properties ?? {}), file).toEqual(expect.arrayContaining([...columns]))
      for (const needed of [...(schema?.required ?? []), ...(schema?.tabular_required ?? [])]) {
        const at = columns.indexOf(needed)
        // No postal code is known of any service; the column stands there, empty.
        expect(at, `${file} ${needed}`).toBeGreaterThanOrEqual(0)
        if (needed !== 'postal_code')
          expect(
            rows.filter((cells) => !cells[at]),
            `${file} ${needed}`,
          ).toEqual([])
      }
      for (const cells of rows)
        for (const [at, column] of columns.entries())
          if (column === 'id') ids.add(cells[at] ?? '')
          else if (column.endsWith('_id') && cells[at]) links.push(cells[at])
    }
    expect(links.filter((id) => !ids.has(id))).toEqual([])
  })

  test('comes back without loss, and into an empty directory too', () => {
    const copy = copyContent()
    const target = writeTables(copy.root)
    const before = createLibraryReader(copy.root).read().library.services
    expect(readDirectory(copy.root, readTables(target)).says).toEqual(['0 services changed, 0 files written.'])
    for (const file of readdirSync(join(copy.root, 'content/services'))) copy.write(`content/services/${file}`, '')
    expect(readDirectory(copy.root, readTables(target)).done).toBe(true)
    const byId = (services: typeof before) => [...services].sort((a, b) => (a.id < b.id ? -1 : 1))
    expect(byId(createLibraryReader(copy.root).read().library.services)).toEqual(byId(before))
  })

  test('brings in what another program changed in one table, phones with their plus and all', () => {
    const copy = copyContent()
    const target = writeTables(copy.root)
    const phones = readFileSync(join(target, 'phones.csv'), 'utf8')
    expect(phones).toContain(',+212666045606,')
    writeFileSync(join(target, 'phones.csv'), phones.replace(',0537770332,', ',+212537770333,'))
    expect(readDirectory(copy.root, readTables(target)).says.join('\n')).toContain('LOOK AGAIN: phones')
    expect(copy.read('content/services/rabat.yaml')).toContain('+212537770333')
  })
})
