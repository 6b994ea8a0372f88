/**
 * Name and password. A name that nobody has takes the same way as one that somebody has, to the same page: nobody learns
 * here who has an account.
 */
import { html } from '../site/markup.ts'
import { nameOf } from './accounts.ts'
import { nobody } from './audit.ts'
import { isKnown } from './device.ts'
import {
  answerOf,
  attemptOf,
  beginAttempt,
  type Door,
  type DoorParts,
  type DoorProblem,
  letIn,
  pathOf,
} from './door.ts'
import { renderField, renderForm, renderProblem } from './form.ts'
import { ownPath, redirectTo } from './http.ts'
import { isPassword } from './password.ts'
import { csrfOf, deviceCookie, sendPage, type Visit } from './visit.ts'

/** Passwords of strangers that are checked at once: 19 MiB each, and the chat needs the processor too. */
const mostChecks = 4

export function createSignInDoor(parts: DoorParts): Door {
  const { accounts, throttle, audit, keys, setting } = parts
  let checks = 0

  function page(visit: Visit, problem?: DoorProblem) {
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
        ...answerOf(problem),
        cookies: [deviceCookie(visit.device), ...(ended ? [{ name: 'session' as const }] : [])],
      },
    )
  }

  async function check(name: string, typed: string): Promise<boolean> {
    checks += 1
    try {
      return await isPassword(await accounts.passwordOf(name), typed)
    } finally {
      checks -= 1
    }
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
      if (!known && checks >= mostChecks) return page(visit, { status: 503, wait: 5, says: say('signIn.busy') })
      const attempt = attemptOf('password', visit, name, known)
      const tooMany = beginAttempt(throttle, attempt, visit)
      if (tooMany) return page(visit, tooMany)
      const right = await check(name, request.form.password ?? '')
      const account = await accounts.find(name)
      if (!right || !account) {
        // A name that nobody has is not written down: people type their password there. That there was one is, so that
        // both take equally long.
        await audit.note(account?.name ?? nobody, 'sign-in-refused')
        return page(visit, { status: 403, says: say('signIn.wrong') })
      }
      throttle.succeed(attempt)
      const { stage, cookies } = await letIn(parts, visit, account, 'password')
      return redirectTo(pathOf(stage, ownPath(request.query.next)), cookies)
    },
  }
}
