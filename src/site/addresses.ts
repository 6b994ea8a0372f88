/**
 * Where each public page is found: on the server under `/fr/t/health.care`, in an export as `fr/t/health.care.html`
 * with links that work from a folder, a memory stick or any web space.
 */
import { posix } from 'node:path'
import type { ReplyLanguage } from '../languages.ts'
import type { CityId, TopicId } from '../message.ts'
import type { Assets } from './assets.ts'

export type PublicPage =
  | { readonly kind: 'topics'; readonly language: ReplyLanguage }
  | { readonly kind: 'topic'; readonly topic: TopicId; readonly language: ReplyLanguage }
  | { readonly kind: 'city'; readonly city: CityId; readonly language: ReplyLanguage }
  | { readonly kind: 'notice'; readonly language: ReplyLanguage }

/** The addresses that one page needs, as they are written in it. */
export interface Addresses {
  page(page: PublicPage): string
  readonly style: string
  /** The script that narrows the list of topics. */
  readonly filter: string
  /** Where a question can be asked; an export without `--chat` has none. */
  chat(language: ReplyLanguage): string | undefined
  /** The same as a whole address, for a code on paper. */
  scan(language: ReplyLanguage): string | undefined
  /** What search engines and previews of links are told; a page of an export has no address of its own. */
  readonly published?: {
    page(page: PublicPage): string
    /** The page in the language of whoever opens it. */
    anyLanguage(page: PublicPage): string
    /** A whole address is known. */
    readonly whole: boolean
    readonly picture: string
  }
}

/** @param origin `https://dalil.example.org`, where it is known */
export function serverAddresses(assets: Assets, origin?: string): Addresses {
  return {
    page: serverPath,
    style: assets.publicStyle,
    filter: assets.filter,
    chat: (language) => `/?lang=${language}`,
    scan: (language) => origin && `${origin}/?lang=${language}`,
    published: {
      page: (page) => `${origin ?? ''}${serverPath(page)}`,
      anyLanguage: (page) => `${origin ?? ''}${anyLanguagePath(page)}`,
      whole: origin !== undefined,
      picture: `${origin ?? ''}${assets.picture}`,
    },
  }
}

/**
 * @param from the page whose links these are
 * @param chat whole address, as it is given to people
 */
export function fileAddresses(from: PublicPage, assets: Assets, chat?: string): Addresses {
  const folder = posix.dirname(filePath(from))
  const to = (file: string) => posix.relative(folder, file)
  return {
    page: (page) => to(filePath(page)),
    style: to(assetFile(assets.publicStyle)),
    filter: to(assetFile(assets.filter)),
    chat: () => chat,
    scan: () => chat,
  }
}

/** Path of a page within the folder of an export. */
export function filePath(page: PublicPage): string {
  switch (page.kind) {
    case 'topics':
      return `${page.language}/index.html`
    case 'topic':
      return `${page.language}/t/${page.topic}.html`
    case 'city':
      return `${page.language}/s/${page.city}.html`
    case 'notice':
      return `${page.language}/notice.html`
  }
}

/** Path of an asset within the folder of an export. */
export function assetFile(path: string): string {
  return path.slice(1)
}

function serverPath(page: PublicPage): string {
  switch (page.kind) {
    case 'topics':
      return `/${page.language}/`
    case 'topic':
      return `/${page.language}/t/${page.topic}`
    case 'city':
      return `/${page.language}/s/${page.city}`
    case 'notice':
      return `/${page.language}/notice`
  }
}

/** Answered by a redirect to the reader's language. */
function anyLanguagePath(page: PublicPage): string {
  switch (page.kind) {
    case 'topics':
      return '/t'
    case 'topic':
      return `/t/${page.topic}`
    case 'city':
      return `/s/${page.city}`
    case 'notice':
      return '/notice'
  }
}
