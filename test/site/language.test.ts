import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, messages, type Site, startSite } from './chat-page.ts'

let site: Site
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())

function documentLanguage(page: Page): Promise<string[]> {
  return page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])
}

test.each([
  ['fr', 'fr', 'ltr', 'Envoyer'],
  ['ar', 'ar', 'rtl', 'إرسال'],
  ['ary', 'ar-MA', 'rtl', 'صيفط'],
  ['en', 'en', 'ltr', 'Send'],
  ['es', 'es', 'ltr', 'Enviar'],
  ['pt', 'pt', 'ltr', 'Enviar'],
])('the page asked for in %s comes in it', async (language, tag, direction, send) => {
  const page = await site.open(`/?lang=${language}`)
  expect(await documentLanguage(page)).toEqual([tag, direction])
  expect(await page.getByRole('button', { name: send, exact: true }).isVisible()).toBe(true)
})

test('the page follows the language that the person writes', async () => {
  const page = await site.open()
  await ask(page, 'where can I see a doctor without papers?')
  await messages(page).nth(2).waitFor()
  expect(await documentLanguage(page)).toEqual(['en', 'ltr'])
  expect(await page.getByRole('button', { name: 'Send', exact: true }).isVisible()).toBe(true)
  expect(await page.getByRole('combobox', { name: 'Language' }).inputValue()).toBe('en')
})

test('Arabic runs from right to left, message by message, and its numbers from left to right', async () => {
  const page = await site.open()
  await ask(page, 'السلام عليكم، أين يوجد طبيب؟ الوضع مستعجل، رجل ينزف')
  const reply = messages(page).nth(2)
  await reply.waitFor()
  expect((await documentLanguage(page))[1]).toBe('rtl')
  expect(await reply.getAttribute('dir')).toBe('rtl')
  expect(await messages(page).first().getAttribute('dir')).toBe('ltr')
  const phone = reply.locator('a[href^="tel:"] bdi').first()
  expect(await phone.getAttribute('dir')).toBe('ltr')
  const own = await messages(page).nth(1).boundingBox()
  expect(own?.x).toBeLessThan(40)
})

test('a button on an Arabic page is answered in Arabic, though it says nothing of a language', async () => {
  const page = await site.open('/?lang=ar')
  await page.getByRole('button', { name: 'السكن', exact: true }).click()
  await messages(page).nth(2).waitFor()
  expect(await messages(page).nth(2).getAttribute('lang')).toBe('ar')
})

test('a question is answered in its own language, whatever that of the page', async () => {
  const page = await site.open('/?lang=ar')
  await ask(page, 'où voir un médecin sans papiers ?', 'سؤالك')
  await messages(page).nth(2).waitFor()
  expect(await messages(page).nth(2).getAttribute('lang')).toBe('fr')
})

test('a button on the French page does not hold the talk in French', async () => {
  const page = await site.open()
  await page.getByRole('button', { name: 'Logement', exact: true }).click()
  await messages(page).nth(2).waitFor()
  await ask(page, 'I have no place to sleep tonight, where can I go?')
  await messages(page).nth(4).waitFor()
  expect((await documentLanguage(page))[0]).toBe('en')
})

test('the switch changes every word before anything was asked, without a request', async () => {
  const page = await site.open()
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  await page.getByRole('combobox', { name: 'Langue' }).selectOption('العربية')
  expect(await documentLanguage(page)).toEqual(['ar', 'rtl'])
  expect(await messages(page).first().textContent()).toContain('السلام عليكم')
  expect(await page.getByRole('button', { name: 'إرسال' }).isVisible()).toBe(true)
  expect(await page.title()).toBe('دليل')
  expect(requests).toEqual([])
})

test('a language that was chosen holds, whatever is written', async () => {
  const page = await site.open()
  await page.getByRole('combobox', { name: 'Langue' }).selectOption('Español')
  const sent = page.waitForRequest('**/api/chat')
  await ask(page, 'où voir un médecin sans papiers ?', 'Su pregunta')
  expect((await sent).postDataJSON()).toEqual({ text: 'où voir un médecin sans papiers ?', lang: 'es' })
  await messages(page).nth(2).waitFor()
  expect((await documentLanguage(page))[0]).toBe('es')
})

test('the switch in the middle of a talk repeats the answer in the new language', async () => {
  const page = await site.open()
  await ask(page, 'où voir un médecin sans papiers ?')
  await messages(page).nth(2).waitFor()
  await page.getByRole('combobox', { name: 'Langue' }).selectOption('English')
  await messages(page).nth(4).waitFor()
  expect(await messages(page).nth(4).textContent()).toContain('health centre')
})

test('a language button of the assistant counts as a choice, too', async () => {
  const page = await site.open()
  await ask(page, 'menu')
  await page.getByRole('button', { name: 'Langue' }).click()
  await page.getByRole('button', { name: 'English' }).click()
  await messages(page).nth(6).waitFor()
  const sent = page.waitForRequest('**/api/chat')
  await ask(page, 'bonjour', 'Your question')
  expect((await sent).postDataJSON()).toMatchObject({ lang: 'en' })
})

test('in an Arabic text the stroke of a command stays before its word', async () => {
  const page = await site.open('/?lang=ar')
  await ask(page, '/privacy', 'سؤالك')
  await messages(page).nth(2).waitFor()
  const command = page.locator('bdi', { hasText: '/forget' }).first()
  expect(await command.getAttribute('dir')).toBe('ltr')
  await page.goto(new URL('/ar/notice', page.url()).href)
  expect(await page.locator('main bdi', { hasText: '/forget' }).getAttribute('dir')).toBe('ltr')
})
