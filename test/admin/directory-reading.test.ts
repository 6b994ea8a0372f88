/** The pages of the directory on a telephone, in a real browser: an organisation's and the secretariat's. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBrowser } from '../browser.ts'
import { violations } from '../site/accessibility.ts'
import type { Client } from './admin-server.ts'
import { type DirectoryServer, propose, startDirectory } from './directory-server.ts'

let server: DirectoryServer
let browser: Browser
let clients: Record<'ong' | 'samira', Client>
beforeAll(async () => {
  server = await startDirectory()
  browser = await startBrowser()
  clients = { ong: await server.enter('ong'), samira: await server.enter('samira') }
  await propose(clients.ong, 'gadem', { 'phone-1': '0537770399', monday: '09:00-15:00' })
  const page = await clients.samira.get('/admin/proposals')
  const approve = page.text.match(/\/admin\/proposals\/\d+\/approve/)?.[0] ?? ''
  await clients.samira.submit(approve, { phones: 'yes' })
  await propose(clients.ong, 'gadem', { 'phone-2': '+212661234567', address: '5 rue du Test, Rabat' })
})
afterAll(async () => {
  await browser.close()
  await server.stop()
})

async function open(
  name: 'ong' | 'samira',
  path: string,
  language: string,
): Promise<{ page: Page; refused: string[] }> {
  const context = await browser.newContext({ viewport: { width: 360, height: 800 } })
  const url = server.running.address
  await context.addCookies([...clients[name].cookies].map(([cookie, value]) => ({ name: cookie, value, url })))
  const page = await context.newPage()
  const refused: string[] = []
  page.on('console', (message) => void refused.push(message.text()))
  await page.goto(`${url}/admin/account?lang=${language}`)
  await page.goto(`${url}/admin/${path}`)
  return { page, refused }
}

describe.each(['fr', 'ar'])('in %s at 360 pixels', (language) => {
  test.each([
    ['ong', 'ngo/services'],
    ['ong', 'ngo/services/gadem'],
    ['samira', 'proposals'],
  ] as const)('what %s sees at %s is whole, refuses nothing of itself, and axe finds nothing', async (name, path) => {
    const { page, refused } = await open(name, path, language)
    // What is folded is looked at too.
    await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    const wider = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
    const found = await violations(page)
    await page.context().close()
    expect(wider).toBe(0)
    expect(found).toEqual([])
    expect(refused).toEqual([])
  })
})

test('a phone is let through by keyboard only once the box is ticked', async () => {
  const { page } = await open('samira', 'proposals', 'fr')
  const approve = page.getByRole('button', { name: 'Approuver' })
  await approve.press('Enter')
  expect(new URL(page.url()).search).toBe('')
  await page.getByLabel("J'ai appelé").press('Space')
  await approve.press('Enter')
  await page.waitForURL('**/admin/proposals?done=approved')
  expect(await page.getByRole('status').textContent()).toContain('Approuvé')
  await page.context().close()
})
