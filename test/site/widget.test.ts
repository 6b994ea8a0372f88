/** The widget on sites of others: the example page, and one that tries to read, break and hide it. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectRoot } from '../../src/root.ts'
import { type Site, startSite } from './chat-page.ts'

let site: Site
let others: Server
let elsewhere: string
let pages: Readonly<Record<string, { readonly html: string; readonly policy?: string }>>

beforeAll(async () => {
  site = await startSite()
  const example = readFileSync(join(projectRoot, 'docs/widget-example.html'), 'utf8')
  const widget = (attributes: string) => `<script src="${site.address}/widget.js" ${attributes} defer></script>`
  pages = {
    '/example': { html: example.replace('https://dalil.example.org', site.address) },
    '/arabic': { html: `<!doctype html><body><p>x</p>${widget('data-lang="ar"')}` },
    '/strict': {
      html: `<!doctype html><body><p>x</p>${widget('data-lang="en"')}`,
      policy: `default-src 'none'; script-src ${site.address}; frame-src ${site.address}`,
    },
    '/hostile': {
      html: `<!doctype html><style>div, iframe, button { display: none !important; position: static !important; opacity: 0 !important; width: 0 !important }</style>
<body data-secret="what the page knows"><script>
window.seen = []
for (const kind of ['keydown', 'input', 'message', 'click']) addEventListener(kind, (event) => seen.push(kind + (event.key || event.data || '')), true)
Object.prototype.topic = 'legal.arrest'
document.cookie = 'host=1'
</script>${widget('data-lang="__proto__" data-topic="health.care&quot;><script>"')}`,
    },
  }
  others = createServer((request, response) => {
    const page = pages[request.url ?? '']
    const policy = page?.policy ? { 'content-security-policy': page.policy } : {}
    response.writeHead(page ? 200 : 404, { 'content-type': 'text/html; charset=utf-8', ...policy }).end(page?.html)
  }).listen(0, '127.0.0.1')
  await once(others, 'listening')
  // Another host name is another site for the browser, as the internet has them.
  elsewhere = `http://localhost:${(others.address() as AddressInfo).port}` // a TCP server has no other kind of address
})
afterAll(async () => {
  await site.close()
  others.close()
})

async function visit(path: string): Promise<Page> {
  const page = await (await site.browser.newContext({ viewport: { width: 800, height: 760 } })).newPage()
  await page.goto(`${elsewhere}${path}`)
  return page
}

/** By keyboard alone; the shadow root is closed, so no selector reaches in. */
async function pressButton(page: Page): Promise<void> {
  await page.waitForFunction(() => document.body.lastElementChild?.tagName === 'DIV')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
}

describe('the widget', () => {
  test('is small, and may be loaded by every site', async () => {
    const response = await fetch(`${site.address}/widget.js`)
    expect((await response.arrayBuffer()).byteLength).toBeLessThan(10_000)
    expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    expect(response.headers.get('set-cookie')).toBeNull()
  })

  test('opens the chat by keyboard, at the topic that the page names, and answers', async () => {
    const page = await visit('/example')
    const [chat] = await Promise.all([page.waitForEvent('frameattached'), pressButton(page)])
    await chat.getByRole('log').getByText("l'école", { exact: false }).first().waitFor()
    await chat.getByLabel('Votre question').fill('où voir un médecin ?')
    await chat.getByLabel('Votre question').press('Enter')
    await chat.getByText('centre de santé').first().waitFor()
    await page.context().close()
  })

  test('reads from right to left where it is Arabic, and stands in the left corner', async () => {
    const page = await visit('/arabic')
    const [chat] = await Promise.all([page.waitForEvent('frameattached'), pressButton(page)])
    await chat.waitForSelector('#question')
    expect(await chat.locator('html').getAttribute('dir')).toBe('rtl')
    const box = await (await chat.frameElement()).boundingBox()
    expect(box?.x).toBeLessThan(30)
    await page.context().close()
  })

  test('works under a policy that allows our script and our frame and nothing else', async () => {
    const page = await visit('/strict')
    const [chat] = await Promise.all([page.waitForEvent('frameattached'), pressButton(page)])
    await chat.waitForSelector('#question')
    const box = await (await chat.frameElement()).boundingBox()
    expect(box?.width).toBeGreaterThanOrEqual(400)
    await page.context().close()
  })

  test('stays visible on a page that hides what others put into it, and gives that page nothing', async () => {
    const page = await visit('/hostile')
    const asked: (string | undefined)[] = []
    page.on('request', (request) => {
      if (request.url().startsWith(site.address)) asked.push(request.headers().referer)
    })
    const [chat] = await Promise.all([page.waitForEvent('frameattached'), pressButton(page)])
    await chat.getByLabel('Votre question').fill('je suis sans papiers')
    await chat.getByLabel('Votre question').press('Enter')
    await chat.locator('article.theirs').nth(1).waitFor()
    expect((await (await chat.frameElement()).boundingBox())?.height).toBeGreaterThan(300)
    const seen = await page.evaluate(() => {
      const host = document.body.lastElementChild
      return {
        root: host?.shadowRoot,
        frames: document.querySelectorAll('iframe').length,
        events: Reflect.get(window, 'seen'),
      }
    })
    expect(seen.root).toBeNull()
    expect(seen.frames).toBe(0)
    expect(JSON.stringify(seen.events)).not.toMatch(/papiers|message|input/)
    // A frame in a closed shadow root is not even among the frames that the page can name.
    expect(await page.evaluate(() => window.frames.length + Number('0' in window.frames))).toBe(0)
    expect(asked.filter((referer) => referer?.includes('localhost'))).toEqual([])
    const cookies = await page.context().cookies()
    expect(cookies.map(({ name }) => name)).toEqual(['host'])
    await page.context().close()
  })

  test('leaves the whole page when the person leaves', async () => {
    const page = await visit('/example')
    await page.route('https://www.wikipedia.org/', (route) => route.fulfill({ body: 'elsewhere' }))
    const [chat] = await Promise.all([page.waitForEvent('frameattached'), pressButton(page)])
    await chat.waitForSelector('#question')
    await chat.getByRole('button', { name: 'Quitter cette page' }).click()
    await page.waitForURL('https://www.wikipedia.org/')
    await page.context().close()
  })
})

test('the chat itself and the public pages let no site frame them', async () => {
  for (const path of ['/', '/fr/', '/fr/t/health.care', '/r/abc', '/healthz']) {
    const { headers } = await fetch(`${site.address}${path}`)
    expect(headers.get('x-frame-options'), path).toBe('DENY')
    expect(headers.get('content-security-policy'), path).toContain("frame-ancestors 'none'")
  }
  const { headers } = await fetch(`${site.address}/embed`)
  expect(headers.get('x-frame-options')).toBeNull()
  expect(headers.get('content-security-policy')).toContain('frame-ancestors *')
})
