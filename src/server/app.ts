/** What people reach: one part a surface, each with its limits. What all of them stand on is in `ground.ts`. */
import type { FastifyInstance } from 'fastify'
import type { WebChannel } from '../channels/web.ts'
import type { ReplyLanguage } from '../languages.ts'
import type { Health } from '../message.ts'
import type { Asset } from '../site/assets.ts'
import { type AdminSite, registerAdminSite } from './admin-site.ts'
import { registerApi } from './api.ts'
import type { EmbeddingOptions } from './embedding.ts'
import { createGround, type GroundOptions } from './ground.ts'
import { sendProblem } from './problem.ts'
import { type PublicSiteOptions, registerPublicSite } from './public-site.ts'
import { registerSite } from './site.ts'

export interface AppOptions extends PublicSiteOptions, EmbeddingOptions, GroundOptions {
  readonly web: WebChannel
  readonly renderPage: (language: ReplyLanguage) => string
  readonly assets: readonly Asset[]
  /** Everything that must be well for the service to be ready. */
  readonly ready: () => Promise<readonly Health[]>
  readonly webhook?: {
    readonly path: string
    readonly accept: (update: unknown, secret: string | undefined) => Promise<'accepted' | 'refused' | 'malformed'>
  }
  /** Absent where the secretariat's pages listen elsewhere. */
  readonly admin?: AdminSite
}

/** Updates over this are refused, as the threat model says. */
const webhookLimitBytes = 1024 * 1024

export function createApp(options: AppOptions): FastifyInstance {
  const app = createGround(options)
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
  if (options.admin) registerAdminSite(app, options.admin)
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
