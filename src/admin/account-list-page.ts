/** All accounts, for the role `admin`: add, give a new link, disable, sign out. `dalil user` does the same without a browser. */
import { html, type Markup } from '../site/markup.ts'
import { type Account, type Accounts, newAccount } from './accounts.ts'
import type { AccountAction, Audit } from './audit.ts'
import { renderDone, renderField, renderForm, renderProblem, renderQuietForm } from './form.ts'
import { formatHour } from './time.ts'
import { type AdminView, roles, type ViewRequest, type ViewResult } from './view.ts'
import type { AdminWords } from './words.ts'

export interface AccountListParts {
  readonly accounts: Accounts
  readonly audit: Audit
  readonly words: AdminWords
  /** Where this service is reached by its staff, `https://dalil.example.org`; absent where nobody set it. */
  readonly origin?: string
}

export function createAccountList(parts: AccountListParts): readonly AdminView[] {
  const { accounts, audit } = parts
  const sayIn = (request: ViewRequest) => (key: string, values?: Readonly<Record<string, string | number>>) =>
    parts.words(request.language, key, values)

  async function list(request: ViewRequest, problem?: string): Promise<ViewResult> {
    const say = sayIn(request)
    const all = await accounts.list()
    const done = ['disabled', 'enabled', 'signedOut'].find((one) => one === request.query.done)
    const body = html`${renderDone(done && say(`accounts.${done}`))}
<ul class="accounts">${all.map((account) => renderAccount(account, request, say))}</ul>
<section aria-labelledby="add-title"><h2 id="add-title">${say('accounts.add')}</h2>
${renderProblem(problem)}
${renderForm(
  '/admin/accounts',
  request.csrf,
  say('accounts.addButton'),
  renderField({
    name: 'name',
    label: say('accounts.name'),
    hint: say('accounts.nameHint'),
    autocomplete: 'off',
    value: request.form.name,
  }),
  html`<div class="field"><label for="role">${say('account.role')}</label><select id="role" name="role">${roles.map(
    (role) =>
      html`<option value="${role}"${request.form.role === role && html` selected`}>${say(`role.${role}`)}</option>`,
  )}</select></div>`,
  renderField({
    name: 'organisation',
    label: say('accounts.organisation'),
    hint: say('accounts.organisationHint'),
    autocomplete: 'off',
    optional: true,
    code: true,
    value: request.form.organisation,
  }),
)}</section>`
    return { kind: 'page', title: say('accounts.title'), body, ...(problem !== undefined && { status: 400 }) }
  }

  function showLink(request: ViewRequest, name: string, token: string): ViewResult {
    const say = sayIn(request)
    const address = `${parts.origin ?? ''}/admin/link/${token}`
    const body = html`<p>${say('accounts.linkFor')} <bdi>${name}</bdi></p>
<p><code class="link" dir="ltr">${address}</code></p>
<p>${say('accounts.linkOnce')}</p>
${parts.origin === undefined && html`<p>${say('accounts.linkPath')}</p>`}
<p><a class="onward" href="/admin/accounts">${say('accounts.title')}</a></p>`
    return { kind: 'page', title: say('accounts.linkTitle'), body }
  }

  async function add(request: ViewRequest): Promise<ViewResult> {
    const say = sayIn(request)
    const { name, role, organisation } = request.form
    const parsed = newAccount.safeParse({ name, role, ...(organisation && { organisation }) })
    if (!parsed.success) {
      const field = parsed.error.issues[0]?.path[0]
      return list(request, say(field === 'organisation' ? 'accounts.organisationWrong' : 'accounts.nameWrong'))
    }
    const token = await accounts.add(parsed.data)
    if (token === undefined) return list(request, say('accounts.taken'))
    await audit.note(request.viewer.account, 'account-added', parsed.data.name)
    return showLink(request, parsed.data.name, token)
  }

  async function reset(request: ViewRequest): Promise<ViewResult> {
    const account = await accounts.find(request.params.name ?? '')
    if (!account) return { kind: 'refused', status: 404, says: 'accounts.unknown' }
    if (account.name === request.viewer.account) return { kind: 'refused', status: 400, says: 'accounts.notSelf' }
    const without = request.form.factor === 'off'
    const token = await accounts.reset(account.name, { secondFactor: without })
    if (token === undefined) return { kind: 'refused', status: 404, says: 'accounts.unknown' }
    await audit.note(request.viewer.account, 'account-reset', account.name)
    if (without) await audit.note(request.viewer.account, 'second-factor-off', account.name)
    return showLink(request, account.name, token)
  }

  /** Something that is done to one account and leads back to the list. */
  function change(done: string, action: AccountAction, doIt: (name: string) => Promise<unknown>): AdminView['answer'] {
    return async (request) => {
      const account = await accounts.find(request.params.name ?? '')
      if (!account) return { kind: 'refused', status: 404, says: 'accounts.unknown' }
      // The last one who can open the door must not lock it behind them.
      if (account.name === request.viewer.account) return { kind: 'refused', status: 400, says: 'accounts.notSelf' }
      await doIt(account.name)
      await audit.note(request.viewer.account, action, account.name)
      return { kind: 'redirect', to: `/admin/accounts?done=${done}` }
    }
  }

  const forAdmin = { roles: ['admin'] } as const
  const post = (path: string, answer: AdminView['answer']): AdminView => ({ ...forAdmin, method: 'post', path, answer })
  return [
    { ...forAdmin, method: 'get', path: '/accounts', nav: 'accounts.title', answer: (request) => list(request) },
    post('/accounts', add),
    post('/accounts/:name/reset', reset),
    post('/accounts/:name/disable', change('disabled', 'account-disabled', accounts.disable)),
    post('/accounts/:name/enable', change('enabled', 'account-enabled', accounts.enable)),
    post('/accounts/:name/sign-out', change('signedOut', 'account-signed-out', accounts.signOutEverywhere)),
  ]
}

