/** The whole assistant on a database with a year of figures that nobody made, and somebody of the secretariat signed in. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAccounts } from '../../src/admin/accounts.ts'
import { createChance } from '../../src/commands/seeded.ts'
import { weekOfCells } from '../../src/commands/simulated-cells.ts'
import { createLibraryReader } from '../../src/knowledge/library.ts'
import { vocabularyOf } from '../../src/knowledge/vocabulary.ts'
import { projectRoot } from '../../src/root.ts'
import { addWeeks, weeksOf } from '../../src/signals/calendar.ts'
import { simulatedLabel } from '../../src/signals/disclose.ts'
import { openSqlite } from '../../src/store/engines.ts'
import { type Running, startForTest } from '../assistant.ts'
import { type Client, goodPassword, openClient, signIn } from './admin-server.ts'

/** Wednesday of the eighth week of the fourth quarter: the third is the newest that is over. */
export const now = Date.UTC(2026, 10, 25, 10)
export const newest = '2026Q3'

export interface DashboardServer extends Running {
  /** Somebody of the secretariat. */
  readonly client: Client
}

/** @param questions of all topics in a week, about: the fewer, the more is hidden */
export async function startDashboard(
  options: { readonly questions?: number; readonly environment?: Record<string, string> } = {},
): Promise<DashboardServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'dalil-dashboard-'))
  await fill(dataDir, options.questions ?? 1000)
  const running = await startForTest({ DATA_DIR: dataDir, ...options.environment }, { now: () => now })
  const client = openClient(running.address)
  await signIn(client, 'samira')
  return { ...running, client }
}

/** Accounts, and the weeks from the third quarter of 2025 up to now. */
export async function fill(dataDir: string, questions: number): Promise<void> {
  const store = await openSqlite(dataDir)
  const accounts = createAccounts(store, () => now)
  await accounts.addWithPassword({ name: 'samira', role: 'secretariat' }, goodPassword)
  await accounts.addWithPassword({ name: 'redacteur', role: 'editor' }, goodPassword)
  await accounts.addWithPassword({ name: 'ong', role: 'ngo', organisation: 'gadem' }, goodPassword)
  if (questions > 0) {
    await store.writeLabel(simulatedLabel, 'yes')
    const vocabulary = vocabularyOf(createLibraryReader(projectRoot).read().library)
    const chance = createChance(1)
    const [first = ''] = weeksOf('2025Q3')
    for (let at = 0; at < 73; at++)
      await store.addTallies(weekOfCells(addWeeks(first, at), at + 1, questions, vocabulary, chance))
  }
  await store.close()
}
