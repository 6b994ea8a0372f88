/** The public pages as people meet them: on an old telephone, without scripts, by ear, on paper. */
import type { BrowserContextOptions, Page } from 'playwright-core'
import decodeQR from 'qr/decode.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { composeWhole } from '../../src/knowledge/whole-answer.ts'
import { type ReplyLanguage, replyLanguages } from '../../src/languages.ts'
import type { TopicId } from '../../src/message.ts'
import { violations } from './accessibility.ts'
import { type PublicServer, type Reader, startPublicServer, startReader } from './public-site.ts'

const origin = 'https://dalil.example.org'
let server: PublicServer
let reader: Reader
beforeAll(async () => {
  server = await startPublicServer({ origin, preview: true })
  reader = await startReader()
})
afterAll(async () => {
  await reader.close()
  await server.close()
})

function open(path: string, options?: BrowserContextOptions): Promise<Page> {
  return reader.open(`${server.address}${path}`, options)
}

test.each<[string, BrowserContextOptions]>([
  ['/fr/t/health.care', { colorScheme: 'light' }],
  ['/fr/t/residence.permit', { colorScheme: 'dark' }],
  ['/ar/t/health.care', { colorScheme: 'dark' }],
  ['/ary/s/tanger', { colorScheme: 'light' }],
  ['/fr/s/rabat', { colorScheme: 'dark' }],
  ['/es/', { colorScheme: 'light' }],
  ['/pt/t/nothing', { colorScheme: 'light' }],
  ['/en/t/social.women', { forcedColors: 'active', viewport: { width: 1280, height: 800 } }],
  ['/ar/notice', { colorScheme: 'light' }],
  ['/preview', { colorScheme: 'light' }],
  ['/preview/health.care/ar', { colorScheme: 'dark' }],
])('axe finds nothing on %s', async (path, options) => {
  const page = await open(path, { javaScriptEnabled: true, ...options })
  expect(await violations(page)).toEqual([])
  await page.context().close()
})

