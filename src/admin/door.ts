/**
 * The way in: password or one-time link, then the second factor, then a session. Each step is a page (`sign-in-page`,
 * `link-page`, `code-page`, `set-up-page`); what leads from one to the next stands here.
 */
import type { Account, Accounts } from './accounts.ts'
import type { Audit } from './audit.ts'
import { markKnown } from './device.ts'
import type { AdminResponse, SetCookie } from './http.ts'
import type { AdminKeys } from './keys.ts'
import type { SecondFactor } from './second-factor.ts'
import type { Sessions } from './sessions.ts'
import type { Attempt, Throttle } from './throttle.ts'
import { deviceCookie, type PageSetting, type Visit } from './visit.ts'

export interface DoorParts {
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

/** Opens the next stage for who has shown a password or a link; whatever session the browser brought ends. */
export async function letIn(
  { accounts, sessions, audit, keys }: DoorParts,
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

/** Why a form of a door comes back. */
export interface DoorProblem {
  readonly status: number
  readonly says: string
  /** Seconds until it may be tried again. */
  readonly wait?: number
}

/** Counts an attempt. @returns what to say where it may not be made now */
export function beginAttempt(throttle: Throttle, attempt: Attempt, { say }: Visit): DoorProblem | undefined {
  const wait = throttle.begin(attempt)
  return wait > 0 ? { status: 429, wait, says: say('signIn.wait', { minutes: Math.ceil(wait / 60) }) } : undefined
}

export function attemptOf(kind: Attempt['kind'], { request, device }: Visit, account: string, known: boolean): Attempt {
  return { kind, account, address: request.address, ...(known && { device: device.token }) }
}

/** Status and headers of a door's page. */
export function answerOf(problem: DoorProblem | undefined) {
  return {
    status: problem?.status ?? 200,
    ...(problem?.wait !== undefined && { headers: { 'retry-after': String(problem.wait) } }),
  }
}
