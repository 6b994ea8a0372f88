/** Pages kept in memory as they are sent: compressed once, named by a hash, so that nobody is sent again what they have. */
import { createHash } from 'node:crypto'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Asset } from '../site/assets.ts'

export interface Compressed {
  readonly etag: string
  readonly body: Buffer
  readonly brotli: Buffer
  readonly gzip: Buffer
}

/** Each form is made when the first reader asks for it: most pages are read by few. */
export function compress(text: string): Compressed {
  const body = Buffer.from(text)
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  let brotli: Buffer | undefined
  let gzip: Buffer | undefined
  return {
    etag,
    body,
    get brotli() {
      brotli ??= brotliCompressSync(body)
      return brotli
    },
    get gzip() {
      gzip ??= gzipSync(body)
      return gzip
    },
  }
}

/** A page that may change at any moment: it is kept by whoever read it, and asked after each time. */
export function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  page: Compressed,
  type = 'text/html',
): FastifyReply {
  reply.header('cache-control', 'no-cache').header('etag', page.etag)
  addVary(reply, 'accept-encoding')
  if (request.headers['if-none-match'] === page.etag) return reply.code(304).send()
  return send(request, reply, `${type}; charset=utf-8`, page)
}

export function send(
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

function addVary(reply: FastifyReply, name: string): void {
  const vary = reply.getHeader('vary')
  reply.header('vary', typeof vary === 'string' ? `${vary}, ${name}` : name)
}