/** A card each: a table of so many columns cannot be read on a telephone. */
function renderAccount(
  account: Account,
  { csrf, language, viewer }: ViewRequest,
  say: (key: string) => string,
): Markup {
  const { name, role, organisation, disabled, hasPassword, hasSecondFactor, seen } = account
  const to = `/admin/accounts/${encodeURIComponent(name)}`
  const state = disabled ? 'accounts.isDisabled' : hasPassword ? 'accounts.isActive' : 'accounts.isInvited'
  const change = html`<details><summary>${say('accounts.change')} <span class="visually-hidden">${name}</span></summary>
${renderForm(
  `${to}/reset`,
  csrf,
  say('accounts.reset'),
  html`<p class="hint">${say('accounts.resetAbout')}</p><label class="check"><input type="checkbox" name="factor" value="off"> ${say('accounts.resetFactor')}</label>`,
)}
${renderQuietForm(`${to}/${disabled ? 'enable' : 'disable'}`, csrf, say(disabled ? 'accounts.enable' : 'accounts.disable'))}
${renderQuietForm(`${to}/sign-out`, csrf, say('account.everywhere'))}</details>`
  return html`<li><h2><bdi>${name}</bdi></h2>
<dl class="facts"><dt>${say('account.role')}</dt><dd>${say(`role.${role}`)}${organisation !== undefined && html` (<bdi>${organisation}</bdi>)`}</dd>
<dt>${say('accounts.state')}</dt><dd>${say(state)}</dd>
<dt>${say('secondFactor.title')}</dt><dd>${say(hasSecondFactor ? 'accounts.on' : 'accounts.off')}</dd>
<dt>${say('accounts.seen')}</dt><dd>${seen === undefined ? say('accounts.never') : formatHour(seen, language)}</dd></dl>
${name === viewer.account ? html`<p><a class="onward" href="/admin/account">${say('account.title')}</a></p>` : change}</li>`
}
