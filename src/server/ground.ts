/** What every listener stands on: limits of time and size, headers, errors. Logs route, status and duration, nothing else. */
import Fastify, { type FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { describeError } from '../errors.ts'
import { problemOf, sendProblem } from './problem.ts'

export interface GroundOptions {
  readonly log: Logger
  readonly trustProxy: boolean
}

export function createGround({ log, trustProxy }: GroundOptions): FastifyInstance {
  const app = Fastify({
    logger: false,
    trustProxy: trustProxy,
    bodyLimit: 16 * 1024,
    requestTimeout: 15_000,
    connectionTimeout: 20_000,
    keepAliveTimeout: 65_000,
    return503OnClosing: true,
    routerOptions: { maxParamLength: 200 },
  })
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'geolocation=(self), camera=(), microphone=(), payment=()',
    })
  })
  let closing = false
  app.addHook('preClose', async () => {
    closing = true
  })
  // A connection kept open for the next request would hold the end of the process back.
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close')
  })
  app.addHook('onResponse', async (request, reply) => {
    log.info(
      { route: request.routeOptions.url ?? 'unknown', status: reply.statusCode, millis: Math.round(reply.elapsedTime) },
      'request',
    )
  })
  app.setErrorHandler((error, _request, reply) => {
    const problem = problemOf(error as { statusCode?: number }) // Fastify passes what was thrown; only the status is read
    if (problem.status >= 500) log.error(describeError(error), 'a request failed')
    return sendProblem(reply, problem)
  })
  return app
}
