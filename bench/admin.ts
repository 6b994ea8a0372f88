/**
 * How long the secretariat's pages take with five years of weekly figures for all topics, none of them merged: first
 * when a service has just started, then when it has been looked at before.
 *
 *   node bench/admin.ts
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { createAccounts } from '../src/admin/accounts.ts'
import { createDashboard } from '../src/admin/dashboard.ts'
import { createSecretariat } from '../src/admin/secretariat.ts'
import { openFigures } from '../src/figures.ts'
import { createLibraryReader } from '../src/knowledge/library.ts'
import { projectRoot } from '../src/root.ts'
import { createAdminApp } from '../src/server/admin-site.ts'
import { buildAssets } from '../src/site/assets.ts'
import { openSqlite } from '../src/store/engines.ts'
import { goodPassword, openClient, signIn } from '../test/admin/admin-server.ts'

const pages = [
  'overview',
  'topics',
  'topic/health.care?weeks=52',
  'topic/health.care?weeks=260',
  'unanswered',
  'content',
  'referrals',
  'exports',
  'report',
]
const times = 21

const dataDir = mkdtempSync(join(tmpdir(), 'dalil-bench-'))
execFileSync(process.execPath, ['src/cli.ts', 'simulate', '--cells-only', '--data', dataDir], { cwd: projectRoot })
const { library } = createLibraryReader(projectRoot).read()
const { adminStyle } = buildAssets()
const log = pino({ level: 'silent' })

/** A service that has just started, with whatever an earlier one left in the database. */
async function start(): Promise<{ address: string; stop(): Promise<void> }> {
  const store = await openSqlite(dataDir)
  await createAccounts(store, Date.now).addWithPassword({ name: 'samira', role: 'secretariat' }, goodPassword)
  const views = createDashboard({
    library: () => library,
    disclosure: await openFigures(store, () => library, Date.now),
    words: library.sayAdmin,
    now: Date.now,
    answers: async () => undefined,
    style: () => '',
  })
  const frame = createSecretariat({
    store,
    secret: 'a secret for the benchmark of the dashboard',
    now: Date.now,
    words: library.sayAdmin,
    views,
    style: adminStyle.path,
    simulated: () => true,
  })
  const app = createAdminApp({ frame, style: adminStyle, log }, { log, trustProxy: false })
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    address,
    async stop() {
      await app.close()
      await store.close()
    },
  }
}

interface Measured {
  /** Milliseconds on the wall, sorted. */
  readonly taken: readonly number[]
  /** Milliseconds of the processor for one page, client and server together. */
  readonly processor: number
}

async function measure(address: string, count: number): Promise<Measured[]> {
  const client = openClient(address)
  await signIn(client, 'samira')
  const all: Measured[] = []
  for (const page of pages) {
    const taken: number[] = []
    const used = process.cpuUsage()
    for (let at = 0; at < count; at++) {
      const before = performance.now()
      const { status } = await client.get(`/admin/${page}`)
      if (status !== 200) throw new Error(`${page}: ${status}`)
      taken.push(performance.now() - before)
    }
    const { user, system } = process.cpuUsage(used)
    all.push({ taken: taken.sort((a, b) => a - b), processor: (user + system) / 1000 / count })
  }
  return all
}

const ever = await start()
const firstEver = await measure(ever.address, 1)
await ever.stop()
const again = await start()
const afterStart = await measure(again.address, 1)
const warm = await measure(again.address, times)
await again.stop()

const millis = ({ taken }: Measured = { taken: [], processor: 0 }, share: number) =>
  Math.round(taken[Math.floor((taken.length - 1) * share)] ?? Number.NaN)
process.stdout.write(
  '| page | first look at these years ever, ms | first after a start, ms | median ms | p95 ms | processor ms a page |\n|---|---|---|---|---|---|\n',
)
for (const [at, page] of pages.entries())
  process.stdout.write(
    `| \`/admin/${page}\` | ${millis(firstEver[at], 0)} | ${millis(afterStart[at], 0)} | ${millis(warm[at], 0.5)} | ${millis(warm[at], 0.95)} | ${warm[at]?.processor.toFixed(1)} |\n`,
  )
process.stdout.write(`\n${Math.round(process.memoryUsage().rss / 1e6)} MB resident at the end.\n`)
