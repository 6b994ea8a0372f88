/** The real assistant on a free port and a page in Chromium: what the tests of the web chat share. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import type { Assistant } from '../../src/main.ts'
import { startAssistant } from '../../src/main.ts'
import type { Reply } from '../../src/message.ts'
import { startBrowser } from '../browser.ts'

export interface Site {
  readonly address: string
  readonly browser: Browser
  /** A new browser profile on `path`, at the size of an old telephone unless told otherwise. */
  open(path?: string, options?: BrowserContextOptions): Promise<Page>
  close(): Promise<void>
}

export async function startSite(): Promise<Site> {
  const dataDir = mkdtempSync(join(tmpdir(), 'dalil-site-'))
  const browser = await startBrowser()
  const assistant: Assistant = await startAssistant({
    host: '127.0.0.1',
    port: 0,
    dataDir,
    logLevel: 'silent',
    trustProxy: false,
  })
  const { address } = assistant
  return {
    address,
    browser,
    async open(path = '/?lang=fr', options = {}) {
      const context = await browser.newContext({
        viewport: { width: 360, height: 740 },
        reducedMotion: 'reduce',
        ...options,
      })
      const page = await context.newPage()
      await page.goto(`${address}${path}`)
      return page
    },
    async close() {
      await browser.close()
      await assistant.stop()
      rmSync(dataDir, { recursive: true })
    },
  }
}

/** Writes into the field with this label and presses Enter, as at a keyboard. */
export async function ask(page: Page, text: string, label = 'Votre question'): Promise<void> {
  await page.getByLabel(label).fill(text)
  await page.getByLabel(label).press('Enter')
}

/** Messages of both sides, in order. */
export function messages(page: Page): Locator {
  return page.getByRole('log').getByRole('article')
}

/** The server's next answers are these: for what our content does not say on demand. */
export async function answerWith(page: Page, reply: Reply): Promise<void> {
  await page.route('**/api/chat', (route) =>
    route.fulfill({ json: { chat: 'A'.repeat(22), lang: reply.language, reply } }),
  )
}
