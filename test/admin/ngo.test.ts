/** A new NGO worker's first day: signs in, makes a link and slips, and cannot reach anybody else's. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAccounts } from '../../src/admin/accounts.ts'
import type { ChatResponse } from '../../src/channels/web.ts'
import type { TopicId } from '../../src/message.ts'
import { codeOfBytes } from '../../src/referral/codes.ts'
import { addWeeks, lastFinishedWeek } from '../../src/signals/calendar.ts'
import { cellsOf } from '../../src/signals/cells.ts'
import { openSqlite } from '../../src/store/engines.ts'
import type { Store } from '../../src/store/store.ts'
import { postChat, type Running, readable, startForTest } from '../assistant.ts'
import { type Client, goodPassword, openClient, readText, signIn } from './admin-server.ts'

const mine = codeOfBytes(Uint8Array.from({ length: 10 }, (_, at) => at))
const theirs = codeOfBytes(Uint8Array.from({ length: 10 }, (_, at) => at + 90))
const name = 'Association <script>alert(1)</script>'
let running: Running
let client: Client

/** What a recorder would have written, in a week of a quarter that is over by now, of people whom an organisation referred. */
async function refer(store: Store, code: string, people: number): Promise<void> {
  const outcome = {
    topic: 'health.care' as TopicId, // a topic of the content
    result: 'answered',
    language: 'fr',
    channel: 'web',
    referral: code,
  } as const
  const counted = { questions: people, conversations: people, surest: people }
  const period = addWeeks(lastFinishedWeek(Date.now()), -14)
  await store.addTallies(cellsOf(outcome, 12, 'health').map((cell) => ({ ...cell, ...counted, period })))
}

beforeAll(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'dalil-ngo-portal-'))
  const store = await openSqlite(dataDir)
  await store.addOrganisation(mine, name)
  await store.addOrganisation(theirs, 'Another one')
  await store.addOrganisation('closed', 'Closed')
  const accounts = createAccounts(store, Date.now)
  await accounts.addWithPassword({ name: 'ong', role: 'ngo', organisation: mine }, goodPassword)
  await accounts.addWithPassword({ name: 'autre', role: 'ngo', organisation: theirs }, goodPassword)
  await accounts.addWithPassword({ name: 'sans', role: 'ngo', organisation: 'nobody' }, goodPassword)
  await accounts.addWithPassword({ name: 'samira', role: 'secretariat' }, goodPassword)
  await refer(store, mine, 13)
  await refer(store, theirs, 9)
  await store.close()
  running = await startForTest({
    DATA_DIR: dataDir,
    CHROMIUM_PATH: '/nowhere',
    PUBLIC_URL: 'https://dalil.example.org',
  })
  client = openClient(running.address)
  await signIn(client, 'ong')
})
afterAll(() => running.stop())

describe('the page of an organisation', () => {
  test('makes a link that starts the talk there, and says in no word that is not escaped whose it is', async () => {
    const page = await client.get('/admin/ngo?topic=education.enrol&language=en&city=tanger&status=no-papers')
    expect(page.status).toBe(200)
    expect(page.text).not.toContain('<script>alert')
    expect(readText(page.text)).toContain('Association <script>')
    const token = page.text.match(/https:\/\/dalil\.example\.org\/r\/([\w-]{36})/)?.[1]
    const opened = (await (await postChat(running.address, { referral: token })).json()) as ChatResponse // the API's shape
    expect(opened.lang).toBe('en')
    expect(readable(opened)).toContain(`${name}\u2069 suggested Dalil`)
    expect(page.text).toContain('<svg class="code"')
  })

  test('counts who came by its links from ten conversations on, and not before', async () => {
    await client.get('/admin/account?lang=fr')
    const counts = readText((await client.get('/admin/ngo')).text).split('Conversations venues de vos liens')[1]
    expect(counts).toMatch(/Conversations\s*: 13/)
    const other = openClient(running.address)
    await signIn(other, 'autre')
    await other.get('/admin/account?lang=fr')
    const few = readText((await other.get('/admin/ngo')).text).split('Conversations venues de vos liens')[1]
    expect(few).toMatch(/Conversations\s*: <10/)
  })

  test('gives slips and codes as files', async () => {
    const asked = 'topic=education.enrol&language=ar'
    const slips = await client.get(`/admin/ngo/slips?${asked}`)
    expect(slips.headers.get('content-disposition')).toContain('dalil-slips.html')
    expect(slips.text).toContain('dir="rtl"')
    expect(slips.text).not.toContain('<script>alert')
    const picture = await client.get(`/admin/ngo/code.png?${asked}`)
    expect(picture.headers.get('content-type')).toContain('image/png')
    expect((await client.get(`/admin/ngo/code.svg?${asked}`)).text).toContain('xmlns="http://www.w3.org/2000/svg"')
  })

  test('takes the code from the account and never from the address, and shows no figures of others', async () => {
    const page = await client.get(`/admin/ngo?organisation=${theirs}&code=${theirs}`)
    expect(readText(page.text)).not.toContain('Another one')
    expect((await client.get(`/admin/referrals/${theirs}`)).status).toBeGreaterThanOrEqual(403)
    expect((await client.get('/admin/referrals')).status).toBeGreaterThanOrEqual(403)
  })

  test('refuses topics that there are not, accounts without a code, and other roles', async () => {
    expect((await client.get('/admin/ngo?topic=no.topic')).status).toBe(400)
    expect((await client.get('/admin/ngo?status=rich')).status).toBe(400)
    const without = openClient(running.address)
    await signIn(without, 'sans')
    expect((await without.get('/admin/ngo')).status).toBe(404)
    const secretariat = openClient(running.address)
    await signIn(secretariat, 'samira')
    expect((await secretariat.get('/admin/ngo')).status).toBeGreaterThanOrEqual(403)
  })
})
