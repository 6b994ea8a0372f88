/** `/api/*`: the chat API and its description, both from the same schemas. */
import type { FastifyInstance } from 'fastify'
import * as z from 'zod'
import { chatRequest, type WebChannel } from '../channels/web.ts'
import { aspects, otherPersons, situations, weekdays } from '../message.ts'
import { describeIssues, sendProblem } from './problem.ts'

/** A message of 2,000 characters in four bytes each, and room for the other fields. */
const bodyLimitBytes = 64 * 1024

export function registerApi(app: FastifyInstance, web: WebChannel): void {
  app.post('/api/chat', { bodyLimit: bodyLimitBytes }, async (request, reply) => {
    const parsed = chatRequest.safeParse(request.body)
    if (!parsed.success)
      return sendProblem(reply, { status: 400, title: 'Bad request', detail: describeIssues(parsed.error) })
    const response = await web.chat(parsed.data)
    if (!response) {
      reply.header('retry-after', '10')
      return sendProblem(reply, {
        status: 429,
        title: 'Too many messages',
        detail: 'Wait a little, then send it again.',
      })
    }
    reply.header('cache-control', 'no-store')
    return response
  })
  const page = docsPage()
  app.get('/api/openapi.json', async () => description)
  // A browser gets a page, a program that asks for JSON the description itself.
  app.get('/api/docs', async (request, reply) =>
    /json/.test(request.headers.accept ?? '') ? description : reply.type('text/html; charset=utf-8').send(page),
  )
}

const problem = {
  description: 'What is wrong and what to do.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

const person = z.enum(['self', ...otherPersons])

/** Every field is left out where the text does not say it. */
const said = z
  .object({
    city: z.string(),
    situation: z.enum(situations),
    age: z
      .object({ years: z.number(), below: z.number(), of: person })
      .partial()
      .describe('In years: "years", or "below" for "under 18". Of whom, where it is said.'),
    person: z.enum(otherPersons).describe('Whom it concerns; absent for the person who writes.'),
    nationality: z.string().describe('A country whose nationals get another answer.'),
    date: z
      .object({
        when: z.enum(['past', 'today', 'future']),
        days: z.number(),
        weekday: z.enum(weekdays),
        day: z.number(),
        month: z.number(),
      })
      .partial()
      .describe('Relative to today, or a day and a month as written.'),
    aspect: z.enum(aspects).describe('The side of a topic that is asked for.'),
  })
  .partial()
  .describe('What the text says beside its question. Not kept, but for city and situation.')

const chatResponse = z.object({
  chat: z.string().describe('Send it back with the next message.'),
  lang: z.string().describe('Language of the reply.'),
  intent: z.string().nullable().describe('Topic understood, "oos" for none; null where no text was sent.'),
  decision: z.enum(['answer', 'clarify', 'unknown']).nullable(),
  confidence: z.number().nullable().describe('0 to 1: how likely the intent is right.'),
  urgent: z.string().nullable().describe('Kind of danger, if any.'),
  also: z.array(z.string()).describe('Further topics answered in the same reply.'),
  alternatives: z.array(z.object({ intent: z.string(), confidence: z.number() })),
  entities: said,
  reply: z.looseObject({
    language: z.string(),
    urgent: z.boolean(),
    blocks: z.array(z.looseObject({ kind: z.string() })),
    choices: z.array(z.object({ id: z.string(), label: z.string(), quiet: z.boolean().optional() })),
  }),
})

/** OpenAPI 3.1, whose schemas are JSON Schema as zod writes it. */
const description = {
  openapi: '3.1.0',
  info: {
    title: 'Dalil',
    version: '1',
    description: 'Ask in your own words, get a sourced answer. Nothing that you send is stored.',
  },
  paths: {
    '/api/chat': {
      post: {
        summary: 'One message, one reply',
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/ChatRequest' } } },
        },
        responses: {
          '200': {
            description: 'The reply.',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/ChatResponse' } } },
          },
          '400': problem,
          '413': problem,
          '415': problem,
          '429': problem,
        },
      },
    },
    '/healthz': { get: { summary: 'Is the process alive?', responses: { '200': { description: 'Yes.' } } } },
    '/readyz': {
      get: {
        summary: 'Is content loaded and the database writable?',
        responses: { '200': { description: 'Ready.' }, '503': { description: 'Not ready; the body says why.' } },
      },
    },
  },
  components: {
    schemas: {
      ChatRequest: z.toJSONSchema(chatRequest, { target: 'draft-2020-12', io: 'input' }),
      ChatResponse: z.toJSONSchema(chatResponse, { target: 'draft-2020-12' }),
      Problem: z.toJSONSchema(
        z.object({ type: z.string(), title: z.string(), status: z.number(), detail: z.string() }),
      ),
    },
  },
}

/** A page without scripts: the description as it is, to read or to load into a tool. */
function docsPage(): string {
  const text = JSON.stringify(description, null, 2).replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Dalil API</title><h1>Dalil API</h1><p>OpenAPI 3.1 description, also at <a href="/api/openapi.json">/api/openapi.json</a>.</p><pre>${text}</pre></html>`
}
