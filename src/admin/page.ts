/** The document around every page of `/admin`: name, navigation, languages, way out, banners. Needs no script. */
import { directionOf, languages } from '../languages.ts'
import { icon } from '../site/document.ts'
import { html, type Markup } from '../site/markup.ts'
import { pathWithQuery } from './http.ts'
import type { Viewer } from './view.ts'
import { type AdminLanguage, type AdminWords, adminLanguages } from './words.ts'

export interface PageParts {
  readonly title: string
  readonly body: Markup
}

export interface PageAround {
  readonly language: AdminLanguage
  readonly words: AdminWords
  /** Address of the style sheet. */
  readonly style: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** Shown once, as an answer to a form: another language would have to be asked for, and what is shown would be lost. */
  readonly once: boolean
  /** What is shown was made up to try the pages. */
  readonly simulated: boolean
  /** Absent before somebody is signed in. */
  readonly inside?: {
    readonly viewer: Viewer
    readonly csrf: string
    readonly navigation: readonly { readonly path: string; readonly label: string }[]
  }
}

export function renderPage({ title, body }: PageParts, around: PageAround): string {
  const { language, words, inside } = around
  const say = (key: string) => words(language, key)
  return html`<!doctype html>
<html lang="${languages[language].tag}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no">
<title>${title} – ${say('frame.name')}</title>
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="${around.style}">
</head>
<body>
<a class="skip" href="#main">${say('frame.skip')}</a>
<header>
<a class="brand" href="/admin">${say('frame.name')}</a>
${!around.once && renderLanguages(around)}
${inside && renderSignOut(inside, say)}
</header>
${inside && renderNavigation(around, inside, say)}
<main id="main">
${around.simulated && html`<p class="banner" role="note">${say('frame.simulated')}</p>`}
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`.text
}

/** A link keeps the filters; the frame takes `lang` off again and remembers it. */
function renderLanguages({ language, words, path, query }: PageAround): Markup {
  const items = adminLanguages.map((other) => {
    const { name, tag } = languages[other]
    if (other === language) return html`<li><span lang="${tag}" aria-current="true">${name}</span></li>`
    const address = pathWithQuery(path, { ...query, lang: other })
    return html`<li><a href="${address}" lang="${tag}" hreflang="${tag}">${name}</a></li>`
  })
  return html`<nav class="languages" aria-label="${words(language, 'frame.language')}"><ul>${items}</ul></nav>`
}

function renderSignOut({ viewer, csrf }: NonNullable<PageAround['inside']>, say: (key: string) => string): Markup {
  return html`<form class="sign-out" method="post" action="/admin/sign-out"><input type="hidden" name="csrf" value="${csrf}"><a href="/admin/account"><bdi>${viewer.account}</bdi></a> <button class="quiet">${say('frame.signOut')}</button></form>`
}

function renderNavigation(
  { path }: PageAround,
  { navigation }: NonNullable<PageAround['inside']>,
  say: (key: string) => string,
): Markup {
  // A page below another one that has an entry too, such as `/admin/ngo/services`, is itself and not that one.
  const isHere = (to: string) => path === to || path.startsWith(`${to}/`)
  const here = navigation
    .map(({ path: to }) => to)
    .filter(isHere)
    .sort((a, b) => b.length - a.length)[0]
  const items = navigation.map(({ path: to, label }) =>
    to === here
      ? html`<li><a href="${to}" aria-current="page">${label}</a></li>`
      : html`<li><a href="${to}">${label}</a></li>`,
  )
  return html`<nav class="pages" aria-label="${say('frame.pages')}"><ul>${items}</ul></nav>`
}
