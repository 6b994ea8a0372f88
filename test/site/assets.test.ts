import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLibraryReader } from '../../src/knowledge/library.ts'
import { projectRoot } from '../../src/root.ts'
import { buildAssets } from '../../src/site/assets.ts'
import { renderChatPage } from '../../src/site/page.ts'
import { ask, messages, type Site, startSite } from './chat-page.ts'

let site: Site
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())

const assets = buildAssets()

test('the first load is at most 20 kB, in three requests, all to ourselves', async () => {
  const page = await (await site.browser.newContext()).newPage()
  const loaded: Promise<readonly [string, number]>[] = []
  page.on('requestfinished', (request) =>
    loaded.push(request.sizes().then((size) => [request.url(), size.responseBodySize + size.responseHeadersSize])),
  )
  await page.goto(`${site.address}/?lang=ar`, { waitUntil: 'networkidle' })
  const requests = await Promise.all(loaded)
  expect(requests.map(([url]) => new URL(url).origin)).toEqual(Array(3).fill(site.address))
  expect(requests.reduce((sum, [, bytes]) => sum + bytes, 0)).toBeLessThan(20_000)
})

test('a whole talk breaks no security policy and raises no error', async () => {
  const page = await (await site.browser.newContext()).newPage()
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(`${site.address}/?lang=fr`)
  await ask(page, 'où voir un médecin sans papiers ?')
  await messages(page).nth(2).waitFor()
  await page.getByRole('button', { name: 'Menu' }).click()
  await messages(page).nth(4).waitFor()
  await page.getByRole('combobox', { name: 'Langue' }).selectOption('العربية')
  await messages(page).nth(6).waitFor()
  expect(complaints).toEqual([])
})

test('the browser gets one script without types, imports or comments', () => {
  expect(assets.scripts).toHaveLength(1)
  const script = assets.all.find(({ path }) => path === assets.scripts[0])?.body.toString() ?? ''
  expect(script).toContain('function createTalk')
  expect(script).not.toMatch(/^(import|export|interface|type|\/\/|\/\*)/m)
})

test('the script uses nothing that Chrome 80 does not know', () => {
  const script = assets.all.map(({ body }) => body.toString()).join()
  expect(
    script.match(
      /\?\?=|\|\|=|&&=|\.at\(|replaceAll|replaceChildren|structuredClone|AbortSignal\.|Object\.hasOwn|findLast/g,
    ),
  ).toBeNull()
})

test('an asset has the same name as long as it has the same content', () => {
  expect(buildAssets().all.map(({ path }) => path)).toEqual(assets.all.map(({ path }) => path))
  for (const { path } of assets.all)
    expect(path).toMatch(/^\/assets\/(chat|public|filter|share)\.[0-9a-f]{8}\.(js|css|png)$/)
})

test('the compressed forms hold the same bytes', () => {
  for (const { body, brotli, gzip } of assets.all) {
    expect(brotliDecompressSync(brotli)).toEqual(body)
    expect(gunzipSync(gzip)).toEqual(body)
  }
})

test('a word of the content cannot become markup of the page', () => {
  const { library } = createLibraryReader(projectRoot).read()
  const evil = '</script><script>alert("x")</script>'
  const programmes = library.programmes.map((programme) => ({
    ...programme,
    titles: { ...programme.titles, fr: evil },
  }))
  const page = renderChatPage({ ...library, programmes }, 'fr', assets)
  expect(page).not.toContain('<script>alert')
  expect(page).not.toContain(evil)
})
