/** One request as all pages see it: who it is, in which language, with which browser. */
import type { Account } from './accounts.ts'
import { type Device, writeDevice } from './device.ts'
import { type AdminRequest, type AdminResponse, pathWithQuery, type SetCookie } from './http.ts'
import { type AdminKeys, isSame } from './keys.ts'
import { type PageAround, type PageParts, renderPage } from './page.ts'
import type { Session } from './sessions.ts'
import type { AdminLanguage, AdminWords } from './words.ts'

export interface Visit {
  readonly request: AdminRequest
  readonly language: AdminLanguage
  readonly say: (key: string, values?: Readonly<Record<string, string | number>>) => string
  readonly device: Device
  /** Where this page can be read again: for a form that was posted, the page that it stood on. */
  readonly here: string
  /** Of any stage; only `full` opens a page. */
  readonly session?: Session
  /** Whose session it is, as the account stands now. */
  readonly account?: Account
}

/** What pages are rendered with, the same for all of them. */
export interface PageSetting {
  readonly words: AdminWords
  readonly style: string
  readonly simulated: () => boolean
}

/** Good for forms of this session, or before there is one for those of this browser. */
export function csrfOf(keys: AdminKeys, { session, device }: Pick<Visit, 'session' | 'device'>): string {
  return keys.sign('form', session ? `session ${session.id}` : `device ${device.token}`)
}

/** The form was sent from a page of ours, by this browser. */
export function isOwnForm(keys: AdminKeys, visit: Pick<Visit, 'request' | 'session' | 'device'>): boolean {
  const { request } = visit
  return !request.fromElsewhere && isSame(request.form.csrf ?? '', csrfOf(keys, visit))
}

export function sendPage(
  visit: Visit,
  setting: PageSetting,
  parts: PageParts,
  more: {
    readonly status?: number
    readonly inside?: PageAround['inside']
    readonly cookies?: readonly SetCookie[]
    readonly headers?: Readonly<Record<string, string>>
  } = {},
): AdminResponse {
  const { request, language, here } = visit
  const body = renderPage(parts, {
    language,
    words: setting.words,
    style: setting.style,
    path: here,
    query: request.method === 'get' ? request.query : {},
    once: request.method === 'post' && more.status === undefined,
    simulated: setting.simulated(),
    ...(more.inside && { inside: more.inside }),
  })
  return {
    status: more.status ?? 200,
    type: 'text/html; charset=utf-8',
    body,
    headers: { 'content-language': language, ...more.headers },
    ...(more.cookies && { cookies: more.cookies }),
  }
}

/** For a year and a month: longer, browsers do not keep a cookie. */
export function deviceCookie(device: Device): SetCookie {
  return { name: 'device', value: writeDevice(device), days: 400 }
}

/** Signing in leads back to where somebody was. */
export function signInPath({ request, here }: Pick<Visit, 'request' | 'here'>): string {
  const next = request.method === 'get' ? pathWithQuery(here, request.query) : here
  return next === '/admin' ? '/admin/sign-in' : `/admin/sign-in?${new URLSearchParams({ next })}`
}
