/** Exports through the real server, opened by a reader that is not ours and held against their own dictionary. */
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { toCsv } from '../../src/admin/exports.ts'
import type { Client } from './admin-server.ts'
import { type DashboardServer, newest, startDashboard } from './dashboard-server.ts'

const dictionary = z.object({
  resources: z.array(
    z.object({
      name: z.string(),
      path: z.string(),
      schema: z.object({
        fields: z.array(z.object({ name: z.string(), type: z.string(), description: z.string().min(3) })),
        missingValues: z.array(z.string()),
      }),
    }),
  ),
})
const types: Readonly<Record<string, RegExp>> = {
  string: /^[\s\S]*$/,
  integer: /^\d+$/,
  date: /^\d{4}-\d\d-\d\d$/,
  boolean: /^(true|false)$/,
}

let server: DashboardServer
let client: Client
let described: z.infer<typeof dictionary>
beforeAll(async () => {
  server = await startDashboard({ questions: 300 })
  client = server.client
  described = dictionary.parse(JSON.parse((await client.get(`/admin/exports/datapackage.json?quarter=${newest}`)).text))
})
afterAll(() => server.stop())

test('the page of exports offers every table of the dictionary as CSV and JSON', async () => {
  const { text } = await client.get(`/admin/exports?quarter=${newest}`)
  for (const { name } of described.resources) {
    expect(text).toContain(`href="/admin/exports/${name}.csv?quarter=${newest}"`)
    expect(text).toContain(`href="/admin/exports/${name}.json?quarter=${newest}"`)
  }
})

test('every table is what the dictionary says, cell by cell', async () => {
  for (const { name, path, schema } of described.resources) {
    const file = await client.get(`/admin/exports/${name}.csv?quarter=${newest}`)
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(file.headers.get('content-disposition')).toContain(`filename="${path}"`)
    const [head, ...rows]: string[][] = parse(file.text, { relax_column_count: false })
    expect(head, name).toEqual(schema.fields.map((field) => field.name))
    for (const row of rows)
      for (const [at, { name: column, type }] of schema.fields.entries()) {
        const cell = row[at] ?? ''
        if (!schema.missingValues.includes(cell)) expect(cell, `${name}, ${column}`).toMatch(types[type] ?? /never/)
      }
  }
})

test('CSV and JSON say the same', async () => {
  const csv: Record<string, string>[] = parse((await client.get(`/admin/exports/totals.csv?quarter=${newest}`)).text, {
    columns: true,
  })
  const json = JSON.parse((await client.get(`/admin/exports/totals.json?quarter=${newest}`)).text) as object[] // rows as exported
  expect(csv.length).toBe(1 + 11 + server.brain.library().topics.size)
  expect(
    json.map((row) => Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, String(cell)]))),
  ).toEqual(csv)
})

test('what is hidden on the page is hidden in the export', async () => {
  const { text } = await client.get(`/admin/exports/breakdowns.csv?quarter=${newest}`)
  const rows: Record<string, string>[] = parse(text, { columns: true })
  expect(rows.some(({ conversations }) => conversations === '<10')).toBe(true)
  for (const { questions, conversations } of rows) {
    if (questions === '<10' || questions === 'withheld') expect(conversations).toBe(questions)
    else expect(Number(conversations)).toBeGreaterThanOrEqual(10)
  }
})

test('two exports of one quarter are the same, byte by byte', async () => {
  for (const { name } of described.resources) {
    const path = `/admin/exports/${name}.csv?quarter=${newest}`
    expect((await client.get(path)).text, name).toBe((await client.get(path)).text)
  }
})

test('simulated figures say so in their name and in every row', async () => {
  const file = await client.get(`/admin/exports/weeks.csv?quarter=${newest}`)
  expect(file.headers.get('content-disposition')).toContain('simulated-')
  const rows: Record<string, string>[] = parse(file.text, { columns: true })
  expect(new Set(rows.map(({ simulated }) => simulated))).toEqual(new Set(['true']))
})

test('a byte order mark stands at the beginning where it is asked for, and nowhere else', async () => {
  const bytes = async (path: string) => {
    const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(`${server.address}${path}`, { headers: { cookie } })
    return Buffer.from(await response.arrayBuffer())
  }
  const mark = Buffer.from([0xef, 0xbb, 0xbf])
  const plain = await bytes(`/admin/exports/totals.csv?quarter=${newest}`)
  const marked = await bytes(`/admin/exports/totals.csv?quarter=${newest}&bom=1`)
  expect(plain.subarray(0, 3)).not.toEqual(mark)
  expect(marked.subarray(0, 3)).toEqual(mark)
  expect(marked.subarray(3)).toEqual(plain)
})

describe('a text that a spreadsheet would calculate', () => {
  const fields = [{ name: 'term', type: 'string', says: '' }] as const
  test.each(['=1+1', '+212600000000', '-2+3', '@SUM(A1)', '\t=1', '\r=1'])('%j stands behind an apostrophe', (term) => {
    const [, [cell] = []]: string[][] = parse(toCsv(fields, [[term]], false))
    expect(cell).toBe(`'${term}`)
  })

  test('a figure and a hidden figure are left as they are', () => {
    const [, ...rows]: string[][] = parse(toCsv(fields, [[12], ['<10'], ['withheld']], false))
    expect(rows).toEqual([['12'], ['<10'], ['withheld']])
  })

  test('with quotes, commas and line breaks comes back as it was', () => {
    const term = 'un "mot", puis\nun autre'
    const [, [cell] = []]: string[][] = parse(toCsv(fields, [[term]], false))
    expect(cell).toBe(term)
  })
})
