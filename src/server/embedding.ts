/**
 * What other sites may take into their pages: `/widget.js` and, in a frame, `/embed`, which is the chat. Everything else
 * keeps refusing frames. No cookie is set or read anywhere, and the frame is told nothing of the page around it.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { compress, sendPage } from './compressed.ts'

export interface EmbeddingOptions {
  readonly renderWidget: () => string
}

export function registerEmbedding(
  app: FastifyInstance,
  options: EmbeddingOptions,
  sendChat: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>,
): void {
  app.get('/embed', async (request, reply) => {
    const policy = String(reply.getHeader('content-security-policy'))
    reply.header('content-security-policy', policy.replace("frame-ancestors 'none'", 'frame-ancestors *'))
    reply.header('cross-origin-resource-policy', 'cross-origin')
    reply.removeHeader('x-frame-options')
    return sendChat(request, reply)
  })
  let known: { readonly text: string; readonly file: ReturnType<typeof compress> } | undefined
  app.get('/widget.js', async (request, reply) => {
    const text = options.renderWidget()
    known = known?.text === text ? known : { text, file: compress(text) }
    reply.header('cross-origin-resource-policy', 'cross-origin')
    return sendPage(request, reply, known.file, 'text/javascript')
  })
}
