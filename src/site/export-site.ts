/**
 * The public pages as files of a folder: the same pages with relative links, for a web space without our server, a memory
 * stick, or a printer. What is written, and where, is decided by whoever calls.
 */
import type { Library } from '../knowledge/library.ts'
import { languages, type ReplyLanguage } from '../languages.ts'
import { assetFile, fileAddresses, filePath } from './addresses.ts'
import type { Assets } from './assets.ts'
import { icon, tagOf } from './document.ts'
import { html } from './markup.ts'
import { listPages, offeredLanguages } from './page-list.ts'
import { renderPage } from './public-pages.ts'

export interface ExportedFile {
  /** From the root of the folder, with `/` on every system. */
  readonly path: string
  readonly content: string | Buffer
}

/** @param chat whole address of the chat, for the links and the printed codes; without it there are none */
export function exportSite(library: Library, assets: Assets, chat?: string): ExportedFile[] {
  const pages = listPages(library).map((page) => ({
    path: filePath(page),
    content: renderPage(library, page, fileAddresses(page, assets, chat)),
  }))
  const used = new Set([assets.publicStyle, assets.filter])
  const files = assets.all
    .filter(({ path }) => used.has(path))
    .map(({ path, body }) => ({ path: assetFile(path), content: body }))
  return [{ path: 'index.html', content: renderStart(library, offeredLanguages(library), assets) }, ...pages, ...files]
}

/** Nothing is known of the reader yet, so each language is offered in itself. */
function renderStart(library: Library, offered: readonly ReplyLanguage[], assets: Assets): string {
  const names = [...new Set(offered.map((language) => library.say(language, 'web.name')))]
  const items = offered.map((language) => {
    const tag = tagOf(language)
    const path = filePath({ kind: 'topics', language })
    return html`<li><a href="${path}" lang="${tag}" hreflang="${tag}">${languages[language].name} – ${library.say(language, 'public.topics')}</a></li>\n`
  })
  return html`<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${names.join(' · ')}</title>
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="${assetFile(assets.publicStyle)}">
</head>
<body><main><h1>${names.map((name, at) => html`${at > 0 && ' · '}<bdi>${name}</bdi>`)}</h1>
<ul class="start">
${items}</ul></main></body>
</html>
`.text
}
