/**
 * The plan of the house, held as data: which room may import which, and which packages stay in one place. A failure
 * prints the sentence that is broken.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'oxc-parser'
import { describe, expect, test } from 'vitest'

const source = resolve(dirname(fileURLToPath(import.meta.url)), '../src')

/** What stands in `channels/` beside the channels themselves. */
const sharedByChannels = ['channel', 'lines', 'packing', 'waiting'].map((name) => `channels/${name}`)

/** Room → what it may import of ours. A name ending in `/` is a whole room, any other a single file. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  languages: [],
  errors: [],
  chromium: [],
  settings: [],
  root: [],
  message: ['languages'],
  secret: ['errors'],
  'understanding/': ['message', 'languages'],
  'store/': ['message', 'errors'],
  'knowledge/': ['message', 'languages', 'errors'],
  'signals/': ['message', 'languages', 'store/store'],
  // languages: a link names the one in which the talk starts.
  'directory/': ['errors', 'knowledge/', 'store/store'],
  'referral/': ['message', 'languages', 'store/store', 'knowledge/schema'],
  'conversation/': [
    'message',
    'languages',
    'errors',
    'understanding/',
    'knowledge/',
    'referral/',
    'signals/record',
    'store/store',
  ],
  'channels/': ['message', 'languages', 'errors'],
  'channels/telegram/': ['message', 'languages', 'errors', ...sharedByChannels],
  'channels/whatsapp/': ['message', 'languages', 'errors', 'chromium', ...sharedByChannels],
  // errors: the preview shows authors what `dalil check` finds.
  'site/': ['message', 'languages', 'knowledge/', 'errors'],
  // signals/calendar: which weeks a quarter has is reckoned in one place; no number is read there.
  // site: pieces of a page, the icon and the code to photograph; no page of the public site.
  'admin/': [
    'message',
    'languages',
    'errors',
    'chromium',
    'signals/disclose',
    'signals/calendar',
    'knowledge/',
    'referral/',
    'directory/',
    'store/store',
    'site/markup',
    'site/document',
    'site/qr-code',
    // An organisation prints its slips itself.
    'site/qr-picture',
    'site/slip-sheet',
  ],
  'server/': ['channels/', 'site/', 'admin/', 'errors', 'settings', 'message', 'languages'],
  'learning/': ['understanding/', 'knowledge/', 'errors'],
  brain: ['learning/', 'understanding/', 'knowledge/', 'conversation/lists', 'message', 'errors'],
  dashboard: ['admin/', 'brain', 'message'],
  figures: ['knowledge/', 'signals/disclose', 'store/store'],
  main: ['*'],
  cli: ['*'],
  'commands/': ['*'],
}

/** Package → the only places that may import it. */
const packagePlaces: Readonly<Record<string, readonly string[]>> = {
  grammy: ['channels/telegram/'],
  '@grammyjs/runner': ['channels/telegram/'],
  '@grammyjs/auto-retry': ['channels/telegram/'],
  '@grammyjs/transformer-throttler': ['channels/telegram/'],
  'whatsapp-web.js': ['channels/whatsapp/'],
  kysely: ['store/'],
  'kysely/migration': ['store/'],
  'better-sqlite3': ['store/'],
  fastify: ['server/'],
  '@fastify/cookie': ['server/admin-site'],
  '@fastify/formbody': ['server/admin-site'],
  '@node-rs/argon2': ['admin/password'],
  otpauth: ['admin/second-factor'],
  'onnxruntime-node': ['understanding/encoder'],
  '@huggingface/tokenizers': ['understanding/encoder'],
  i18next: ['knowledge/words'],
  yaml: ['knowledge/library', 'knowledge/service-text'],
  'mdast-util-from-markdown': ['knowledge/answer'],
  // The picture for a page, and the drawing for the operator's terminal.
  qr: ['site/qr-code', 'channels/whatsapp/linked-terminal'],
  'echarts/charts': ['admin/chart-engine'],
  'echarts/components': ['admin/chart-engine'],
  'echarts/core': ['admin/chart-engine'],
  'echarts/renderers': ['admin/chart-engine'],
  'csv-stringify/sync': ['admin/exports'],
  diff: ['directory/patch'],
  'puppeteer-core': ['admin/pdf'],
  'hyperloglog-lite': ['signals/distinct'],
}

