/** The real server of the secretariat's pages on a database of its own, and a browser that keeps cookies and fills in forms. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TOTP } from 'otpauth'
import pino from 'pino'
import { type Accounts, createAccounts } from '../../src/admin/accounts.ts'
import { createSecretariat } from '../../src/admin/secretariat.ts'
import type { AdminView } from '../../src/admin/view.ts'
import { createLibraryReader } from '../../src/knowledge/library.ts'
import { projectRoot } from '../../src/root.ts'
import { createAdminApp } from '../../src/server/admin-site.ts'
import { buildAssets } from '../../src/site/assets.ts'
import { openSqlite } from '../../src/store/engines.ts'
import type { Store } from '../../src/store/store.ts'

export const secret = 'a secret for the tests of the secretariat'
/** Long enough, and nobody's. */
export const goodPassword = 'quatre tortues bleues'

/** Once for all servers of a file: reading takes two seconds. */
const { library } = createLibraryReader(projectRoot).read()
const { adminStyle } = buildAssets()

export interface AdminServer {
  readonly address: string
  readonly dataDir: string
  readonly store: Store
  /** As `dalil user` uses them. */
  readonly accounts: Accounts
  readonly log: readonly string[]
  now(): number
  /** Milliseconds go by. */
  pass(milliseconds: number): void
  close(): Promise<void>
}

export async function startAdminServer(
  options: { readonly views?: readonly AdminView[]; readonly simulated?: boolean; readonly trustProxy?: boolean } = {},
): Promise<AdminServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'dalil-admin-'))
  const store = await openSqlite(dataDir)
  let clock = Date.UTC(2026, 10, 25, 9, 41, 7)
  const now = () => clock
  const log: string[] = []
  const logger = pino(
    { level: 'trace', base: null, timestamp: false },
    { write: (line: string) => void log.push(line) },
  )
  const frame = createSecretariat({
    store,
    secret,
    now,
    words: library.sayAdmin,
    views: options.views ?? [],
    style: adminStyle.path,
    simulated: () => options.simulated ?? false,
  })
  const app = createAdminApp(
    { frame, style: adminStyle, log: logger },
    { log: logger, trustProxy: options.trustProxy ?? false },
  )
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    address,
    dataDir,
    store,
    accounts: createAccounts(store, now),
    log,
    now,
    pass(milliseconds) {
      clock += milliseconds
    },
    async close() {
      await app.close()
      await store.close()
    },
  }
}

export interface Page {
  readonly status: number
  readonly path: string
  readonly headers: Headers
  readonly text: string
}

/** A browser without a screen: keeps cookies, follows redirects, sends the form that it was shown. */
export interface Client {
  readonly cookies: Map<string, string>
  get(path: string, headers?: Record<string, string>): Promise<Page>
  /** Fields are added to the hidden ones of the form with this action on the page seen last. */
  submit(action: string, fields?: Record<string, string>): Promise<Page>
  /** Posts as it is, whatever was shown. */
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Page>
}

export function openClient(address: string, always: Record<string, string> = {}): Client {
  const cookies = new Map<string, string>()
  let last: Page = { status: 0, path: '', headers: new Headers(), text: '' }

  async function request(path: string, init: RequestInit, hops = 0): Promise<Page> {
    const response = await fetch(`${address}${path}`, {
      ...init,
      redirect: 'manual',
      headers: {
        'accept-language': 'fr',
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...always,
        ...init.headers,
      },
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = line.match(/^([^=]+)=([^;]*)/) ?? []
      if (/max-age=0/i.test(line)) cookies.delete(name)
      else cookies.set(name, decodeURIComponent(value))
    }
    const to = response.headers.get('location')
    if (response.status === 303 && to && hops < 5) return request(to, { method: 'GET' }, hops + 1)
    last = { status: response.status, path, headers: response.headers, text: await response.text() }
    return last
  }

  const client: Client = {
    cookies,
    get: (path, headers = {}) => request(path, { method: 'GET', headers }),
    post: (path, fields, headers = {}) =>
      request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: new URLSearchParams(fields).toString(),
      }),
    submit(action, fields = {}) {
      const form = formsOf(last.text).find((one) => one.action === action)
      if (!form) throw new Error(`The page ${last.path} has no form that leads to ${action}:\n${readText(last.text)}`)
      return client.post(action, { ...form.hidden, ...fields })
    },
  }
  return client
}

export function formsOf(page: string): { readonly action: string; readonly hidden: Record<string, string> }[] {
  return [...page.matchAll(/<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)].map(
    ([, action = '', inner = '']) => ({
      action: withoutEscapes(action),
      hidden: Object.fromEntries(
        [...inner.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
          name,
          withoutEscapes(value),
        ]),
      ),
    }),
  )
}

/** What a person reads of a page. */
export function readText(page: string): string {
  return withoutEscapes(
    page
      .replace(/<head>[\s\S]*<\/head>/, '')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' '),
  )
}

function withoutEscapes(text: string): string {
  return text.replace(/&#(\d+);/g, (_sign, code: string) => String.fromCharCode(Number(code)))
}

/** Name and password, typed into the form. */
export async function signIn(client: Client, name: string, password = goodPassword): Promise<Page> {
  await client.get('/admin/sign-in')
  return client.submit('/admin/sign-in', { name, password })
}

/** An authenticator app that photographed the square of this page, and whose clock is the server's. */
export function openApp(page: string, server: Pick<AdminServer, 'now'>): () => string {
  const letters = readText(page)
    .match(/(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}/)?.[0]
    .replaceAll(' ', '')
  if (!letters) throw new Error(`No letters for an app on this page: ${readText(page)}`)
  const totp = new TOTP({ secret: letters })
  return () => totp.generate({ timestamp: server.now() })
}

/** Signed in with the second factor just set up, as an account manager is the first time. */
export async function signInWithApp(
  server: AdminServer,
  client: Client,
  name: string,
): Promise<{ readonly app: () => string; readonly recoveryCodes: readonly string[] }> {
  const page = await signIn(client, name)
  const app = openApp(page.text, server)
  const done = await client.submit('/admin/set-up', { code: app() })
  const recoveryCodes = [...done.text.matchAll(/<code dir="ltr">([A-Z2-9]{5}-[A-Z2-9]{5})<\/code>/g)].map(
    ([, code = '']) => code,
  )
  return { app, recoveryCodes }
}
