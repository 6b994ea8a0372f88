/** The page behind a one-time link: its owner sets a password. Looking uses nothing up, so that a preview of a link does no harm. */
import { html } from '../site/markup.ts'
import { markKnown } from './device.ts'
import { type Door, type DoorParts, letIn, pathOf } from './door.ts'
import { renderField, renderForm, renderProblem } from './form.ts'
import { redirectTo } from './http.ts'
import { shortestPassword, weakness } from './password.ts'
import { csrfOf, deviceCookie, sendPage, type Visit } from './visit.ts'

export function createLinkDoor(parts: DoorParts): Door {
  const { accounts, audit, keys, setting } = parts

  function gone(visit: Visit) {
    const { say } = visit
    return sendPage(
      visit,
      setting,
      { title: say('link.title'), body: html`<p>${say('link.gone')}</p>` },
      { status: 404 },
    )
  }

  function page(visit: Visit, name: string, problem?: string) {
    const { say, request } = visit
    const body = html`${renderProblem(problem)}
<p>${say('link.hello')} <bdi>${name}</bdi></p>
${renderForm(
  `/admin/link/${request.params.token ?? ''}`,
  csrfOf(keys, { device: visit.device }),
  say('link.set'),
  // A password manager keeps the password under this name.
  html`<input type="text" name="name" value="${name}" autocomplete="username" hidden>`,
  ...renderNewPassword(say),
)}`
    return sendPage(
      visit,
      setting,
      { title: say('link.title'), body },
      { cookies: [deviceCookie(visit.device)], ...(problem !== undefined && { status: 400 }) },
    )
  }

  return {
    path: '/link/:token',
    needs: 'nothing',
    async get(visit) {
      const account = await accounts.findByLink(visit.request.params.token ?? '')
      return account ? page(visit, account.name) : gone(visit)
    },
    async post(visit) {
      const { params, form } = visit.request
      const token = params.token ?? ''
      const owner = await accounts.findByLink(token)
      if (!owner) return gone(visit)
      const problem = problemOf(form, owner.name, visit.say)
      if (problem !== undefined) return page(visit, owner.name, problem)
      const account = await accounts.takeLink(token, form.password ?? '')
      if (!account) return gone(visit)
      await audit.note(account.name, 'password-changed')
      const { stage, cookies } = await letIn(parts, visit, account, 'password')
      // Whoever holds the link is no stranger to this account from now on, the second factor or not.
      const known = deviceCookie(markKnown(keys, visit.device, account.name))
      return redirectTo(pathOf(stage, undefined), [...cookies.filter(({ name }) => name !== 'device'), known])
    },
  }
}

type Say = Visit['say']

/** Twice, because nobody sees what they type. */
export function renderNewPassword(say: Say) {
  return [
    renderField({
      name: 'password',
      label: say('password.new'),
      hint: say('password.hint', { least: shortestPassword }),
      type: 'password',
      autocomplete: 'new-password',
    }),
    renderField({ name: 'again', label: say('password.again'), type: 'password', autocomplete: 'new-password' }),
  ]
}

/** @returns what is wrong with a new password, in the person's words */
export function problemOf(form: Readonly<Record<string, string>>, account: string, say: Say): string | undefined {
  const { password = '', again = '' } = form
  const weak = weakness(password, account)
  if (weak) return say(`password.${weak}`, { least: shortestPassword })
  return password === again ? undefined : say('password.differ')
}
