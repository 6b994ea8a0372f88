/**
 * Pages that everybody may read and search engines may find: `/fr/t/health.care`, `/fr/s/tanger`, `/fr/` for all topics,
 * and the same without a language, which leads to the reader's. Rendered once for each version of the content, what is
 * open now once a minute.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ReplyLanguage } from '../languages.ts'
import type { PublicPage } from '../site/addresses.ts'
import type { Preview } from '../site/preview-page.ts'
import type { PublicPages } from '../site/public-pages.ts'
import { type Compressed, compress, send, sendPage } from './compressed.ts'
import { wantedLanguage } from './wanted-language.ts'

export interface PublicSiteOptions {
  readonly pages: PublicPages
  readonly languages: () => readonly ReplyLanguage[]
  /** In development only. */
  readonly preview?: Preview
}

/** In addresses: `t` a topic, `s` the services of a city. */
const kinds = ['t', 's'] as const

export interface PublicSite {
  /** A kind page for who followed a wrong link; false where a program asked, which is answered otherwise. */
  sendMissing(request: FastifyRequest, reply: FastifyReply): boolean
}

export function registerPublicSite(app: FastifyInstance, options: PublicSiteOptions): PublicSite {
  const { pages, preview } = options
  const rendered = new Map<string, { readonly page: Compressed; readonly moment: string }>()
  let version: object | undefined
  const once = (key: string, render: () => string, moment = ''): Compressed => {
    if (version !== pages.version()) rendered.clear()
    version = pages.version()
    const known = rendered.get(key)
    const page = known?.moment === moment ? known.page : compress(render())
    rendered.set(key, { page, moment })
    return page
  }
  const sendPublic = (request: FastifyRequest, reply: FastifyReply, page: PublicPage): FastifyReply => {
    reply.header('content-language', page.language)
    return sendPage(
      request,
      reply,
      once(pages.path(page), () => pages.render(page), pages.moment(page)),
    )
  }
  const languageNamed = (name: string) => options.languages().find((language) => language === name)

  app.get<{ Params: { language: string } }>('/:language/', async (request, reply) => {
    const language = languageNamed(request.params.language)
    if (!language) return reply.callNotFound()
    return sendPublic(request, reply, { kind: 'topics', language })
  })
  app.get<{ Params: { language: string } }>('/:language', async (request, reply) => {
    const language = languageNamed(request.params.language)
    if (!language) return reply.callNotFound()
    return reply.redirect(pages.path({ kind: 'topics', language }), 301)
  })
  app.get('/notice', async (request, reply) =>
    leadOn(reply, pages.path({ kind: 'notice', language: wantedLanguage(request, options.languages()) })),
  )
  app.get<{ Params: { language: string } }>('/:language/notice', async (request, reply) => {
    const language = languageNamed(request.params.language)
    if (!language) return reply.callNotFound()
    return sendPublic(request, reply, { kind: 'notice', language })
  })
  for (const kind of kinds) {
    app.get(`/${kind}`, async (request, reply) => {
      const language = wantedLanguage(request, options.languages())
      return leadOn(reply, pages.path({ kind: 'topics', language }))
    })
    app.get<{ Params: { id: string } }>(`/${kind}/:id`, async (request, reply) => {
      const page = pages.find(kind, request.params.id, wantedLanguage(request, options.languages()))
      return page ? leadOn(reply, pages.path(page)) : reply.callNotFound()
    })
    app.get<{ Params: { language: string; id: string } }>(`/:language/${kind}/:id`, async (request, reply) => {
      const language = languageNamed(request.params.language)
      const page = language && pages.find(kind, request.params.id, language)
      if (!page) return reply.callNotFound()
      // A topic that is not written in this language yet is read in the nearest one, at that one's address.
      if (page.language !== language) return reply.header('cache-control', 'no-cache').redirect(pages.path(page), 302)
      return sendPublic(request, reply, page)
    })
  }
  app.get('/sitemap.xml', async (request, reply) => {
    // Kept for the address that is set; one that a visitor names is answered, and not kept.
    if (pages.origin)
      return sendPage(
        request,
        reply,
        once('sitemap', () => pages.renderSitemap('')),
        'application/xml',
      )
    return reply
      .header('cache-control', 'no-cache')
      .type('application/xml')
      .send(pages.renderSitemap(originOf(request)))
  })
  app.get('/robots.txt', async (request, reply) =>
    reply
      .type('text/plain')
      .send(
        `User-agent: *\nDisallow: /api/\nDisallow: /preview\nDisallow: /r/\nSitemap: ${pages.origin ?? originOf(request)}/sitemap.xml\n`,
      ),
  )
  if (preview) registerPreview(app, preview, languageNamed)

  return {
    sendMissing(request, reply) {
      if (request.method !== 'GET' || !/\btext\/html\b/.test(request.headers.accept ?? '')) return false
      const [, first = ''] = request.url.split(/[/?]/)
      const language = languageNamed(first) ?? wantedLanguage(request, options.languages())
      reply.code(404).header('content-language', language).header('vary', 'accept-language, accept-encoding')
      const page = once(`missing ${language}`, () => pages.renderMissing(language))
      void send(request, reply.header('cache-control', 'no-store'), 'text/html; charset=utf-8', page)
      return true
    },
  }
}

function registerPreview(
  app: FastifyInstance,
  preview: Preview,
  languageNamed: (name: string) => ReplyLanguage | undefined,
): void {
  const sendPreview = (reply: FastifyReply, page: string) =>
    reply
      .header('cache-control', 'no-store')
      .header('x-robots-tag', 'noindex')
      .type('text/html; charset=utf-8')
      .send(page)
  app.get('/preview', async (_request, reply) => sendPreview(reply, preview.renderList()))
  app.get<{ Params: { id: string; language: string } }>('/preview/:id/:language', async (request, reply) => {
    const language = languageNamed(request.params.language)
    const page = language && preview.render(request.params.id, language)
    return page ? sendPreview(reply, page) : reply.callNotFound()
  })
}

/** Which language it is depends on the reader, so nobody in between may keep it. */
function leadOn(reply: FastifyReply, path: string): FastifyReply {
  return reply.header('cache-control', 'no-cache').header('vary', 'accept-language').redirect(path, 302)
}

function originOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}`
}
