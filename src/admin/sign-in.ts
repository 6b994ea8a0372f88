/**
 * The way in: password, then the second factor, then a session. A name that nobody has takes the same way as one that
 * somebody has, to the same page: nobody learns here who has an account.
 */
import { html } from '../site/markup.ts'
import type { Account, Accounts } from './accounts.ts'
import { nameOf } from './accounts.ts'
import type { Audit } from './audit.ts'
import { isKnown, markKnown } from './device.ts'
import { renderField, renderForm, renderProblem } from './form.ts'
import { type AdminResponse, ownPath, redirectTo, type SetCookie } from './http.ts'
import type { AdminKeys } from './keys.ts'
import { isPassword } from './password.ts'
import type { SecondFactor } from './second-factor.ts'
import { renderEnrolment, renderRecoveryCodes } from './second-factor-markup.ts'
import type { Sessions } from './sessions.ts'
import type { Attempt, Throttle } from './throttle.ts'
import { csrfOf, deviceCookie, type PageSetting, sendPage, signInPath, type Visit } from './visit.ts'

export interface SignInParts {
  readonly accounts: Accounts
  readonly sessions: Sessions
  readonly secondFactor: SecondFactor
  readonly throttle: Throttle
  readonly audit: Audit
  readonly keys: AdminKeys
  readonly setting: PageSetting
}

/** A page before anybody is signed in. The frame has checked the form's token before `post` is called. */
export interface Door {
  readonly path: string
  /** Whose forms these are: of a browser, or of a session that is half way in. */
  readonly needs: 'nothing' | 'code' | 'set-up'
  get(visit: Visit): Promise<AdminResponse>
  post(visit: Visit): Promise<AdminResponse>
}

/** Passwords of strangers that are checked at once: 19 MiB each, and the chat needs the processor too. */
const mostChecks = 4

export function createSignIn(parts: SignInParts): readonly Door[] {
  return [signInDoor(parts), codeDoor(parts), setUpDoor(parts)]
}

/** Opens the next stage for who has shown a password or a link; whatever session the browser brought ends. */
export async function letIn(
  { accounts, sessions, audit, keys }: SignInParts,
  visit: Visit,
  account: Account,
  shown: 'password' | 'second-factor',
): Promise<{ readonly stage: 'code' | 'set-up' | 'full'; readonly cookies: readonly SetCookie[] }> {
  const stage = shown === 'second-factor' ? 'full' : nextStage(account)
  const token = await sessions.open(account.name, stage, visit.session)
  const cookies: SetCookie[] = [{ name: 'session', value: token }]
  if (stage === 'full') {
    cookies.push(deviceCookie(markKnown(keys, visit.device, account.name)))
    await accounts.noteSignIn(account.name)
    await audit.note(account.name, 'signed-in')
  }
  return { stage, cookies }
}

/** Where somebody goes next, who wanted to go to `next`. */
export function pathOf(stage: 'code' | 'set-up' | 'full', next: string | undefined): string {
  if (stage === 'full') return next ?? '/admin'
  return next === undefined ? `/admin/${stage}` : `/admin/${stage}?${new URLSearchParams({ next })}`
}

/** Whoever may make accounts must have a second factor: that account opens all others. */
function nextStage({ role, hasSecondFactor }: Account): 'code' | 'set-up' | 'full' {
  if (hasSecondFactor) return 'code'
  return role === 'admin' ? 'set-up' : 'full'
}

function signInDoor(parts: SignInParts): Door {
  const { accounts, throttle, audit, keys, setting } = parts
  let checks = 0

  function page(visit: Visit, problem?: { readonly status: number; readonly says: string; readonly wait?: number }) {
    const { say, request } = visit
    const next = ownPath(request.query.next)
    const ended = request.cookies.session !== undefined && !visit.session && problem === undefined
    const body = html`${renderProblem(problem?.says ?? (ended ? say('signIn.ended') : undefined))}
${request.connection === 'local' && html`<p class="hint">${say('signIn.local')}</p>`}
${renderForm(
  next === undefined ? '/admin/sign-in' : `/admin/sign-in?${new URLSearchParams({ next })}`,
  csrfOf(keys, { device: visit.device }),
  say('signIn.enter'),
  renderField({ name: 'name', label: say('signIn.name'), autocomplete: 'username' }),
  renderField({ name: 'password', label: say('signIn.password'), type: 'password', autocomplete: 'current-password' }),
)}
<p class="hint">${say('signIn.forgotten')}</p>`
    return sendPage(
      visit,
      setting,
      { title: say('signIn.title'), body },
      {
        status: problem?.status ?? 200,
        cookies: [deviceCookie(visit.device), ...(ended ? [{ name: 'session' as const }] : [])],
        ...(problem?.wait !== undefined && { headers: { 'retry-after': String(problem.wait) } }),
      },
    )
  }

  return {
    path: '/sign-in',
    needs: 'nothing',
    async get(visit) {
      return visit.session?.stage === 'full' ? redirectTo(ownPath(visit.request.query.next) ?? '/admin') : page(visit)
    },
    async post(visit) {
      const { request, say } = visit
      const name = nameOf(request.form.name ?? '')
      const known = isKnown(keys, visit.device, name)
      const attempt = attemptOf('password', visit, name, known)
      const wait = throttle.begin(attempt)
      if (wait > 0) return page(visit, { status: 429, wait, says: say('signIn.wait', { minutes: minutesOf(wait) }) })
      if (!known && checks >= mostChecks) return page(visit, { status: 503, wait: 5, says: say('signIn.busy') })
      checks += 1
      const stored = await accounts.passwordOf(name)
      const right = await isPassword(stored, request.form.password ?? '').finally(() => {
        checks -= 1
      })
      const account = await accounts.find(name)
      if (!right || !account) {
        // A name that nobody has is not written down: people type their password there.
        if (account) await audit.note(account.name, 'sign-in-refused')
        return page(visit, { status: 403, says: say('signIn.wrong') })
      }
      throttle.succeed(attempt)
      const { stage, cookies } = await letIn(parts, visit, account, 'password')
      return redirectTo(pathOf(stage, ownPath(request.query.next)), cookies)
    },
  }
}

