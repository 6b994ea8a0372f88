/**
 * The way to Meta's Graph API: one request, and what its failure means for us. Errors of Meta hold what a person wrote
 * and their number, so that only their codes leave this file. Codes after "Error codes", as of 15 May 2026:
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 */
import * as z from 'zod'

export interface GraphOptions {
  readonly apiRoot: string
  /** `v25.0` */
  readonly apiVersion: string
  readonly phoneNumberId: string
  readonly accessToken: string
  /** Of one request. */
  readonly timeoutMillis?: number
}

/**
 * What became of a request. `taken` by Meta. Not taken, and worth another try: `busy` (our limits or theirs for all),
 * `pair` (too many to one person), `down`. Not taken, and no try helps: `token`, `account`, `person` (not reachable, or
 * silent for more than 24 hours), `message` (our own mistake). `unsure`: it broke off, and Meta may have taken it.
 */
export type GraphResult = 'taken' | 'busy' | 'pair' | 'down' | 'token' | 'account' | 'person' | 'message' | 'unsure'

export interface GraphAnswer {
  readonly result: GraphResult
  /** Of Meta, for the log. */
  readonly code?: number
  /** How long Meta asks to wait. */
  readonly retryAfterMillis?: number
}

export interface Graph {
  /** Never rejects. @param body all but `messaging_product` */
  post(body: object, signal: AbortSignal): Promise<GraphAnswer>
  /** Asks for our own number, to know whether Meta is reached and the token holds. */
  ask(signal: AbortSignal): Promise<GraphAnswer>
}

const codes: ReadonlyMap<number, GraphResult> = new Map([
  ...list('busy', [4, 80007, 130429, 131048]),
  ...list('pair', [131056]),
  ...list('down', [1, 2, 131000, 131016, 131057, 133004]),
  ...list('token', [0, 190]),
  // Permissions, blocked and unpaid accounts, numbers that are not registered.
  ...list('account', [3, 10, 33, 368, 130497, 131005, 131031, 131042, 131045, 133010]),
  ...list('person', [130472, 131021, 131026, 131030, 131047, 131050, 131062]),
  ...list('message', [100, 131008, 131009, 131051]),
])

function list(result: GraphResult, codesOfIt: readonly number[]): [number, GraphResult][] {
  return codesOfIt.map((code) => [code, result])
}

const failure = z.object({ error: z.object({ code: z.int() }) })
const success = z.union([
  z.object({ messages: z.array(z.object({ id: z.string() })).min(1) }),
  z.object({ success: z.literal(true) }),
  z.object({ id: z.string() }),
])

/** The request never left: no connection, no name. */
const neverSent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']

export function createGraph(options: GraphOptions): Graph {
  const { apiVersion, phoneNumberId, accessToken, timeoutMillis = 15_000 } = options
  const number = `${options.apiRoot.replace(/\/+$/, '')}/${apiVersion}/${phoneNumberId}`

  async function request(url: string, given: object | undefined, signal: AbortSignal): Promise<GraphAnswer> {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(timeoutMillis)])
    try {
      const response = await fetch(url, {
        method: given ? 'POST' : 'GET',
        headers: { authorization: `Bearer ${accessToken}`, ...(given && { 'content-type': 'application/json' }) },
        ...(given && { body: JSON.stringify({ messaging_product: 'whatsapp', ...given }) }),
        redirect: 'error', // the token goes to nobody else
        signal: patience,
      })
      return answerOf(response, await response.text())
    } catch (error) {
      return { result: codeOf(error).some((code) => neverSent.includes(code)) ? 'down' : 'unsure' }
    }
  }

  return {
    post: (body, signal) => request(`${number}/messages`, body, signal),
    async ask(signal) {
      const answer = await request(`${number}?fields=id`, undefined, signal)
      // Nothing in this request can be wrong but the number's id, or our right to see it.
      return answer.result === 'message' ? { ...answer, result: 'account' } : answer
    },
  }
}

function answerOf(response: Response, text: string): GraphAnswer {
  const body = parse(text)
  const error = failure.safeParse(body).data?.error
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  const retry = Number.isFinite(seconds) && seconds > 0 ? { retryAfterMillis: seconds * 1000 } : {}
  if (error) return { result: resultOf(error.code, response.status), code: error.code, ...retry }
  // Without an error of Meta's own it was somebody between us, who may have passed it on.
  if (response.ok) return { result: success.safeParse(body).success ? 'taken' : 'unsure' }
  if (response.status === 429) return { result: 'busy', ...retry }
  return { result: response.status === 401 ? 'token' : response.status >= 500 ? 'unsure' : 'message', ...retry }
}

function resultOf(code: number, status: number): GraphResult {
  const known = codes.get(code)
  if (known) return known
  if (code >= 200 && code < 300) return 'account'
  if (status === 429) return 'busy'
  if (status === 401) return 'token'
  return status >= 500 ? 'down' : 'message'
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // the status decides
  }
}

/** Codes of an error and of its causes; undici wraps them, and several addresses of a host make several. */
function codeOf(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : []
  const tried = error instanceof AggregateError ? error.errors.flatMap(codeOf) : []
  return [...own, ...tried, ...codeOf(error.cause)]
}
