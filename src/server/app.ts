/** Fastify with one part a surface, each with its limits and headers. Logs route, status and duration, nothing else. */
import Fastify, { type FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { WebChannel } from '../channels/web.ts'
import { describeError } from '../errors.ts'
import type { ReplyLanguage } from '../languages.ts'
import type { Health } from '../message.ts'
import type { Asset } from '../site/assets.ts'
import { registerApi } from './api.ts'
import type { EmbeddingOptions } from './embedding.ts'
import { problemOf, sendProblem } from './problem.ts'
import { type PublicSiteOptions, registerPublicSite } from './public-site.ts'
import { registerSite } from './site.ts'

export interface AppOptions extends PublicSiteOptions, EmbeddingOptions {
  readonly web: WebChannel
  readonly log: Logger
  readonly trustProxy: boolean
  readonly renderPage: (language: ReplyLanguage) => string
  readonly assets: readonly Asset[]
  /** Everything that must be well for the service to be ready. */
  readonly ready: () => Promise<readonly Health[]>
  readonly webhook?: {
    readonly path: string
    readonly accept: (update: unknown, secret: string | undefined) => Promise<'accepted' | 'refused' | 'malformed'>
  }
}

/** Updates over this are refused, as the threat model says. */
const webhookLimitBytes = 1024 * 1024

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
  if (options.webhook) registerWebhook(app, options.webhook)
  return app
}

/** The body is kept as bytes until the secret is checked, so that nothing is parsed for a stranger. */
function registerWebhook(app: FastifyInstance, webhook: NonNullable<AppOptions['webhook']>): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    scope.post(webhook.path, { bodyLimit: webhookLimitBytes }, async (request, reply) => {
      const secret = request.headers['x-telegram-bot-api-secret-token']
      const outcome = await webhook.accept(request.body, typeof secret === 'string' ? secret : undefined)
      if (outcome === 'refused')
        return sendProblem(reply, { status: 401, title: 'Unauthorized', detail: 'The secret is missing or wrong.' })
      if (outcome === 'malformed')
        return sendProblem(reply, { status: 400, title: 'Bad request', detail: 'This is not an update.' })
      return { ok: true }
    })
  })
}
