/** `/` and the assets of all pages: one page, compressed beforehand. The pages without a script are in `public-site.ts`. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ReplyLanguage } from '../languages.ts'
import type { Asset } from '../site/assets.ts'
import { type Compressed, compress, send, sendPage } from './compressed.ts'
import { type EmbeddingOptions, registerEmbedding } from './embedding.ts'
import { wantedLanguage } from './wanted-language.ts'

export interface SiteOptions extends EmbeddingOptions {
  readonly renderPage: (language: ReplyLanguage) => string
  readonly languages: () => readonly ReplyLanguage[]
  readonly assets: readonly Asset[]
}

export function registerSite(app: FastifyInstance, options: SiteOptions): void {
  const compressed = new Map<string, { readonly html: string; readonly page: Compressed }>()
  const sendChat = async (request: FastifyRequest, reply: FastifyReply) => {
    const language = wantedLanguage(request, options.languages())
    const html = options.renderPage(language)
    const known = compressed.get(language)
    const page = known?.html === html ? known.page : compress(html)
    compressed.set(language, { html, page })
    reply.header('content-language', language).header('vary', 'accept-language')
    return sendPage(request, reply, page)
  }
  app.get('/', sendChat)
  // An organisation's link: the page itself sends its word, so that one page serves all and no cache holds a word.
  app.get('/r/:word', sendChat)
  registerEmbedding(app, options, sendChat)
  for (const asset of options.assets)
    app.get(asset.path, async (request, reply) => {
      reply.header('cache-control', 'public, max-age=31536000, immutable').header('vary', 'accept-encoding')
      return send(request, reply, asset.type, asset)
    })
}
