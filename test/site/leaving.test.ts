import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, messages, type Site, startSite } from './chat-page.ts'

let site: Site
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())

const question = 'où voir un médecin sans papiers ?'

/** A talk with one answer; the neutral page is a stand-in, because tests have no internet. */
async function openTalk(): Promise<Page> {
  const page = await site.open()
  await page.route('https://www.wikipedia.org/', (route) => route.fulfill({ body: 'encyclopaedia' }))
  await ask(page, question)
  await messages(page).nth(2).waitFor()
  return page
}

/** Asks the server, past the page, what it still knows of the talk: "et le prix ?" needs a topic in hand. */
async function rememberedBy(page: Page, chat: string): Promise<string> {
  const answer = await page.request.post(`${site.address}/api/chat`, { data: { chat, text: 'et le prix ?' } })
  return JSON.stringify((await answer.json()).reply.blocks)
}

test('the way out empties the page, erases the talk and leaves no entry in the history', async () => {
  const page = await openTalk()
  const forgotten = page.waitForRequest('**/api/chat')
  await page.getByRole('button', { name: 'Quitter cette page' }).click()
  expect((await forgotten).postDataJSON()).toEqual({ chat: expect.any(String), button: 'forget' })
  await page.waitForURL('https://www.wikipedia.org/')
  await page.goBack()
  expect(page.url()).toBe('about:blank')
})

test('after the way out the server knows nothing of the talk', async () => {
  const page = await openTalk()
  const sent = page.waitForRequest('**/api/chat')
  await ask(page, 'merci')
  const { chat } = (await sent).postDataJSON()
  await messages(page).nth(4).waitFor()
  const before = await rememberedBy(page, chat)
  const forgotten = page.waitForRequest((request) => request.postDataJSON()?.button === 'forget')
  await page.getByRole('button', { name: 'Quitter cette page' }).click()
  await forgotten
  await page.waitForURL('https://www.wikipedia.org/')
  expect(await rememberedBy(page, chat)).not.toBe(before)
})

test('the page is empty before the neutral one has come', async () => {
  const page = await openTalk()
  let release = () => {}
  await page.route('https://www.wikipedia.org/', async (route) => {
    await new Promise<void>((resolve) => {
      release = resolve
    })
    await route.fulfill({ body: 'encyclopaedia' })
  })
  const text = await page.evaluate(() => {
    document.getElementById('exit')?.click()
    return `${document.body.textContent}${document.title}`
  })
  expect(text).toBe('')
  release()
})

test('three presses of Escape leave, and each says how many are missing', async () => {
  const page = await openTalk()
  await page.keyboard.press('Escape')
  expect(await page.getByRole('status').allTextContents()).toContain(
    'Pour quitter cette page, appuyez encore 2 fois sur Échap.',
  )
  await page.keyboard.press('Escape')
  expect(await page.getByRole('status').allTextContents()).toContain(
    'Pour quitter cette page, appuyez encore 1 fois sur Échap.',
  )
  await page.keyboard.press('Escape')
  await page.waitForURL('https://www.wikipedia.org/')
})

test('presses of Escape that lie far apart do not leave', async () => {
  const page = await site.open()
  await page.clock.install()
  for (let press = 0; press < 4; press += 1) {
    await page.keyboard.press('Escape')
    await page.clock.runFor(6000)
  }
  expect(page.url()).toContain(site.address)
  expect(await page.getByText('Échap', { exact: false }).filter({ visible: true }).count()).toBeLessThanOrEqual(1)
})

test('the way out works before the script has come, as a link', async () => {
  const page = await site.open('/?lang=fr', { javaScriptEnabled: false })
  await page.route('https://www.wikipedia.org/', (route) => route.fulfill({ body: 'encyclopaedia' }))
  await page.getByRole('button', { name: 'Quitter cette page' }).click()
  await page.waitForURL('https://www.wikipedia.org/')
})

test('"Back" to a page that was left shows no conversation', async () => {
  const page = await openTalk()
  await page.goto(`${site.address}/healthz`)
  await page.goBack()
  await page.getByLabel('Votre question').waitFor()
  expect(await messages(page).count()).toBe(1)
})

test('a page that the browser keeps for "Back" keeps no conversation', async () => {
  const page = await openTalk()
  // This Chromium without a window keeps no pages, so the event that comes before is made by hand.
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })))
  expect(await messages(page).count()).toBe(1)
  expect(await page.getByText(question).count()).toBe(0)
})

test('a new conversation begins with nothing, under a token of its own', async () => {
  const page = await openTalk()
  await page.getByRole('button', { name: 'Nouvelle conversation' }).click()
  expect(await messages(page).count()).toBe(1)
  const sent = page.waitForRequest('**/api/chat')
  await ask(page, 'bonjour')
  expect((await sent).postDataJSON()).toEqual({ text: 'bonjour' })
})

test('an answer that comes after a new conversation has begun is not shown', async () => {
  const page = await site.open()
  let release = () => {}
  await page.route('**/api/chat', async (route) => {
    await new Promise<void>((resolve) => {
      release = resolve
    })
    await route.continue().catch(() => {}) // the page may have given up the request
  })
  await ask(page, question)
  await page.getByRole('button', { name: 'Nouvelle conversation' }).click()
  release()
  await page.unroute('**/api/chat')
  expect(await page.getByRole('alert').isVisible()).toBe(false) // given up on purpose, so nothing is missing
  await ask(page, 'bonjour')
  await messages(page).nth(2).waitFor()
  expect(await messages(page).count()).toBe(3)
  expect(await page.getByText(question).count()).toBe(0)
})

test('"erase everything" erases both sides and says so', async () => {
  const page = await openTalk()
  const sent = page.waitForRequest('**/api/chat')
  await page.getByRole('button', { name: 'Tout effacer' }).click()
  const { chat, button } = (await sent).postDataJSON()
  expect(button).toBe('forget')
  await page.getByText("C'est effacé").waitFor()
  expect(await page.getByText(question).count()).toBe(0)
  expect(await rememberedBy(page, chat)).not.toContain('consultation')
})

test('when erasing did not reach the server, the page says so and offers it again', async () => {
  const page = await openTalk()
  await page.route('**/api/chat', (route) => route.abort())
  await page.getByRole('button', { name: 'Tout effacer' }).click()
  await page.getByText("Ce message n'est pas parti.").waitFor()
  expect(await page.getByText(question).count()).toBe(0)
  await page.unroute('**/api/chat')
  await page.getByRole('button', { name: 'Réessayer' }).click()
  await page.getByText("C'est effacé").waitFor()
})

test('nothing is kept in the browser: no cookie, no storage, no address with words in it', async () => {
  const page = await openTalk()
  expect(await page.context().cookies()).toEqual([])
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, location.search])).toEqual([
    0,
    0,
    '?lang=fr',
  ])
  expect(await page.evaluate(() => history.length)).toBe(2) // about:blank and the chat
})
