/**
 * The frame of `/admin`: each request passes here, and only here is decided who it is, whether the role may see the page
 * and whether a form is ours. Pages are given as a list (`AdminView`); the frame knows none of them.
 * It is one file although it is long: all that guards a page is read in one place.
 *
 *   connection → language → session → role → form's token → page → audit trail → document
 */
import { html } from '../site/markup.ts'
import type { Accounts } from './accounts.ts'
import type { Audit } from './audit.ts'
import { createCodeDoor } from './code-page.ts'
import { readDevice } from './device.ts'
import type { Door } from './door.ts'
import { type AdminRequest, type AdminResponse, ownPath, pathWithQuery, redirectTo } from './http.ts'
import type { AdminKeys } from './keys.ts'
import { createLinkDoor } from './link-page.ts'
import type { PageAround } from './page.ts'
import type { SecondFactor } from './second-factor.ts'
import type { Sessions } from './sessions.ts'
import { createSetUpDoor } from './set-up-page.ts'
import { createSignInDoor } from './sign-in-page.ts'
import type { Throttle } from './throttle.ts'
import type { AdminView, Viewer, ViewRequest, ViewResult } from './view.ts'
import { csrfOf, isOwnForm, type PageSetting, sendPage, signInPath, type Visit } from './visit.ts'
import { type AdminLanguage, type AdminWords, adminLanguages } from './words.ts'

export interface FrameOptions {
  readonly accounts: Accounts
  readonly sessions: Sessions
  readonly secondFactor: SecondFactor
  readonly throttle: Throttle
  readonly audit: Audit
  readonly keys: AdminKeys
  readonly words: AdminWords
  /** In the order of the navigation. */
  readonly views: readonly AdminView[]
  /** Address of the style sheet. */
  readonly style: string
  readonly simulated: () => boolean
}

export interface AdminRoute {
  readonly method: 'get' | 'post'
  /** `/admin/topic/:id` */
  readonly path: string
  answer(request: AdminRequest): Promise<AdminResponse>
}

export interface AdminFrame {
  /** Without an account nothing is here, like at any address that is unknown. */
  isThere(): Promise<boolean>
  readonly routes: readonly AdminRoute[]
  /** A page for a request that could not be read (4xx) or answered (5xx). */
  fail(request: AdminRequest, status: number): Promise<AdminResponse>
}

