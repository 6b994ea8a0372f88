/** An organisation's new phone from its form to the chat's next answer and back, and whoever tries it otherwise. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAccounts } from '../../src/admin/accounts.ts'
import { codeOfBytes } from '../../src/referral/codes.ts'
import { projectRoot } from '../../src/root.ts'
import { openSqlite } from '../../src/store/engines.ts'
import type { Store } from '../../src/store/store.ts'
import { openTalk, type Running, readable, startForTest } from '../assistant.ts'
import { type Client, goodPassword, openClient, readText, signIn } from './admin-server.ts'

const gadem = codeOfBytes(Uint8Array.from({ length: 10 }, (_, at) => at))
const caritas = codeOfBytes(Uint8Array.from({ length: 10 }, (_, at) => at + 90))
const now = Date.UTC(2026, 10, 25, 10)
let running: Running
/** As another process would open it. */
let store: Store
let ngo: Client
let samira: Client
let admin: Client

beforeAll(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'dalil-directory-'))
  store = await openSqlite(dataDir)
  await store.addOrganisation(gadem, 'GADEM <b>Rabat</b>')
  await store.addOrganisation(caritas, 'Caritas')
  await store.giveService('gadem', gadem)
  await store.giveService('caritas-rabat', caritas)
  const accounts = createAccounts(store, () => now)
  await accounts.addWithPassword({ name: 'ong', role: 'ngo', organisation: gadem }, goodPassword)
  await accounts.addWithPassword({ name: 'autre', role: 'ngo', organisation: caritas }, goodPassword)
  await accounts.addWithPassword({ name: 'samira', role: 'secretariat' }, goodPassword)
  running = await startForTest({ DATA_DIR: dataDir, CHROMIUM_PATH: '/nowhere' }, { now: () => now })
  ngo = await enter('ong')
  samira = await enter('samira')
})
afterAll(async () => {
  await store.close()
  await running.stop()
})

async function enter(name: string): Promise<Client> {
  const client = openClient(running.address)
  await signIn(client, name)
  return client
}

/** The form as the page fills it in, with what somebody types over it. */
async function propose(client: Client, service: string, typed: Record<string, string>) {
  const page = await client.get(`/admin/ngo/services/${service}`)
  const shown = [...page.text.matchAll(/<input id="[^"]*" name="([^"]+)"[^>]*? value="([^"]*)"/g)]
  const filled = Object.fromEntries(shown.map(([, name = '', value = '']) => [name, value]))
  return client.submit(`/admin/ngo/services/${service}`, { ...filled, ...typed })
}

async function askForGadem(): Promise<string> {
  return readable(await openTalk(running.address).say('numéro de téléphone du GADEM'))
}

describe('a new phone', () => {
  test('is proposed, approved after a call, read in the next answer, and taken back with one press', async () => {
    expect(await askForGadem()).toContain('05 37 77 03 32')
    const sent = await propose(ngo, 'gadem', { 'phone-1': '05 37 77 03 99' })
    expect(readText(sent.text)).toContain('Proposition envoyée')
    expect(await askForGadem()).toContain('05 37 77 03 32')

    const waiting = await samira.get('/admin/proposals')
    expect(readText(waiting.text)).toContain('05 37 77 03 99')
    expect(readText(waiting.text)).toContain('Appelez chaque numéro')
    const approve = waiting.text.match(/\/admin\/proposals\/\d+\/approve/)?.[0] ?? ''
    const unseen = await samira.submit(approve)
    expect(unseen.status).toBe(400)
    expect(await askForGadem()).toContain('05 37 77 03 32')
    await samira.get('/admin/proposals')
    const approved = await samira.submit(approve, { phones: 'yes' })
    expect(readText(approved.text)).toContain('Approuvé par samira')
    expect(await askForGadem()).toContain('05 37 77 03 99')

    const reverted = await samira.submit(approve.replace('approve', 'revert'))
    expect(readText(reverted.text)).toContain('Annulé')
    expect(await askForGadem()).toContain('05 37 77 03 32')
    const trail = (await store.listAudit(50)).map(({ account, action, about }) => `${account} ${action} ${about}`)
    expect(trail).toEqual(
      expect.arrayContaining([
        'ong change-proposed gadem',
        'samira change-approved gadem',
        'samira change-reverted gadem',
      ]),
    )
  })
})
