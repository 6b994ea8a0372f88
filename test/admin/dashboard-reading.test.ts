/** The secretariat's pages in a real browser: on a telephone and on a desk, from the left and from the right, by keyboard. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBrowser } from '../browser.ts'
import { violations } from '../site/accessibility.ts'
import { type DashboardServer, newest, startDashboard } from './dashboard-server.ts'

let server: DashboardServer
let browser: Browser
beforeAll(async () => {
  server = await startDashboard()
  browser = await startBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.stop()
})

/** @returns the page, and whatever the browser refused or complained of */
async function open(path: string, language: string, width: number): Promise<{ page: Page; refused: string[] }> {
  const context = await browser.newContext({ viewport: { width, height: 800 } })
  await context.addCookies([...server.client.cookies].map(([name, value]) => ({ name, value, url: server.address })))
  const page = await context.newPage()
  const refused: string[] = []
  page.on('console', (message) => void refused.push(message.text()))
  page.on('request', (request) => {
    if (!request.url().startsWith(server.address) && !request.url().startsWith('data:')) refused.push(request.url())
  })
  await page.goto(`${server.address}/admin/account?lang=${language}`)
  await page.goto(`${server.address}/admin/${path}`)
  return { page, refused }
}

const pages = ['overview', 'topics', 'topic/health.care', 'unanswered', 'content', 'referrals', 'report', 'exports']

describe.each([
  ['fr', 360],
  ['ar', 360],
  ['ar', 1280],
  ['en', 1280],
] as const)('in %s at %i pixels', (language, width) => {
  test.each(pages)('%s is whole, refuses nothing of itself, and axe finds nothing', async (path) => {
    const { page, refused } = await open(path, language, width)
    const wider = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
    const found = await violations(page)
    await page.context().close()
    expect(wider).toBe(0)
    expect(found).toEqual([])
    expect(refused).toEqual([])
  })
})

test('another quarter is chosen by keyboard alone, and stands in the address', async () => {
  const { page } = await open('overview', 'fr', 360)
  await page.getByLabel('Trimestre').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/admin/overview?quarter=2026Q2`)
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Vue d’ensemble, T2 2026')
  await page.context().close()
})

test('the figures behind a chart open by keyboard', async () => {
  const { page } = await open(`overview?quarter=${newest}`, 'fr', 360)
  const chart = page.getByRole('figure').filter({ hasText: 'Langues' })
  await chart.locator('summary').focus()
  await page.keyboard.press('Enter')
  expect(await chart.getByRole('table').isVisible()).toBe(true)
  await page.context().close()
})

test('in Arabic time runs from right to left', async () => {
  const { page } = await open('topic/health.care?weeks=13', 'ar', 1280)
  const labels = page.locator('svg.desk text')
  const first = await labels.filter({ hasText: 'غشت' }).first().boundingBox()
  const last = await labels.filter({ hasText: 'نونبر' }).last().boundingBox()
  await page.context().close()
  expect(first?.x).toBeGreaterThan(last?.x ?? Number.POSITIVE_INFINITY)
})

test('on paper there is the report and nothing that can only be pressed', async () => {
  const { page } = await open('report', 'fr', 1280)
  await page.emulateMedia({ media: 'print' })
  for (const gone of ['header', 'nav.pages', 'form.filters', 'summary'])
    expect(await page.locator(gone).first().isVisible(), gone).toBe(false)
  expect(await page.locator('svg.desk').first().isVisible()).toBe(true)
  await page.context().close()
})