function codeDoor(parts: SignInParts): Door {
  const { secondFactor, throttle, audit, keys, setting } = parts
  function page(visit: Visit, problem?: { readonly status: number; readonly says: string; readonly wait?: number }) {
    const { say } = visit
    const body = html`${renderProblem(problem?.says)}
${renderForm(
  pathOf('code', ownPath(visit.request.query.next)),
  csrfOf(keys, visit),
  say('signIn.enter'),
  renderField({
    name: 'code',
    label: say('code.label'),
    hint: say('code.hint'),
    autocomplete: 'one-time-code',
    code: true,
  }),
)}`
    return sendPage(
      visit,
      setting,
      { title: say('code.title'), body },
      {
        status: problem?.status ?? 200,
        ...(problem?.wait !== undefined && { headers: { 'retry-after': String(problem.wait) } }),
      },
    )
  }
  return {
    path: '/code',
    needs: 'code',
    get: async (visit) => page(visit),
    async post(visit) {
      const { account, say, request } = visit
      if (!account) return redirectTo(signInPath(visit))
      const attempt = attemptOf('code', visit, account.name, isKnown(keys, visit.device, account.name))
      const wait = throttle.begin(attempt)
      if (wait > 0) return page(visit, { status: 429, wait, says: say('signIn.wait', { minutes: minutesOf(wait) }) })
      if (!(await secondFactor.isRight(account.name, request.form.code ?? ''))) {
        await audit.note(account.name, 'sign-in-refused')
        return page(visit, { status: 403, says: say('code.wrong') })
      }
      throttle.succeed(attempt)
      const { cookies } = await letIn(parts, visit, account, 'second-factor')
      return redirectTo(ownPath(request.query.next) ?? '/admin', cookies)
    },
  }
}

function setUpDoor(parts: SignInParts): Door {
  const { secondFactor, throttle, audit, keys, setting } = parts
  async function page(visit: Visit, account: string, problem?: { readonly status: number; readonly says: string }) {
    const { say } = visit
    const body = html`${renderProblem(problem?.says)}
<p>${say('secondFactor.required')}</p>
${renderEnrolment(await secondFactor.begin(account), say)}
${renderForm(
  pathOf('set-up', ownPath(visit.request.query.next)),
  csrfOf(keys, visit),
  say('secondFactor.confirm'),
  renderField({ name: 'code', label: say('code.label'), autocomplete: 'one-time-code', code: true }),
)}`
    return sendPage(
      visit,
      setting,
      { title: say('secondFactor.title'), body },
      problem ? { status: problem.status } : {},
    )
  }
  return {
    path: '/set-up',
    needs: 'set-up',
    get: async (visit) => (visit.account ? page(visit, visit.account.name) : redirectTo(signInPath(visit))),
    async post(visit) {
      const { account, say, request } = visit
      if (!account) return redirectTo(signInPath(visit))
      const attempt = attemptOf('code', visit, account.name, false)
      const wait = throttle.begin(attempt)
      const codes = wait > 0 ? undefined : await secondFactor.confirm(account.name, request.form.code ?? '')
      if (wait > 0)
        return page(visit, account.name, { status: 429, says: say('signIn.wait', { minutes: minutesOf(wait) }) })
      if (!codes) return page(visit, account.name, { status: 403, says: say('code.wrong') })
      throttle.succeed(attempt)
      await audit.note(account.name, 'second-factor-on')
      const { cookies } = await letIn(parts, visit, account, 'second-factor')
      const body = renderRecoveryCodes(codes, ownPath(request.query.next) ?? '/admin', say)
      return sendPage(visit, setting, { title: say('secondFactor.codes'), body }, { cookies })
    },
  }
}

function attemptOf(kind: Attempt['kind'], { request, device }: Visit, account: string, known: boolean): Attempt {
  return { kind, account, address: request.address, ...(known && { device: device.token }) }
}

function minutesOf(seconds: number): number {
  return Math.ceil(seconds / 60)
}
