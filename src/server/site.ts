/** `/` and its assets: one page, a style sheet and a script, compressed beforehand. */
import { createHash } from 'node:crypto'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ReplyLanguage } from '../languages.ts'
import type { Asset } from '../site/assets.ts'

export interface SiteOptions {
  readonly renderPage: (language: ReplyLanguage) => string
  readonly languages: () => readonly ReplyLanguage[]
  readonly assets: readonly Asset[]
}

export function registerSite(app: FastifyInstance, options: SiteOptions): void {
  const compressed = new Map<string, Compressed>()
  app.get<{ Querystring: { lang?: string } }>('/', async (request, reply) => {
    const language = wantedLanguage(request, options.languages())
    const html = options.renderPage(language)
    const known = compressed.get(language)
    const page = known?.html === html ? known : compress(html)
    compressed.set(language, page)
    reply
      .header('cache-control', 'no-cache')
      .header('etag', page.etag)
      .header('content-language', language)
      .header('vary', 'accept-encoding, accept-language')
    if (request.headers['if-none-match'] === page.etag) return reply.code(304).send()
    return send(request, reply, 'text/html; charset=utf-8', page)
  })
  for (const asset of options.assets)
    app.get(asset.path, async (request, reply) => {
      reply.header('cache-control', 'public, max-age=31536000, immutable').header('vary', 'accept-encoding')
      return send(request, reply, asset.type, asset)
    })
  app.get('/robots.txt', async (_request, reply) => reply.type('text/plain').send('User-agent: *\nDisallow: /api/\n'))
}

interface Compressed {
  readonly html: string
  readonly etag: string
  readonly body: Buffer
  readonly brotli: Buffer
  readonly gzip: Buffer
}

function compress(html: string): Compressed {
  const body = Buffer.from(html)
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  return { html, etag, body, brotli: brotliCompressSync(body), gzip: gzipSync(body) }
}

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  type: string,
  file: Pick<Asset, 'body' | 'brotli' | 'gzip'>,
): FastifyReply {
  const accepted = request.headers['accept-encoding'] ?? ''
  reply.type(type)
  if (/\bbr\b/.test(accepted)) return reply.header('content-encoding', 'br').send(file.brotli)
  if (/\bgzip\b/.test(accepted)) return reply.header('content-encoding', 'gzip').send(file.gzip)
  return reply.send(file.body)
}

/** `?lang=` decides, then what the browser says, then French. */
function wantedLanguage(
  request: FastifyRequest<{ Querystring: { lang?: string } }>,
  languages: readonly ReplyLanguage[],
): ReplyLanguage {
  const asked = languages.find((language) => language === request.query.lang)
  if (asked) return asked
  for (const part of (request.headers['accept-language'] ?? '').split(',')) {
    const code = part
      .trim()
      .slice(0, 3)
      .replace(/[-;].*/, '')
      .toLowerCase()
    const language = languages.find((known) => known === code)
    if (language) return language
  }
  return languages.includes('fr') ? 'fr' : (languages[0] ?? 'fr')
}
