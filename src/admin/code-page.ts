/** The code of the second factor, after the password. */
import { html } from '../site/markup.ts'
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
import { csrfOf, sendPage, signInPath, type Visit } from './visit.ts'

export function createCodeDoor(parts: DoorParts): Door {
  const { secondFactor, throttle, audit, keys, setting } = parts
  function page(visit: Visit, problem?: DoorProblem) {
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
    return sendPage(visit, setting, { title: say('code.title'), body }, answerOf(problem))
  }
  return {
    path: '/code',
    needs: 'code',
    get: async (visit) => page(visit),
    async post(visit) {
      const { account, say, request } = visit
      if (!account) return redirectTo(signInPath(visit))
      const attempt = attemptOf('code', visit, account.name, isKnown(keys, visit.device, account.name))
      const tooMany = beginAttempt(throttle, attempt, visit)
      if (tooMany) return page(visit, tooMany)
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
