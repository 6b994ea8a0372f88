/** Where platforms bring what people write: bytes go to the channel, which alone knows how to tell who sends them. */
import type { FastifyInstance } from 'fastify'
import type { Webhook, WebhookOutcome } from '../channels/channel.ts'
import { type Problem, sendProblem } from './problem.ts'

/** Updates over this are refused, as the threat model says. */
const webhookLimitBytes = 1024 * 1024

const problems: Readonly<Record<Exclude<WebhookOutcome, 'accepted'>, Problem>> = {
  refused: { status: 401, title: 'Unauthorized', detail: 'The secret or signature is missing or wrong.' },
  malformed: { status: 400, title: 'Bad request', detail: 'This is not an update.' },
  later: { status: 503, title: 'Not taken yet', detail: 'Bring this again in a moment.' },
}

/** The body is kept as bytes until the channel has checked who sends it, so that nothing is parsed for a stranger. */
export function registerWebhook(app: FastifyInstance, webhook: Webhook): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    scope.post(webhook.path, { bodyLimit: webhookLimitBytes }, async (request, reply) => {
      const outcome = await webhook.accept(request.body, (name) => {
        const value = request.headers[name]
        return typeof value === 'string' ? value : undefined
      })
      return outcome === 'accepted' ? { ok: true } : sendProblem(reply, problems[outcome])
    })
    if (!webhook.confirm) return
    scope.get(webhook.path, async (request, reply) => {
      const answer = webhook.confirm?.(request.query)
      return answer === undefined ? sendProblem(reply, problems.refused) : reply.type('text/plain').send(answer)
    })
  })
}
