/**
 * `/admin` on the wire: cookies, forms, headers. What is shown, and to whom, is decided in `admin/frame.ts`. It has a
 * content security policy of its own, without scripts and with forms that lead nowhere else.
 */
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AdminFrame } from '../admin/frame.ts'
import type { AdminRequest, AdminResponse, CookieName } from '../admin/http.ts'
import { describeError } from '../errors.ts'
import type { Asset } from '../site/assets.ts'
import { send } from './compressed.ts'
import { createGround, type GroundOptions } from './ground.ts'
import { sendProblem } from './problem.ts'

export interface AdminSite {
  readonly frame: AdminFrame
  readonly style: Asset
  readonly log: GroundOptions['log']
}

/** A listener for the secretariat alone: another port, or an address that only an office network reaches. */
export function createAdminApp(site: AdminSite, options: GroundOptions): FastifyInstance {
  const app = createGround(options)
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, { status: 404, title: 'Not found', detail: 'There is nothing here.' }),
  )
  registerAdminSite(app, site)
  return app
}

const policy =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
const daySeconds = 86_400
const slowestPageMillis = 120_000
const formLimitBytes = 64 * 1024
const cookieNames: readonly CookieName[] = ['session', 'device', 'language']

export function registerAdminSite(app: FastifyInstance, { frame, style, log }: AdminSite): void {
  void app.register(async (scope) => {
    // Before anything is parsed: without an account this is an address like any other that is unknown.
    scope.addHook('onRequest', async (_request, reply) => {
      if (!(await frame.isThere())) return reply.callNotFound()
    })
    await scope.register(cookie)
    await scope.register(formbody, { bodyLimit: formLimitBytes })
    scope.setErrorHandler(async (error, request, reply) => {
      const { statusCode = 500 } = error as { statusCode?: number } // Fastify passes what was thrown; only the status is read
      if (statusCode >= 500) log.error(describeError(error), 'a page of the secretariat failed')
      return answer(request, reply, await frame.fail(requestOf(request), Math.min(statusCode, 500)))
    })
    for (const route of frame.routes)
      scope.route({
        method: route.method,
        url: route.path,
        handler: async (request, reply) => {
          // A report as PDF starts a browser, and a machine that is busy needs its time; a message never does.
          request.raw.socket.setTimeout(slowestPageMillis)
          return answer(request, reply, await route.answer(requestOf(request)))
        },
      })
    scope.get(style.path, async (request, reply) => {
      reply.header('cache-control', 'public, max-age=31536000, immutable').header('vary', 'accept-encoding')
      return send(request, reply, style.type, style)
    })
  })
}

function requestOf(request: FastifyRequest): AdminRequest {
  const connection = connectionOf(request)
  return {
    method: request.method === 'POST' ? 'post' : 'get',
    path: request.url.split('?', 1)[0] ?? '/admin',
    params: strings(request.params),
    query: strings(request.query),
    form: strings(request.body),
    cookies: Object.fromEntries(
      cookieNames.flatMap((name) => {
        const value = request.cookies?.[wireName(name, connection)]
        return value === undefined ? [] : [[name, value]]
      }),
    ),
    connection,
    fromElsewhere: /^(cross-site|same-site)$/.test(String(request.headers['sec-fetch-site'] ?? '')),
    address: request.ip,
    acceptLanguage: request.headers['accept-language'] ?? '',
  }
}

function answer(request: FastifyRequest, reply: FastifyReply, response: AdminResponse): FastifyReply {
  const connection = connectionOf(request)
  reply
    .code(response.status)
    .type(response.type)
    .headers({
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
      ...response.headers,
    })
  for (const { name, value, days } of response.cookies ?? [])
    reply.setCookie(wireName(name, connection), value ?? '', {
      path: '/',
      httpOnly: true,
      secure: connection === 'secure',
      sameSite: 'strict',
      ...(value === undefined ? { maxAge: 0 } : days !== undefined && { maxAge: days * daySeconds }),
    })
  return reply.send(typeof response.body === 'string' ? response.body : Buffer.from(response.body))
}

/**
 * `__Host-` is taken by browsers only over TLS and only from this very host. Plain HTTP on this machine has another
 * name, so that neither can stand for the other.
 */
function wireName(name: CookieName, connection: AdminRequest['connection']): string {
  return connection === 'secure' ? `__Host-dalil-${name}` : `dalil-local-${name}`
}

/** What the browser believes it talks to decides: a name of this machine never leaves it. */
function connectionOf(request: FastifyRequest): AdminRequest['connection'] {
  if (request.protocol === 'https') return 'secure'
  return /^(localhost|127\.0\.0\.1|\[?::1\]?)$/.test(request.hostname) ? 'local' : 'open'
}

/** Of a name that is given twice the last one counts; anything but text is left out. */
function strings(values: unknown): Record<string, string> {
  if (typeof values !== 'object' || values === null) return {}
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const last: unknown = Array.isArray(value) ? value.at(-1) : value
      return typeof last === 'string' ? [[name, last]] : []
    }),
  )
}
