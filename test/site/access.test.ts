import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violations } from './accessibility.ts'
import { ask, messages, type Site, startSite } from './chat-page.ts'

let site: Site
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())

/** A page with everything on it: an urgent card, an answer, choices, a failed message and the notice. */
async function openFullPage(language: string, options: BrowserContextOptions): Promise<Page> {
  const page = await site.open(`/?lang=${language}`, options)
  await page.locator('#language').selectOption(language)
  const question = page.getByRole('textbox')
  await question.fill('au secours, une personne est blessée et perd beaucoup de sang')
  await question.press('Enter')
  await messages(page).nth(2).waitFor()
  await question.fill('où voir un médecin sans papiers ?')
  await question.press('Enter')
  await messages(page).nth(4).waitFor()
  await page.route('**/api/chat', (route) => route.abort())
  await question.fill('encore')
  await question.press('Enter')
  await page.getByRole('alert').waitFor()
  return page
}

test.each<[string, string, BrowserContextOptions]>([
  ['in light colours', 'fr', { colorScheme: 'light' }],
  ['in dark colours', 'fr', { colorScheme: 'dark' }],
  ['in Arabic', 'ar', { colorScheme: 'light' }],
  ['in Darija in dark colours', 'ary', { colorScheme: 'dark' }],
  ['with the colours of the system', 'fr', { forcedColors: 'active' }],
  ['on a wide screen', 'en', { viewport: { width: 1280, height: 800 } }],
])('axe finds nothing %s', async (_name, language, options) => {
  const page = await openFullPage(language, options)
  expect(await violations(page)).toEqual([])
})

test('axe finds nothing on the first screen', async () => {
  // As tall as all of it: axe takes a button half under the line of writing for a small one, though it can be scrolled.
  const page = await site.open('/', { viewport: { width: 360, height: 1100 } })
  expect(await violations(page)).toEqual([])
})

test.each(['fr', 'ar', 'ary', 'en', 'es', 'pt'])(
  'at 320 pixels nothing is wider than the screen in %s',
  async (language) => {
    const page = await openFullPage(language, { viewport: { width: 320, height: 640 } })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
    const exit = await page.locator('#exit').boundingBox()
    const name = await page.getByRole('heading', { level: 1 }).boundingBox()
    expect(exit?.y).toBeLessThan((name?.y ?? 0) + (name?.height ?? 0)) // still one line
  },
)

test('at 400 % zoom more than half of the screen is left to read', async () => {
  const page = await openFullPage('fr', { viewport: { width: 320, height: 256 } })
  const bar = await page.getByRole('banner').boundingBox()
  expect(bar?.height).toBeLessThan(80)
  const composer = await page.getByRole('textbox').boundingBox()
  expect(composer?.y).toBeGreaterThan(256) // it scrolls with the text, below the fold
})

test('texts are at least 16 pixels high', async () => {
  const page = await openFullPage('fr', {})
  const sizes = await page
    .locator('body *')
    .evaluateAll((all) => all.map((one) => Number.parseFloat(getComputedStyle(one).fontSize)))
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(16)
})

test('buttons are at least 44 pixels high, those beside the matter 36', async () => {
  const page = await site.open()
  await ask(page, 'où voir un médecin sans papiers ?')
  await messages(page).nth(2).waitFor()
  const heights = (locator: string) =>
    page
      .locator(locator)
      .filter({ visible: true })
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height))
  expect(
    Math.min(...(await heights('.choices > :first-child button, .send, .exit, select, .call'))),
  ).toBeGreaterThanOrEqual(44)
  expect(Math.min(...(await heights('.quiet button, .tools button')))).toBeGreaterThanOrEqual(36)
})

test('everything is done with the keyboard alone', async () => {
  const page = await site.open('/?lang=fr', { viewport: { width: 1280, height: 800 } })
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Aller à la question')
  await page.keyboard.press('Enter')
  await page.keyboard.type('où voir un médecin sans papiers ?')
  await page.keyboard.press('Enter')
  await messages(page).nth(2).waitFor()
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('question')
  // Backwards from the question: the quiet buttons, then the others of the answer.
  let focused = ''
  for (let step = 0; step < 20 && focused !== 'Menu'; step += 1) {
    await page.keyboard.press('Shift+Tab')
    focused = await page.evaluate(() => document.activeElement?.textContent ?? '')
  }
  await page.keyboard.press('Space')
  await messages(page).nth(4).waitFor()
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('question')
  expect(page.url()).not.toContain('#')
})

test('what has the focus is never hidden behind the bars', async () => {
  const page = await site.open()
  await ask(page, 'où voir un médecin sans papiers ?')
  await messages(page).nth(2).waitFor()
  const bar = (await page.getByRole('banner').boundingBox())?.height ?? 0
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press('Shift+Tab')
    const [inLog, top, bottom] = await page.evaluate(() => {
      const focused = document.activeElement
      const box = focused?.getBoundingClientRect()
      return [focused?.closest('#log') !== null, box?.top ?? 0, box?.bottom ?? 0] as const
    })
    if (!inLog) continue
    const composer = await page.evaluate(() => document.querySelector('.composer')?.getBoundingClientRect().top ?? 0)
    expect(top).toBeGreaterThanOrEqual(bar)
    expect(bottom).toBeLessThanOrEqual(composer)
  }
})

test('on glass the keyboard closes, so that the answer can be read', async () => {
  const page = await site.open('/?lang=fr', { hasTouch: true, isMobile: true })
  await page.getByLabel('Votre question').tap()
  await ask(page, 'bonjour')
  await messages(page).nth(2).waitFor()
  expect(await page.evaluate(() => document.activeElement?.id)).not.toBe('question')
})

test('a screen reader hears whose message it is, and new messages as they come', async () => {
  const page = await site.open()
  await ask(page, 'bonjour')
  await messages(page).nth(2).waitFor()
  expect(await messages(page).nth(1).textContent()).toMatch(/^Vous :/)
  expect(await messages(page).nth(2).textContent()).toMatch(/^Dalil :/)
  expect(await page.getByRole('log', { name: 'Conversation' }).count()).toBe(1)
})

test('nothing moves for who asked for less motion', async () => {
  const page = await site.open('/?lang=fr', { reducedMotion: 'reduce' })
  await page.route('**/api/chat', () => {})
  await ask(page, 'bonjour')
  await page.getByText('Dalil écrit…').waitFor()
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0)
})
