/** A name of a service that is a script, wherever names are read: chat, widget, Telegram, public pages, export, secretariat. */
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAccounts } from '../../src/admin/accounts.ts'
import { codeOfBytes } from '../../src/referral/codes.ts'
import { buildAssets } from '../../src/site/assets.ts'
import { exportSite } from '../../src/site/export-site.ts'
import { openSqlite } from '../../src/store/engines.ts'
import { goodPassword, openClient, readText, signIn } from '../admin/admin-server.ts'
import { type Running, startForTest } from '../assistant.ts'
import { startBrowser } from '../browser.ts'
import { copyContent } from '../content-copy.ts'
import { botToken, startTelegramServer, type TelegramServer } from '../telegram-server.ts'

const name = `GADEM <img src=x onerror="document.title='run'"> <script>document.title='run'</script>`
const code = codeOfBytes(Uint8Array.from({ length: 10 }, (_, at) => at))
let telegram: TelegramServer
let running: Running
let browser: Browser

beforeAll(async () => {
  const content = copyContent(['content', 'intents', 'locales', 'models'])
  content.replace('content/services/rabat.yaml', 'name: GADEM – groupe', `name: ${JSON.stringify(name)} #`)
  telegram = await startTelegramServer()
  const dataDir = mkdtempSync(join(tmpdir(), 'dalil-hostile-'))
  const store = await openSqlite(dataDir)
  await store.addOrganisation(code, name)
  await store.giveService('gadem', code)
  const accounts = createAccounts(store, Date.now)
  await accounts.addWithPassword({ name: 'ong', role: 'ngo', organisation: code }, goodPassword)
  await accounts.addWithPassword({ name: 'samira', role: 'secretariat' }, goodPassword)
  await store.close()
  const environment = { DATA_DIR: dataDir, TELEGRAM_BOT_TOKEN: botToken, TELEGRAM_API_ROOT: telegram.apiRoot }
  running = await startForTest(environment, { root: content.root })
  browser = await startBrowser()
})
afterAll(async () => {
  await browser.close()
  await running.stop()
  await telegram.stop()
})

/** Nothing of the name was taken for an element, and no script of it has run. */
function expectText(markup: string): void {
  expect(markup).not.toMatch(/<img src=x|<script>document\.title/)
  expect(readText(markup)).toContain(name)
}

describe('a name that is a script', () => {
  test('is text on the public pages and in an export', async () => {
    for (const path of ['/fr/s/rabat', '/ar/s/rabat']) expectText(await (await fetch(running.address + path)).text())
    const files = exportSite(running.brain.library(), buildAssets())
    expectText(files.find(({ path }) => path === 'fr/s/rabat.html')?.content.toString() ?? '')
  })

  test('is text in the chat, and in the widget on a page of others', async () => {
    const page = await (await browser.newContext()).newPage()
    await page.goto(running.address)
    await askIn(page, page)
    expect(await page.title()).not.toBe('run')
    const markup = `<!doctype html><title>host</title><body><p>x</p><script src="${running.address}/widget.js" data-lang="fr" defer></script>`
    const others = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(markup)
    }).listen(0, '127.0.0.1')
    await once(others, 'listening')
    // Another host name is another site for the browser, as the internet has them.
    await page.goto(`http://localhost:${(others.address() as AddressInfo).port}/`) // a TCP server has no other address
    // The shadow root of the widget is closed: it is opened by keyboard.
    await page.waitForFunction(() => document.body.lastElementChild?.tagName === 'DIV')
    await page.keyboard.press('Tab')
    const [frame] = await Promise.all([page.waitForEvent('frameattached'), page.keyboard.press('Enter')])
    await askIn(frame, page)
    expect(await page.title()).toBe('host')
    await page.context().close()
    others.close()
  })

  test('is text on Telegram', async () => {
    const person = telegram.person()
    await person.say('numéro de téléphone du GADEM')
    const [answer] = await person.reads(1)
    expect(answer?.text).toContain('&lt;script&gt;document.title')
    expect(answer?.text).not.toContain('<script>')
  })

  test('is text on the pages of the secretariat and of its organisation', async () => {
    const ngo = openClient(running.address)
    await signIn(ngo, 'ong')
    for (const path of ['/admin/ngo', '/admin/ngo/services', '/admin/ngo/services/gadem'])
      expectText((await ngo.get(path)).text)
    const samira = openClient(running.address)
    await signIn(samira, 'samira')
    expectText((await samira.get('/admin/proposals')).text)
  })
})

async function askIn(place: Pick<Page, 'getByRole'>, page: Page): Promise<void> {
  await place.getByRole('textbox').fill('numéro de téléphone du GADEM')
  await page.keyboard.press('Enter')
  await place.getByRole('log').getByText('<script>').first().waitFor()
}
