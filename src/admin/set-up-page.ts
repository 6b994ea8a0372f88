/** An account that needs a second factor and has none sets it up here before it sees anything else. */
import { html } from '../site/markup.ts'
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
import { renderEnrolment, renderRecoveryCodes } from './second-factor-markup.ts'
import { csrfOf, sendPage, signInPath, type Visit } from './visit.ts'

export function createSetUpDoor(parts: DoorParts): Door {
  const { accounts, secondFactor, throttle, audit, keys, setting } = parts
  async function page(visit: Visit, account: string, problem?: DoorProblem) {
    const { say } = visit
    const body = html`${renderProblem(problem?.says)}
<p>${say('secondFactor.required')}</p>
${renderEnrolment(await (problem ? secondFactor.goOn(account) : secondFactor.begin(account)), say)}
${renderForm(
  pathOf('set-up', ownPath(visit.request.query.next)),
  csrfOf(keys, visit),
  say('secondFactor.confirm'),
  renderField({ name: 'code', label: say('code.label'), autocomplete: 'one-time-code', code: true }),
)}`
    return sendPage(visit, setting, { title: say('secondFactor.title'), body }, answerOf(problem))
  }
  return {
    path: '/set-up',
    needs: 'set-up',
    get: async (visit) => (visit.account ? page(visit, visit.account.name) : redirectTo(signInPath(visit))),
    async post(visit) {
      const { account, say, request } = visit
      if (!account) return redirectTo(signInPath(visit))
      const attempt = attemptOf('code', visit, account.name, false)
      const tooMany = beginAttempt(throttle, attempt, visit)
      if (tooMany) return page(visit, account.name, tooMany)
      const codes = await secondFactor.confirm(account.name, request.form.code ?? '')
      if (!codes) return page(visit, account.name, { status: 403, says: say('code.wrong') })
      throttle.succeed(attempt)
      // Whoever has the password as well and waits at this same page is out.
      await accounts.signOutEverywhere(account.name)
      await audit.note(account.name, 'second-factor-on')
      const { cookies } = await letIn(parts, visit, account, 'second-factor')
      const body = renderRecoveryCodes(codes, ownPath(request.query.next) ?? '/admin', say)
      return sendPage(visit, setting, { title: say('secondFactor.codes'), body }, { cookies })
    },
  }
}
