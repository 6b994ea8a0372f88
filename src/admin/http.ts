/** What the secretariat's pages need of HTTP, in words of no framework; `server/admin-site.ts` puts it on the wire. */

export interface AdminRequest {
  readonly method: 'get' | 'post'
  /** `/admin/topic/health.care` */
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly form: Readonly<Record<string, string>>
  readonly cookies: Readonly<Partial<Record<CookieName, string>>>
  /** `local`: plain HTTP that does not leave the machine. `open`: plain HTTP that does; nobody signs in over it. */
  readonly connection: 'secure' | 'local' | 'open'
  /** The browser says that a page of another site sent it here. */
  readonly fromElsewhere: boolean
  /** IP address; only the throttle sees it, as a keyed hash. */
  readonly address: string
  readonly acceptLanguage: string
}

export interface AdminResponse {
  readonly status: number
  readonly type: string
  readonly body: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
  readonly cookies?: readonly SetCookie[]
}

export type CookieName = 'session' | 'device' | 'language'

export interface SetCookie {
  readonly name: CookieName
  /** Absent to take it away. */
  readonly value?: string
  /** Until the browser is closed, where it is absent. */
  readonly days?: number
}

export function redirectTo(to: string, cookies: readonly SetCookie[] = []): AdminResponse {
  return { status: 303, type: 'text/plain; charset=utf-8', body: '', headers: { location: to }, cookies }
}

/**
 * Where to go on after signing in: a path of these pages, and nothing that a browser could read as another site.
 *
 * @returns undefined for everything else
 */
export function ownPath(text: string | undefined): string | undefined {
  if (text === undefined || text.length > 500) return undefined
  // No backslash, no second slash, no sign that a browser skips: those are how a path becomes an address.
  if (!/^\/admin(?:\/[\w.~:@%-]+)*(?:\?[\w.~:@%=&+,-]*)?$/.test(text)) return undefined
  return /^\/admin\/(?:sign-in|sign-out|code|set-up|link)\b/.test(text) ? undefined : text
}

/** The path as it was asked for, with its filters. */
export function pathWithQuery(path: string, query: Readonly<Record<string, string>>): string {
  const filters = new URLSearchParams(query).toString()
  return filters === '' ? path : `${path}?${filters}`
}
