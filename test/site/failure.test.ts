import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, messages, type Site, startSite } from './chat-page.ts'

let site: Site
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())

const numbers = ['tel:15', 'tel:19', 'tel:177', 'tel:2511', 'tel:8350']

test('a message that could not be sent stays in sight, says so and can be sent again', async () => {
  const page = await site.open()
  await page.route('**/api/chat', (route) => route.abort())
  await ask(page, 'où voir un médecin sans papiers ?')
  await messages(page).nth(1).getByText("Ce message n'est pas parti.").waitFor()
  await page.unroute('**/api/chat')
  await messages(page).nth(1).getByRole('button', { name: 'Réessayer' }).click()
  await messages(page).nth(2).waitFor()
  expect(await messages(page).nth(1).textContent()).toContain('où voir un médecin sans papiers ?')
  expect(await page.getByText("Ce message n'est pas parti.").count()).toBe(0)
  expect(await page.getByRole('alert').isVisible()).toBe(false)
})

test('without a connection the emergency numbers are there and dial', async () => {
  const page = await site.open()
  await page.context().setOffline(true)
  const notice = page.getByRole('alert')
  await notice.waitFor()
  expect(await notice.textContent()).toContain("Si quelqu'un est en danger, appelez :")
  expect(await notice.getByRole('link').evaluateAll((all) => all.map((one) => one.getAttribute('href')))).toEqual(
    numbers,
  )
  await page.context().setOffline(false)
  await notice.waitFor({ state: 'hidden' })
})

test('the notice speaks the language of the page', async () => {
  const page = await site.open()
  await page.context().setOffline(true)
  await page.getByRole('combobox', { name: 'Langue' }).selectOption('العربية')
  expect(await page.getByRole('alert').textContent()).toContain('الإسعاف')
})

test('a server that is broken is treated as one that cannot be reached', async () => {
  const page = await site.open()
  await page.route('**/api/chat', (route) => route.fulfill({ status: 500, json: { title: 'Internal error' } }))
  await ask(page, 'bonjour')
  await page.getByRole('alert').waitFor()
  expect(await page.getByRole('button', { name: 'Réessayer' }).isEnabled()).toBe(true)
})

test('a page of somebody between us and the server is not taken for an answer', async () => {
  const page = await site.open()
  await page.route('**/api/chat', (route) => route.fulfill({ body: '<h1>Buy airtime</h1>' }))
  await ask(page, 'bonjour')
  await page.getByRole('alert').waitFor()
})

test('who writes too fast is told to wait, and may send again when the time has passed', async () => {
  const page = await site.open()
  await page.route('**/api/chat', (route) => route.fulfill({ status: 429, headers: { 'retry-after': '1' }, json: {} }))
  await ask(page, 'bonjour')
  await page.getByText('Attendez un peu').waitFor()
  const retry = page.getByRole('button', { name: 'Réessayer' })
  expect(await retry.isDisabled()).toBe(true)
  await page.unroute('**/api/chat')
  await retry.click() // waits until it may be pressed
  await messages(page).nth(2).waitFor()
})

test('an answer that does not come within half a minute counts as a failure', async () => {
  const page = await site.open()
  await page.clock.install()
  await page.route('**/api/chat', () => {})
  await ask(page, 'bonjour')
  await page.getByText('Dalil écrit…').waitFor()
  await page.clock.runFor(31_000)
  await page.getByText("Ce message n'est pas parti.").waitFor()
})

test('without JavaScript the page says so and gives the numbers and the other languages', async () => {
  const page = await site.open('/?lang=fr', { javaScriptEnabled: false })
  const notice = page.locator('noscript')
  expect(await notice.textContent()).toContain('JavaScript est coupé')
  const links = await notice
    .getByRole('link')
    .filter({ visible: true })
    .evaluateAll((all) => all.map((one) => one.getAttribute('href')))
  expect(links.slice(0, 5)).toEqual(numbers)
  await notice.getByRole('link', { name: 'العربية' }).click()
  expect(await notice.textContent()).toContain('JavaScript متوقف')
})
