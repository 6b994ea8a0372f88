/** Errors of the HTTP surface as problem+json (RFC 9457): what is wrong and what to do, never what was sent. */
import type { FastifyReply } from 'fastify'
import type * as z from 'zod'

export interface Problem {
  readonly status: number
  readonly title: string
  readonly detail: string
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', ...problem }))
}

/** Names the field and the rule, not the value. */
export function describeIssues(error: z.ZodError): string {
  return error.issues
    .map((issue) => {
      const field = issue.path.join('.')
      return field ? `${field}: ${issue.message}` : issue.message
    })
    .join('; ')
}

/** What Fastify and Node raise for a request that never reaches a route. */
export function problemOf(error: { statusCode?: number; code?: string }): Problem {
  switch (error.statusCode) {
    case 400:
      return { status: 400, title: 'Bad request', detail: 'The body is not valid JSON.' }
    case 408:
      return { status: 408, title: 'Too slow', detail: 'The request took too long to arrive. Send it again.' }
    case 413:
      return { status: 413, title: 'Too large', detail: 'The body is larger than this route takes.' }
    case 415:
      return { status: 415, title: 'Unsupported media type', detail: 'Send JSON with content-type application/json.' }
    default:
      return {
        status: 500,
        title: 'Internal error',
        detail: 'Something went wrong on our side. Try again in a moment.',
      }
  }
}
