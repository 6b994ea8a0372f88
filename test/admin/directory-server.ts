/** The whole assistant on content of its own, with two organisations that have a service each, and a secretariat. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAccounts } from '../../src/admin/accounts.ts'
import { codeOfBytes } from '../../src/referral/codes.ts'
import { openSqlite } from '../../src/store/engines.ts'
import type { Store } from '../../src/store/store.ts'
import { type Running, startForTest } from '../assistant.ts'
import { type ContentCopy, copyContent } from '../content-copy.ts'
import { type Client, goodPassword, openClient, type Page, signIn } from './admin-server.ts'

export const gadem = codeOfBytes(Uint8Array.from({ length: 10 }, (_, at) => at))
export const caritas = codeOfBytes(Uint8Array.from({ length: 10 }, (_, at) => at + 90))
export const now = Date.UTC(2026, 10, 25, 10)

export interface DirectoryServer {
  readonly running: Running
  /** As another process would open it. */
  readonly store: Store
  readonly content: ContentCopy
  /** `ong` of GADEM, `autre` of Caritas, `samira` of the secretariat. */
  enter(name: string): Promise<Client>
  stop(): Promise<void>
}

export async function startDirectory(): Promise<DirectoryServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'dalil-directory-'))
  const store = await openSqlite(dataDir)
  await store.addOrganisation(gadem, 'GADEM <b>Rabat</b>')
  await store.addOrganisation(caritas, 'Caritas')
  await store.giveService('gadem', gadem)
  await store.giveService('caritas-rabat', caritas)
  const accounts = createAccounts(store, () => now)
  await accounts.addWithPassword({ name: 'ong', role: 'ngo', organisation: gadem }, goodPassword)
  await accounts.addWithPassword({ name: 'autre', role: 'ngo', organisation: caritas }, goodPassword)
  await accounts.addWithPassword({ name: 'samira', role: 'secretariat' }, goodPassword)
  const content = copyContent(['content', 'intents', 'locales', 'models'])
  const running = await startForTest(
    { DATA_DIR: dataDir, CHROMIUM_PATH: '/nowhere' },
    { now: () => now, root: content.root },
  )
  return {
    running,
    store,
    content,
    async enter(name) {
      const client = openClient(running.address)
      await signIn(client, name)
      return client
    },
    async stop() {
      await store.close()
      await running.stop()
    },
  }
}

/** The form as the page fills it in, with what somebody types over it. */
export async function propose(client: Client, service: string, typed: Record<string, string>): Promise<Page> {
  const page = await client.get(`/admin/ngo/services/${service}`)
  const shown = [...page.text.matchAll(/<input id="[^"]*" name="([^"]+)"[^>]*? value="([^"]*)"/g)]
  const filled = Object.fromEntries(shown.map(([, name = '', value = '']) => [name, value]))
  return client.submit(`/admin/ngo/services/${service}`, { ...filled, ...typed })
}
