/** All public pages of the server, as a route asks for them. They change with the content and the hour, never with the reader. */
import type { Library } from '../knowledge/library.ts'
import type { ReplyLanguage } from '../languages.ts'
import { type Addresses, type PublicPage, serverAddresses } from './addresses.ts'
import type { Assets } from './assets.ts'
import { renderCityPage } from './city-page.ts'
import { renderNoticePage } from './notice-page.ts'
import { findPage, listPages } from './page-list.ts'
import { renderMissingPage, renderTopicsPage } from './topic-list.ts'
import { renderTopicPage } from './topic-page.ts'

export interface PublicPages {
  /** Another object after each change of the content: what was rendered before is out of date then. */
  version(): object
  /** @param kind `t` for a topic, `s` for the services of a city */
  find(kind: 't' | 's', id: string, language: ReplyLanguage): PublicPage | undefined
  /** Path of a page on this server. */
  path(page: PublicPage): string
  render(page: PublicPage): string
  /** Changes when a page of this kind must be rendered anew, though the content is the same: what is open now. */
  moment(page: PublicPage): string
  renderMissing(language: ReplyLanguage): string
  /** @param origin to be used where none is set */
  renderSitemap(origin: string): string
  /** Address under which the assistant is reached from outside, where it is set. */
  readonly origin?: string
}

export interface PublicPagesOptions {
  /** Address under which the assistant is reached from outside. */
  readonly origin?: string
  /** Who runs this assistant, for the notice. */
  readonly operator?: string
  /** Milliseconds since 1970, for what is open now. */
  readonly now?: () => number
}

export function createPublicPages(
  library: () => Library,
  assets: Assets,
  options: PublicPagesOptions = {},
): PublicPages {
  const { origin, now, operator } = options
  const addresses = serverAddresses(assets, origin)
  return {
    version: library,
    find: (kind, id, language) => findPage(library(), kind, id, language),
    path: addresses.page,
    render: (page) =>
      renderPage(library(), page, addresses, {
        ...(operator && { operator }),
        ...(now && { now: now() }),
      }),
    moment: (page) => (page.kind === 'city' && now ? String(Math.floor(now() / 60_000)) : ''),
    renderMissing: (language) => renderMissingPage(library(), language, addresses),
    renderSitemap: (asked) => renderSitemap(library(), (page) => `${origin ?? asked}${addresses.page(page)}`),
    ...(origin && { origin }),
  }
}

/** @param shown who runs this assistant, and the moment for what is open now; an export has neither */
export function renderPage(
  library: Library,
  page: PublicPage,
  addresses: Addresses,
  shown: { readonly operator?: string; readonly now?: number } = {},
): string {
  switch (page.kind) {
    case 'topics':
      return renderTopicsPage(library, page.language, addresses)
    case 'topic':
      return renderTopicPage(library, page, addresses)
    case 'city':
      return renderCityPage(library, page, addresses, shown.now)
    case 'notice':
      return renderNoticePage(library, page, addresses, shown.operator)
  }
}

/** Languages of a page are told by the page itself. */
function renderSitemap(library: Library, whole: (page: PublicPage) => string): string {
  const entries = listPages(library).map((page) => {
    const reviewed = page.kind === 'topic' ? library.topics.get(page.topic)?.reviewed : undefined
    const changed = reviewed ? `<lastmod>${reviewed}</lastmod>` : ''
    return `<url><loc>${whole(page).replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</loc>${changed}</url>\n`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${entries.join('')}</urlset>
`
}
