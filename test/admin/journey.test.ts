/** An account manager's first day in Chromium: in Arabic, on a telephone of 360 pixels, by keyboard where it matters. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBrowser } from '../browser.ts'
import { violations } from '../site/accessibility.ts'
import { type AdminServer, goodPassword, openApp, startAdminServer } from './admin-server.ts'
import { testViews } from './pages.ts'

let server: AdminServer
let browser: Browser
beforeAll(async () => {
  server = await startAdminServer({ views: testViews })
  browser = await startBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.close()
})

async function openPage(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'ar', ...options })
  const page = await context.newPage()
  await page.goto(server.address + path)
  return page
}

/** Nothing to be mended on the page as it stands: not for axe, not for a narrow screen, not in the console. */
async function expectGoodPage(page: Page): Promise<void> {
  expect(await violations(page), page.url()).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth), page.url()).toBe(360)
  const sizes = await page
    .locator('main *')
    .filter({ visible: true })
    .evaluateAll((all) => all.map((one) => Number.parseFloat(getComputedStyle(one).fontSize)))
  expect(Math.min(...sizes), page.url()).toBeGreaterThanOrEqual(16)
}

describe('in Arabic at 360 pixels', () => {
  test('a link, a password, the second factor, an account for somebody else, and out again', async () => {
    const link = `/admin/link/${await server.accounts.add({ name: 'رشيد', role: 'admin' })}`
    const page = await openPage(link)
    const refused: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') refused.push(message.text())
    })
    expect(await page.evaluate(() => document.documentElement.dir)).toBe('rtl')
    await expectGoodPage(page)
    await page.getByLabel('كلمة السر الجديدة', { exact: true }).fill(goodPassword)
    await page.getByLabel('كلمة السر الجديدة مرة أخرى').fill(goodPassword)
    await page.getByRole('button', { name: 'حفظ كلمة السر' }).press('Enter')

    await page.getByRole('heading', { level: 1, name: 'التحقق بخطوتين' }).waitFor()
    await expectGoodPage(page)
    const app = openApp(await page.content(), server)
    await page.getByLabel('الرمز المكون من ستة أرقام').fill(app())
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'الرموز الاحتياطية' }).waitFor()
    expect(
      await page
        .getByRole('listitem')
        .filter({ hasText: /^[A-Z2-9]{5}-[A-Z2-9]{5}$/ })
        .count(),
    ).toBe(10)
    await expectGoodPage(page)
    await page.getByRole('link', { name: 'لقد كتبتها' }).click()

    await page.getByRole('heading', { level: 1, name: 'الحسابات' }).waitFor()
    await page.getByLabel('اسم الحساب').fill('samira')
    await page.getByLabel('الدور').selectOption('secretariat')
    await page.getByRole('button', { name: 'إضافة وإنشاء الرابط' }).click()
    await page.getByText(/\/admin\/link\/[\w-]{43}/).waitFor()
    await expectGoodPage(page)
    await page.getByRole('link', { name: 'الحسابات' }).first().click()
    await page.locator('summary').last().click()
    await expectGoodPage(page)
    for (const name of ['السجل', 'حسابي']) {
      await page.getByRole('navigation', { name: 'الصفحات' }).getByRole('link', { name }).click()
      await page.getByRole('heading', { level: 1, name }).waitFor()
      await expectGoodPage(page)
    }
    await page.getByRole('button', { name: 'تسجيل الخروج', exact: true }).click()

    await page.getByRole('heading', { level: 1, name: 'تسجيل الدخول' }).waitFor()
    await expectGoodPage(page)
    server.pass(31_000)
    await page.getByLabel('اسم الحساب').fill('رشيد')
    await page.getByLabel('كلمة السر').fill(goodPassword)
    await page.keyboard.press('Enter')
    await page.getByLabel('الرمز المكون من ستة أرقام').fill(app())
    await expectGoodPage(page)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'الحسابات' }).waitFor()
    expect(refused).toEqual([])
  })

  test('a wrong password is told in words that a screen reader says at once', async () => {
    const page = await openPage('/admin/sign-in')
    await page.getByLabel('اسم الحساب').fill('nobody')
    await page.getByLabel('كلمة السر').fill('wrong')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').filter({ hasText: 'غير صحيحة' }).waitFor()
    await expectGoodPage(page)
  })

  test('the keyboard reaches the fields in their order, past a link that skips what is before', async () => {
    const page = await openPage('/admin/sign-in', { locale: 'fr' })
    const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent)
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Aller au contenu')
    await page.keyboard.press('Enter')
    const order: (string | null | undefined)[] = []
    for (let step = 0; step < 3; step++) {
      await page.keyboard.press('Tab')
      order.push(await focused())
    }
    expect(order).toEqual(['name', 'password', 'Se connecter'])
  })

  test('no script is needed, in dark colours neither', async () => {
    const page = await openPage('/admin/sign-in', { colorScheme: 'dark' })
    await expectGoodPage(page)
    expect(await page.locator('script').count()).toBe(0)
  })
})