/** Files that are started, not imported. */
const doors = ['main.ts', 'cli.ts']

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  // Declarations of a package that ships no types are found by the compiler, not imported.
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
  .map((name) => name.replaceAll('\\', '/'))
const parsed = files.map((file) => {
  const text = readFileSync(join(source, file), 'utf8')
  return { file, text, module: parseSync(file, text).module }
})
const imports = parsed.flatMap(({ file, text, module }) =>
  [
    ...module.staticImports.map((entry) => entry.moduleRequest.value),
    ...module.staticExports.flatMap((entry) => entry.entries.flatMap((one) => one.moduleRequest?.value ?? [])),
    ...module.dynamicImports.map(({ moduleRequest: { start, end } }) => text.slice(start + 1, end - 1)),
    ...[...text.matchAll(/new URL\('(\.[^']+\.ts)'/g)].map((found) => found[1] ?? ''),
  ].map((to) => ({ from: file, to: target(file, to), ours: to.startsWith('.') })),
)

function target(from: string, to: string): string {
  return to.startsWith('.') ? relative(source, resolve(source, dirname(from), to)).replaceAll('\\', '/') : to
}

/** The most particular row of the table that holds for a file: `channels/telegram/` before `channels/`. */
function roomOf(file: string): string | undefined {
  return Object.keys(mayImport)
    .filter((room) => isWithin(file, room))
    .sort((a, b) => b.length - a.length)[0]
}

function isWithin(file: string, place: string): boolean {
  const name = file.replace(/\.ts$/, '')
  return place === '*' || (place.endsWith('/') ? name.startsWith(place) : name === place)
}

describe('the house', () => {
  test('every file stands in a room of the table', () => {
    expect(files.filter((file) => roomOf(file) === undefined)).toEqual([])
  })

  test('a room imports only what the table allows', () => {
    const broken = imports
      .filter(({ ours }) => ours)
      .filter(({ from, to }) => {
        const room = roomOf(from)
        if (room === undefined) return true
        return !isWithin(to, room) && !(mayImport[room] ?? []).some((place) => isWithin(to, place))
      })
      .map(
        ({ from, to }) =>
          `${from} imports ${to}: ${roomOf(from)} may not know ${roomOf(to) ?? to}; put the shared word into message.ts.`,
      )
    expect(broken).toEqual([])
  })

  test('a package with a place is imported there only', () => {
    const broken = imports
      .filter(({ from, to }) => packagePlaces[to]?.every((place) => !isWithin(from, place)))
      .map(({ from, to }) => `${from} imports ${to}: only ${packagePlaces[to]?.join(', ')} may.`)
    expect(broken).toEqual([])
  })

  test('understanding needs nothing of Node, so that it can run in a browser', () => {
    expect(imports.filter(({ from, to }) => from.startsWith('understanding/') && to.startsWith('node:'))).toEqual([])
  })

  test('knowledge reads the disk in library only', () => {
    const readers = imports.filter(({ from, to }) => from.startsWith('knowledge/') && to === 'node:fs')
    expect(readers.map(({ from }) => from)).toEqual(['knowledge/library.ts'])
  })

  test('nothing imports itself in a circle, types included', () => {
    const next = new Map(
      files.map((file) => [file, imports.filter(({ from, ours }) => ours && from === file).map(({ to }) => to)]),
    )
    const settled = new Set<string>()
    const circles: string[] = []
    const visit = (file: string, path: readonly string[]): void => {
      const at = path.indexOf(file)
      if (at >= 0) circles.push([...path.slice(at), file].join(' → '))
      if (at >= 0 || settled.has(file)) return
      for (const other of next.get(file) ?? []) visit(other, [...path, file])
      settled.add(file)
    }
    for (const file of files) visit(file, [])
    expect(circles).toEqual([])
  })

  test('there is no index.ts of re-exports', () => {
    expect(files.filter((file) => file.endsWith('index.ts'))).toEqual([])
  })

  test('every file is imported by somebody, but for the doors', () => {
    const used = new Set(imports.filter(({ ours }) => ours).map(({ to }) => to))
    const unused = files.filter((file) => !used.has(file) && !doors.includes(file) && !file.endsWith('.client.ts'))
    expect(unused).toEqual([])
  })

  test('types are imported by name, never by import("…")', () => {
    const broken = parsed.filter(({ text }) => /:\s*import\(['"]/.test(text) || /typeof import\(['"]/.test(text))
    expect(broken.map(({ file }) => file)).toEqual([])
  })
})
