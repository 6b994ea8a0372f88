/** Fastify with one part a surface, each with its limits and headers. Logs route, status and duration, nothing else. */
import Fastify, { type FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Webhook } from '../channels/channel.ts'
import type { WebChannel } from '../channels/web.ts'
import { describeError } from '../errors.ts'
import type { ReplyLanguage } from '../languages.ts'
import type { Health } from '../message.ts'
import type { Asset } from '../site/assets.ts'
import { registerApi } from './api.ts'
import { problemOf, sendProblem } from './problem.ts'
import { type PublicSiteOptions, registerPublicSite } from './public-site.ts'
import { registerSite } from './site.ts'
import { registerWebhook } from './webhook.ts'

export interface AppOptions extends PublicSiteOptions {
  readonly web: WebChannel
  readonly log: Logger
  readonly trustProxy: boolean
  readonly renderPage: (language: ReplyLanguage) => string
  readonly assets: readonly Asset[]
  /** Everything that must be well for the service to be ready. */
  readonly ready: () => Promise<readonly Health[]>
  /** One for each channel that has its messages brought. */
  readonly webhooks?: readonly Webhook[]
}

export function createApp(options: AppOptions): FastifyInstance {
  const app = Fastify({
    logger: false,
    trustProxy: options.trustProxy,
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
    options.log.info(
      { route: request.routeOptions.url ?? 'unknown', status: reply.statusCode, millis: Math.round(reply.elapsedTime) },
      'request',
    )
  })
  app.setErrorHandler((error, _request, reply) => {
    const problem = problemOf(error as { statusCode?: number }) // Fastify passes what was thrown; only the status is read
    if (problem.status >= 500) options.log.error(describeError(error), 'a request failed')
    return sendProblem(reply, problem)
  })
  const publicSite = registerPublicSite(app, options)
  app.setNotFoundHandler((request, reply) => {
    if (publicSite.sendMissing(request, reply)) return
    void sendProblem(reply, {
      status: 404,
      title: 'Not found',
      detail: 'There is nothing here. The chat is at /, the API at /api/docs.',
    })
  })
  app.get('/healthz', async () => ({ status: 'alive' }))
  app.get('/readyz', async (_request, reply) => {
    const checks = await options.ready()
    const ok = checks.every((check) => check.ok)
    return reply.code(ok ? 200 : 503).send({ status: ok ? 'ready' : 'not ready', checks })
  })
  registerApi(app, options.web)
  registerSite(app, options)
  for (const webhook of options.webhooks ?? []) registerWebhook(app, webhook)
  return app
}