test.each(replyLanguages)('at 320 pixels nothing is wider than the screen in %s', async (language) => {
  for (const path of [
    `/${language}/`,
    `/${language}/t/health.care`,
    `/${language}/s/rabat`,
    `/${language}/notice`,
    '/preview/health.care/fr',
  ]) {
    const page = await open(path, { viewport: { width: 320, height: 640 }, javaScriptEnabled: true })
    expect([path, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([path, 320])
    await page.context().close()
  }
})

test('without scripts a reader goes from all topics to one, to a related one, to a city and into another language', async () => {
  const page = await open('/fr/')
  expect(await page.getByRole('searchbox').count()).toBe(0)
  await page.getByRole('link', { name: "Voir un médecin, aller à l'hôpital" }).click()
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe("Voir un médecin, aller à l'hôpital")
  await page.getByRole('link', { name: 'Urgence médicale' }).click()
  await page.getByRole('heading', { level: 1, name: 'Urgence médicale' }).waitFor()
  await page.goBack()
  await page.getByRole('link', { name: 'Tanger', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Services à Tanger' }).waitFor()
  await page.getByRole('link', { name: 'العربية' }).click()
  await page.getByRole('heading', { level: 1, name: 'الخدمات في طنجة' }).waitFor()
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
  await page.context().close()
})

test('what Dalil knows of a person is one tap away from the chat and from every page', async () => {
  const chat = await open('/?lang=fr', { javaScriptEnabled: true })
  await chat.getByRole('combobox', { name: 'Langue' }).selectOption('ar')
  const link = chat.getByRole('link', { name: 'ماذا يعرف دليل عنك' })
  expect(await link.getAttribute('href')).toBe('/ar/notice')
  await chat.context().close()
  const page = await open('/es/t/health.care')
  await page.getByRole('link', { name: 'Lo que Dalil sabe de usted' }).click()
  await page.getByRole('heading', { level: 1, name: 'Lo que Dalil sabe de usted' }).waitFor()
  expect(await page.locator('main').textContent()).toContain('Elija «Borrar todo» o escriba /forget.')
  await page.context().close()
})

test('a reader without scripts is led from the chat to the answers', async () => {
  const page = await open('/?lang=fr')
  await page.getByRole('link', { name: 'Lire les réponses sans JavaScript' }).click()
  await page.getByRole('heading', { level: 1, name: 'Tous les sujets' }).waitFor()
  await page.context().close()
})

test('nothing is asked of another server, and what is loaded is the page and its sheet', async () => {
  const page = await open('/fr/t/health.care', { javaScriptEnabled: true })
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.reload()
  expect(asked.filter((url) => !url.startsWith('data:')).map((url) => new URL(url).pathname)).toEqual([
    '/fr/t/health.care',
    expect.stringMatching(/^\/assets\/public\.[0-9a-f]{8}\.css$/),
  ])
  expect(asked.every((url) => url.startsWith(server.address) || url.startsWith('data:'))).toBe(true)
  await page.context().close()
})

test('a few letters narrow the list of topics, with or without accents', async () => {
  const page = await open('/fr/', { javaScriptEnabled: true })
  const topics = page.locator('#topics').getByRole('link')
  const all = await topics.count()
  await page.getByLabel('Chercher un sujet').fill('ecole')
  expect(await topics.allTextContents()).toContain("Inscrire un enfant à l'école publique")
  expect(await topics.count()).toBeLessThan(all)
  await page.getByLabel('Chercher un sujet').fill('zzz')
  await page.getByText('Aucun sujet avec ces mots.').waitFor()
  await page.getByLabel('Chercher un sujet').fill('')
  expect(await topics.count()).toBe(all)
  await page.context().close()
})

test('Arabic letters are found however they are typed', async () => {
  const page = await open('/ar/', { javaScriptEnabled: true })
  await page.getByLabel('البحث عن موضوع').fill('الاقامه')
  expect(await page.locator('#topics').getByRole('link').count()).toBeGreaterThan(3)
  expect(await page.locator('#topics').getByRole('heading', { level: 2 }).allTextContents()).toContain(
    'الإقامة واللجوء والاتجار',
  )
  await page.context().close()
})

/** The topics with the longest answers of a language, which are the hardest to print. */
function longest(language: ReplyLanguage, count: number): TopicId[] {
  const length = (topic: TopicId) => JSON.stringify(composeWhole(server.library(), topic, language)).length
  return [...server.library().topics.values()]
    .filter(({ answers }) => answers.has(language))
    .map(({ id }) => id)
    .sort((a, b) => length(b) - length(a))
    .slice(0, count)
}

test.each(replyLanguages)('even the longest topics in %s are printed on one sheet of A4', async (language) => {
  for (const topic of longest(language, 3)) {
    const page = await open(`/${language}/t/${topic}`)
    const paper = await page.pdf({ preferCSSPageSize: true })
    const sheets = paper.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length
    expect([topic, sheets]).toEqual([topic, 1])
    await page.context().close()
  }
})

test('paper leaves out what can only be tapped, and holds a code that leads to the chat', async () => {
  const page = await open('/ar/t/health.care', { javaScriptEnabled: true, deviceScaleFactor: 2 })
  await page.emulateMedia({ media: 'print' })
  expect(await page.getByRole('navigation').count()).toBe(0)
  expect(await page.getByRole('link', { name: 'طرح سؤال' }).count()).toBe(0)
  const picture = await page.locator('.code').screenshot()
  // On a page of nobody, because ours may not fetch what it did not get from the server.
  const blank = await page.context().newPage()
  const pixels = await blank.evaluate(async (encoded) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${encoded}`)).blob())
    const canvas = new OffscreenCanvas(image.width, image.height)
    const context = canvas.getContext('2d')
    context?.drawImage(image, 0, 0)
    const data = context?.getImageData(0, 0, image.width, image.height).data ?? []
    return { width: image.width, height: image.height, data: [...data] }
  }, picture.toString('base64'))
  expect(decodeQR({ ...pixels, data: Uint8Array.from(pixels.data) })).toBe(`${origin}/?lang=ar`)
  await page.context().close()
})

test('authors see every answer with what is to be mended, by language and situation', async () => {
  const page = await open('/preview')
  const ids = await page.locator('main li').allTextContents()
  for (const id of [...server.library().topics.keys(), 'bot.greeting', 'urgent.medical'])
    expect(ids.some((text) => text.startsWith(id))).toBe(true)
  await page
    .locator('li', { hasText: /^health\.care/ })
    .getByRole('link', { name: 'ar', exact: true })
    .click()
  await page.getByRole('heading', { level: 1, name: 'health.care' }).waitFor()
  const headings = await page.locator('main > section > h2').allTextContents()
  expect(headings).toEqual(['anybody', ...(server.library().topics.get('health.care' as TopicId)?.situations ?? [])])
  await page.getByRole('link', { name: 'fr', exact: true }).click()
  expect(await page.getByRole('main').textContent()).toContain('centre de santé')
  await page.context().close()
})
