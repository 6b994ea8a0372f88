/**
 * The frame of every public page: head for search engines and previews of links, name, languages, way out, lines for
 * people in danger, and a code to the chat on paper. What stands within is made by `topic-page.ts` and its neighbours.
 */
import type { Library } from '../knowledge/library.ts'
import { directionOf, languages, type ReplyLanguage } from '../languages.ts'
import type { Addresses, PublicPage } from './addresses.ts'
import { type SayWord, wordsIn } from './blocks.ts'
import { listEmergencyLines } from './emergency-lines.ts'
import { html, type Markup } from './markup.ts'
import { renderQrCode } from './qr-code.ts'

export interface PageContent {
  readonly language: ReplyLanguage
  readonly title: string
  /** One or two sentences, for search engines and previews of links. */
  readonly description: string
  /** The page itself; a page that does not exist has none and is not to be found. */
  readonly page?: PublicPage
  /** The same page in all languages that have it, this one included. */
  readonly versions: readonly PublicPage[]
  readonly main: Markup
  /** Of what stands in `main`, so that paper is filled and not exceeded: see `public.css`. */
  readonly density?: 'roomy' | 'dense' | 'denser' | 'densest'
  readonly script?: string
}

/** Everybody knows it, it opens on any network, and it says nothing of whoever reads it. */
export const neutralPage = 'https://www.wikipedia.org/'

/** A speech balloon in the page's green. */
export const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Cpath fill='%230b5d56' d='M6 3h20a4 4 0 0 1 4 4v13a4 4 0 0 1-4 4H15l-8 6v-6H6a4 4 0 0 1-4-4V7a4 4 0 0 1 4-4z'/%3E%3C/svg%3E"

/** As Open Graph writes languages; the territory is the one its readers know, Morocco for Darija. */
const openGraphLocales: Readonly<Record<ReplyLanguage, string>> = {
  fr: 'fr_FR',
  ar: 'ar_AR',
  ary: 'ar_MA',
  en: 'en_GB',
  es: 'es_ES',
  pt: 'pt_PT',
}

/** @returns the whole document, the same for everybody who reads this language */
export function renderDocument(library: Library, content: PageContent, addresses: Addresses): string {
  const { language, main, density, script } = content
  const say = wordsIn(library, language)
  const name = say('web.name')
  const chat = addresses.chat(language)
  const title = content.title === name ? name : `${content.title} – ${name}`
  return html`<!doctype html>
<html lang="${tagOf(language)}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${renderMeta(content, name, addresses)}
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no">
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="${addresses.style}">
${script && html`<script defer src="${script}"></script>`}
</head>
<body class="${density ?? 'roomy'}">
<a class="skip" href="#main">${say('public.skip')}</a>
<header>
<a class="brand" href="${addresses.page({ kind: 'topics', language })}">${name}</a>
${chat && html`<a class="ask" href="${chat}">${say('public.ask')}</a>`}
<a class="exit" href="${neutralPage}" draggable="false" rel="noreferrer noopener">${say('web.exit')}</a>
</header>
${renderLanguages(content, say, addresses)}
<main id="main">
${main}
</main>
<footer>
${renderDanger(library, say)}
<p class="notice"><a href="${addresses.page({ kind: 'notice', language })}">${say('notice.title')}</a></p>
${renderScan(language, say, addresses)}
</footer>
</body>
</html>
`.text
}

/** Browsers, screen readers and search engines know no `ary`: they take Arabic of Morocco. */
export function tagOf(language: ReplyLanguage): string {
  return language === 'ary' ? 'ar-MA' : languages[language].tag
}

function renderMeta(
  { title, description, language, page, versions }: PageContent,
  site: string,
  addresses: Addresses,
): Markup {
  const { published } = addresses
  if (!page) return html`<meta name="robots" content="noindex">`
  const others = versions.filter((version) => version.language !== language)
  const search =
    published &&
    html`<link rel="canonical" href="${published.page(page)}">
${versions.map((version) => html`<link rel="alternate" hreflang="${tagOf(version.language)}" href="${published.page(version)}">\n`)}<link rel="alternate" hreflang="x-default" href="${published.anyLanguage(page)}">`
  // Whoever shows a preview of a link takes whole addresses only.
  const preview =
    published?.whole &&
    html`
<meta property="og:url" content="${published.page(page)}">
<meta property="og:image" content="${published.picture}">
<meta property="og:image:alt" content="${site}">`
  return html`<meta name="description" content="${description}">
${search}
<meta property="og:type" content="article">
<meta property="og:site_name" content="${site}">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${description}">
<meta property="og:locale" content="${openGraphLocales[language]}">${others.map(
    (other) => html`
<meta property="og:locale:alternate" content="${openGraphLocales[other.language]}">`,
  )}${preview}`
}

function renderLanguages({ language, versions }: PageContent, say: SayWord, addresses: Addresses): Markup {
  const items = versions.map((version) => {
    const tag = tagOf(version.language)
    const { name } = languages[version.language]
    return version.language === language
      ? html`<li><span lang="${tag}" aria-current="page">${name}</span></li>`
      : html`<li><a href="${addresses.page(version)}" lang="${tag}" hreflang="${tag}">${name}</a></li>`
  })
  return html`<nav aria-label="${say('web.language')}"><ul class="inline">${items}</ul></nav>`
}

function renderDanger(library: Library, say: SayWord): Markup {
  const lines = listEmergencyLines(library).map(
    ({ phone, word }) =>
      html`<li><a class="call" href="tel:${phone.dial}"><bdi dir="ltr">${phone.display}</bdi> <span>${say(`web.${word}`)}</span></a></li>`,
  )
  return html`<section class="danger" aria-labelledby="danger"><h2 id="danger">${say('urgent.ifDanger')}</h2><ul class="inline">${lines}</ul></section>`
}

/** Seen on paper only: a telephone need not photograph its own screen. */
function renderScan(language: ReplyLanguage, say: SayWord, addresses: Addresses): Markup | undefined {
  const address = addresses.scan(language)
  if (!address) return undefined
  return html`<div class="scan">${renderQrCode(address, say('public.ask'))}<p>${say('public.scan')}</p><p class="address"><bdi dir="ltr">${address}</bdi></p></div>`
}
