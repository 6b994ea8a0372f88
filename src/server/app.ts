/** What people reach: one part a surface, each with its limits. What all of them stand on is in `ground.ts`. */
import type { FastifyInstance } from 'fastify'
import type { Webhook } from '../channels/channel.ts'
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
import { registerWebhook } from './webhook.ts'

export interface AppOptions extends PublicSiteOptions, EmbeddingOptions, GroundOptions {
  readonly web: WebChannel
  readonly renderPage: (language: ReplyLanguage) => string
  readonly assets: readonly Asset[]
  /** Everything that must be well for the service to be ready. */
  readonly ready: () => Promise<readonly Health[]>
  /** Absent where the secretariat's pages listen elsewhere. */
  readonly admin?: AdminSite
  /** One for each channel that has its messages brought. */
  readonly webhooks?: readonly Webhook[]
}

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
  if (options.admin) registerAdminSite(app, options.admin)
  for (const webhook of options.webhooks ?? []) registerWebhook(app, webhook)
  return app
}