export function createFrame(options: FrameOptions): AdminFrame {
  const { accounts, sessions, audit, keys, words, views } = options
  const setting: PageSetting = { words, style: options.style, simulated: options.simulated }
  const parts = { ...options, setting }
  const doors = [createSignInDoor, createCodeDoor, createSetUpDoor, createLinkDoor].map((create) => create(parts))

  async function visitOf(request: AdminRequest): Promise<Visit> {
    const language = languageOf(request)
    const found = await sessions.find(request.cookies.session)
    const account = found && (await accounts.find(found.account))
    // Setting the second factor up is for who has none: it must not replace one that was set up meanwhile.
    const isGood = found && account && !account.disabled && !(found.stage === 'set-up' && account.hasSecondFactor)
    return {
      request,
      language,
      say: (key, values) => words(language, key, values),
      device: readDevice(request.cookies.device),
      here: request.path,
      ...(isGood && { session: found, account }),
    }
  }

  /** What is the same for all pages: no open connection, and a language that is chosen is remembered. */
  async function enter(
    request: AdminRequest,
    answer: (visit: Visit) => Promise<AdminResponse>,
  ): Promise<AdminResponse> {
    const visit = await visitOf(request)
    if (request.connection === 'open') return refuse(visit, 403, 'frame.open')
    const { lang, ...query } = request.query
    const chosen = adminLanguages.find((language) => language === lang)
    if (request.method === 'get' && chosen)
      return redirectTo(pathWithQuery(request.path, query), [{ name: 'language', value: chosen, days: 400 }])
    return answer(visit)
  }

  /** @param onward what the link leads to: the first page, or for who must sign in again where they were */
  function refuse(visit: Visit, status: number, says: string, onward = '/admin'): AdminResponse {
    const { say, session, account } = visit
    const inside = session?.stage === 'full' && account ? insideOf(visit, viewerOf(account)) : undefined
    const body = html`<p>${say(says)}</p><p><a class="onward" href="${onward}">${say(onward === '/admin' ? 'frame.start' : 'signIn.title')}</a></p>`
    return sendPage(
      visit,
      setting,
      { title: say(`frame.status.${titleOf(status)}`), body },
      { status, ...(inside && { inside }) },
    )
  }

  function passDoor(door: Door, method: 'get' | 'post'): AdminRoute['answer'] {
    return (request) =>
      enter(request, async (visit) => {
        if (door.needs !== 'nothing' && visit.session?.stage !== door.needs)
          return visit.session?.stage === 'full' ? redirectTo('/admin') : redirectTo('/admin/sign-in')
        if (method === 'get') return door.get(visit)
        // Before anybody is signed in a form belongs to the browser, whatever session it may still hold.
        const { session: _session, ...stranger } = visit
        const own = isOwnForm(keys, door.needs === 'nothing' ? stranger : visit)
        return own ? door.post(visit) : refuse(visit, 403, 'frame.form')
      })
  }

  function passView(view: AdminView): AdminRoute['answer'] {
    const here = pageOf(view)
    return (request) => enter(request, (visit) => answerView(view, { ...visit, here: here(request.path) }))
  }

  /** A form is posted to its page or to a path below it: the nearest one that can be read. */
  function pageOf({ method, path }: AdminView): (asked: string) => string {
    if (method === 'get') return (asked) => asked
    const readable = new Set(views.filter((view) => view.method === 'get').map((view) => view.path))
    let parts = path.split('/')
    while (parts.length > 1 && !readable.has(parts.join('/'))) parts = parts.slice(0, -1)
    return (asked) =>
      asked
        .split('/')
        .slice(0, parts.length + 1)
        .join('/')
  }

  async function answerView(view: AdminView, visit: Visit): Promise<AdminResponse> {
    const { request, session, account } = visit
    if (session && session.stage !== 'full') return redirectTo(`/admin/${session.stage}`)
    if (!session || !account)
      return request.method === 'get'
        ? redirectTo(signInPath(visit))
        : refuse(visit, 403, 'frame.ended', signInPath(visit))
    const viewer = viewerOf(account)
    if (!view.roles.includes(viewer.role)) return refuse(visit, 403, 'frame.role')
    if (view.method === 'post' && !isOwnForm(keys, visit)) return refuse(visit, 403, 'frame.form')
    const csrf = csrfOf(keys, visit)
    const { params, query, form } = request
    const asked: ViewRequest = { viewer, language: visit.language, params, query, form, csrf }
    const result = await view.answer(asked)
    // Before it is sent: what cannot be written down is not shown.
    if (view.audit !== undefined && result.kind !== 'refused') await audit.note(viewer.account, view.audit)
    return send(visit, viewer, result)
  }

  function send(visit: Visit, viewer: Viewer, result: ViewResult): AdminResponse {
    switch (result.kind) {
      case 'page':
        return sendPage(visit, setting, result, {
          ...(result.status !== undefined && { status: result.status }),
          inside: insideOf(visit, viewer),
        })
      case 'file':
        return {
          status: 200,
          type: result.type,
          body: result.bytes,
          headers: {
            'content-disposition': `attachment; filename="${result.name.replace(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(result.name)}`,
          },
        }
      case 'redirect':
        return redirectTo(ownPath(result.to) ?? '/admin')
      case 'refused':
        return refuse(visit, result.status, result.says)
      default:
        return result satisfies never
    }
  }

  function insideOf(visit: Visit, viewer: Viewer): NonNullable<PageAround['inside']> {
    const navigation = navigationOf(viewer).map(({ path, nav }) => ({ path: pathOfView(path), label: visit.say(nav) }))
    return { viewer, csrf: csrfOf(keys, visit), navigation }
  }

  function navigationOf({ role }: Viewer): readonly (AdminView & { readonly nav: string })[] {
    return views.flatMap((view) =>
      view.nav !== undefined && view.method === 'get' && view.roles.includes(role) ? [{ ...view, nav: view.nav }] : [],
    )
  }

  /** `/admin` is the first page that the role may see. */
  function home(request: AdminRequest): Promise<AdminResponse> {
    return enter(request, async (visit) => {
      const { session, account } = visit
      if (session && session.stage !== 'full') return redirectTo(`/admin/${session.stage}`)
      if (!session || !account) return redirectTo(signInPath(visit))
      const first = navigationOf(viewerOf(account))[0]
      if (!first) return refuse(visit, 404, 'frame.role')
      return first.path === '/' ? answerView(first, visit) : redirectTo(pathOfView(first.path))
    })
  }

  function signOut(request: AdminRequest): Promise<AdminResponse> {
    return enter(request, async (visit) => {
      const { session, account } = visit
      if (!session || !account) return redirectTo('/admin/sign-in')
      if (!isOwnForm(keys, visit)) return refuse(visit, 403, 'frame.form')
      await sessions.end(session)
      await audit.note(account.name, 'signed-out')
      return redirectTo('/admin/sign-in', [{ name: 'session' }])
    })
  }

  return {
    isThere: () => accounts.exist(),
    routes: [
      { method: 'get', path: '/admin', answer: home },
      { method: 'post', path: '/admin/sign-out', answer: signOut },
      ...doors.flatMap((door) =>
        (['get', 'post'] as const).map((method) => ({
          method,
          path: `/admin${door.path}`,
          answer: passDoor(door, method),
        })),
      ),
      ...views
        .filter(({ path, method }) => path !== '/' || method === 'post')
        .map((view) => ({ method: view.method, path: pathOfView(view.path), answer: passView(view) })),
    ],
    async fail(request, status) {
      const visit = await visitOf(request)
      return refuse(visit, status, status >= 500 ? 'frame.failed' : 'frame.unread')
    },
  }
}

function pathOfView(path: string): string {
  return path === '/' ? '/admin' : `/admin${path}`
}

function viewerOf(account: NonNullable<Visit['account']>): Viewer {
  const { name, role, organisation } = account
  return { account: name, role, ...(organisation !== undefined && { organisation }) }
}

function titleOf(status: number): 'forbidden' | 'missing' | 'wrong' | 'failed' {
  if (status >= 500) return 'failed'
  return status === 403 ? 'forbidden' : status === 404 ? 'missing' : 'wrong'
}

/** What was chosen, then what the browser says, then French. */
function languageOf({ cookies, acceptLanguage }: AdminRequest): AdminLanguage {
  const wanted = [cookies.language, ...acceptLanguage.split(',').map((part) => part.trim().slice(0, 2).toLowerCase())]
  for (const code of wanted) {
    const language = adminLanguages.find((known) => known === code)
    if (language) return language
  }
  return 'fr'
}
