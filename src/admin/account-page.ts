/** One's own account: password, second factor, signing out everywhere. Every role has it. */
import { html } from '../site/markup.ts'
import type { Accounts } from './accounts.ts'
import type { Audit } from './audit.ts'
import { renderDone, renderField, renderForm, renderProblem, renderQuietForm } from './form.ts'
import { problemOf, renderNewPassword } from './link-page.ts'
import { isPassword } from './password.ts'
import type { SecondFactor } from './second-factor.ts'
import { renderEnrolment, renderRecoveryCodes } from './second-factor-markup.ts'
import type { Throttle } from './throttle.ts'
import { type AdminView, roles, type ViewRequest, type ViewResult } from './view.ts'
import type { AdminWords } from './words.ts'

export interface AccountPageParts {
  readonly accounts: Accounts
  readonly secondFactor: SecondFactor
  readonly throttle: Throttle
  readonly audit: Audit
  readonly words: AdminWords
}

export function createAccountPages(parts: AccountPageParts): readonly AdminView[] {
  const { accounts, secondFactor, throttle, audit } = parts
  const sayIn = (request: ViewRequest) => (key: string, values?: Readonly<Record<string, string | number>>) =>
    parts.words(request.language, key, values)

  async function page(request: ViewRequest, problem?: { readonly form: 'password' | 'factor'; readonly says: string }) {
    const say = sayIn(request)
    const { viewer, csrf } = request
    const account = await accounts.find(viewer.account)
    const on = account?.hasSecondFactor ?? false
    const done = request.query.done === 'off' ? say('account.factorIsOff') : undefined
    const body = html`${renderDone(done)}
<dl class="facts"><dt>${say('account.name')}</dt><dd><bdi>${viewer.account}</bdi></dd>
<dt>${say('account.role')}</dt><dd>${say(`role.${viewer.role}`)}</dd>
${viewer.organisation !== undefined && html`<dt>${say('account.organisation')}</dt><dd><bdi>${viewer.organisation}</bdi></dd>`}</dl>
<section aria-labelledby="password-title"><h2 id="password-title">${say('password.title')}</h2>
${problem?.form === 'password' && renderProblem(problem.says)}
<p>${say('password.after')}</p>
${renderForm('/admin/account/password', csrf, say('password.change'), currentPassword(say, 'password-now'), ...renderNewPassword(say))}</section>
<section aria-labelledby="factor-title"><h2 id="factor-title">${say('secondFactor.title')}</h2>
${problem?.form === 'factor' && renderProblem(problem.says)}
<p>${on ? say('account.factorOn', { left: await secondFactor.left(viewer.account) }) : say('account.factorOff')}</p>
<p><a class="onward" href="/admin/account/second-factor">${say(on ? 'account.factorAnew' : 'account.factorBegin')}</a></p>
${
  on &&
  viewer.role !== 'admin' &&
  renderForm('/admin/account/second-factor/off', csrf, say('account.factorEnd'), currentPassword(say, 'factor-now'))
}</section>
<section aria-labelledby="everywhere-title"><h2 id="everywhere-title">${say('account.everywhereTitle')}</h2>
<p>${say('account.everywhereAbout')}</p>
${renderQuietForm('/admin/account/sign-out', csrf, say('account.everywhere'))}</section>`
    return { kind: 'page', title: say('account.title'), body, ...(problem && { status: 400 }) } as const
  }

  /** Whoever finds an open page must not be able to take the account over. @returns what to say where it is wrong */
  async function checkPassword(request: ViewRequest): Promise<string | undefined> {
    const say = sayIn(request)
    const { account } = request.viewer
    const attempt = { kind: 'password', account, address: '', device: 'signed in' } as const
    const wait = throttle.begin(attempt)
    if (wait > 0) return say('signIn.wait', { minutes: Math.ceil(wait / 60) })
    if (!(await isPassword(await accounts.passwordOf(account), request.form.now ?? ''))) return say('password.wrong')
    throttle.succeed(attempt)
    return undefined
  }

  async function changePassword(request: ViewRequest): Promise<ViewResult> {
    const { account } = request.viewer
    const says = (await checkPassword(request)) ?? problemOf(request.form, account, sayIn(request))
    if (says !== undefined) return page(request, { form: 'password', says })
    await accounts.setPassword(account, request.form.password ?? '')
    await audit.note(account, 'password-changed')
    return { kind: 'redirect', to: '/admin' }
  }

  async function enrol(request: ViewRequest, problem?: string): Promise<ViewResult> {
    const say = sayIn(request)
    const { account } = request.viewer
    const body = html`${renderProblem(problem)}${renderEnrolment(await (problem === undefined ? secondFactor.begin(account) : secondFactor.goOn(account)), say)}
<p>${say('secondFactor.after')}</p>
${renderForm(
  '/admin/account/second-factor',
  request.csrf,
  say('secondFactor.confirm'),
  renderField({ name: 'code', label: say('code.label'), autocomplete: 'one-time-code', code: true }),
  currentPassword(say, 'now'),
)}`
    return { kind: 'page', title: say('secondFactor.title'), body, ...(problem !== undefined && { status: 400 }) }
  }

  async function confirm(request: ViewRequest): Promise<ViewResult> {
    const say = sayIn(request)
    const { account } = request.viewer
    const wrong = await checkPassword(request)
    if (wrong !== undefined) return enrol(request, wrong)
    const codes = await secondFactor.confirm(account, request.form.code ?? '')
    if (!codes) return enrol(request, say('code.wrong'))
    await audit.note(account, 'second-factor-on')
    await accounts.signOutEverywhere(account)
    return {
      kind: 'page',
      title: say('secondFactor.codes'),
      body: renderRecoveryCodes(codes, '/admin/account', say),
    }
  }

  async function switchOff(request: ViewRequest): Promise<ViewResult> {
    const { account, role } = request.viewer
    if (role === 'admin') return { kind: 'refused', status: 403, says: 'secondFactor.required' }
    const says = await checkPassword(request)
    if (says !== undefined) return page(request, { form: 'factor', says })
    await secondFactor.remove(account)
    await audit.note(account, 'second-factor-off')
    return { kind: 'redirect', to: '/admin/account?done=off' }
  }

  async function signOutEverywhere({ viewer }: ViewRequest): Promise<ViewResult> {
    await accounts.signOutEverywhere(viewer.account)
    await audit.note(viewer.account, 'account-signed-out', viewer.account)
    return { kind: 'redirect', to: '/admin' }
  }

  const own = (method: AdminView['method'], path: string, answer: AdminView['answer']): AdminView => ({
    method,
    path: `/account${path}`,
    roles,
    answer,
  })
  return [
    { ...own('get', '', (request) => page(request)), nav: 'account.title' },
    own('post', '/password', changePassword),
    own('get', '/second-factor', (request) => enrol(request)),
    own('post', '/second-factor', confirm),
    own('post', '/second-factor/off', switchOff),
    own('post', '/sign-out', signOutEverywhere),
  ]
}

/** One page has two of them, and an id stands once. */
function currentPassword(say: (key: string) => string, id: string) {
  return renderField({
    id,
    name: 'now',
    label: say('password.now'),
    type: 'password',
    autocomplete: 'current-password',
  })
}
