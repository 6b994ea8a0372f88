/** The real server with the public pages and real content, without the models of understanding, which no page needs. */
import pino from 'pino'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { createKeys } from '../../src/channels/channel.ts'
import { createWebChannel } from '../../src/channels/web.ts'
import { checkContent } from '../../src/knowledge/check.ts'
import { createLibraryReader, type Library } from '../../src/knowledge/library.ts'
import { projectRoot } from '../../src/root.ts'
import { createApp } from '../../src/server/app.ts'
import { buildAssets } from '../../src/site/assets.ts'
import { renderChatPage } from '../../src/site/page.ts'
import { offeredLanguages } from '../../src/site/page-list.ts'
import { createPreview } from '../../src/site/preview-page.ts'
import { createPublicPages } from '../../src/site/public-pages.ts'
import { startBrowser } from '../browser.ts'

export interface PublicServer {
  readonly address: string
  library(): Library
  /** What authors do: the content is another one from now on. */
  change(library: Library): void
  close(): Promise<void>
}

export async function startPublicServer(
  options: { readonly origin?: string; readonly operator?: string; readonly preview?: boolean } = {},
): Promise<PublicServer> {
  let { library } = createLibraryReader(projectRoot).read()
  const current = () => library
  const assets = buildAssets()
  const app = createApp({
    web: createWebChannel(createKeys('a secret for the tests of public pages')),
    log: pino({ level: 'silent' }),
    trustProxy: false,
    languages: () => offeredLanguages(library),
    renderPage: (language) => renderChatPage(library, language, assets),
    assets: assets.all,
    renderWidget: () => '',
    pages: createPublicPages(current, assets, options),
    ...(options.preview && { preview: createPreview(current, () => checkContent(projectRoot, '2026-11-25'), assets) }),
    ready: async () => [],
  })
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    address,
    library: current,
    change(next) {
      library = next
    },
    close: () => app.close(),
  }
}

export interface Reader {
  /** A new browser profile at an address, on an old telephone and without scripts unless told otherwise. */
  open(address: string, options?: BrowserContextOptions): Promise<Page>
  close(): Promise<void>
}

export async function startReader(): Promise<Reader> {
  const browser = await startBrowser()
  return {
    async open(address, options = {}) {
      const context = await browser.newContext({
        viewport: { width: 360, height: 740 },
        javaScriptEnabled: false,
        ...options,
      })
      const page = await context.newPage()
      await page.goto(address)
      return page
    },
    close: () => browser.close(),
  }
}
