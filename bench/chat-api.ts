/**
 * How many messages a second `POST /api/chat` answers, against a bare Fastify route that parses the same schema and
 * sends a reply of the same size, in the same run on the same machine.
 *
 *   npm run bench
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import autocannon from 'autocannon'
import Fastify from 'fastify'
import pino from 'pino'
import { chatRequest } from '../src/channels/web.ts'
import { startAssistant } from '../src/main.ts'
import { readSettings } from '../src/settings.ts'

const questions = [
  'où voir un médecin sans papiers à Tanger ?',
  'my daughter is 6, we have no residence card, can she go to school?',
  'كيف أحصل على بطاقة الإقامة؟',
  'bghit nsejjel wldi f lmadrasa',
  'on m’a volé mon passeport, je fais quoi',
]
const seconds = 5

const dataDir = mkdtempSync(join(tmpdir(), 'dalil-bench-'))
const read = readSettings({ HOST: '127.0.0.1', PORT: '0', DATA_DIR: dataDir }, join(dataDir, 'no.env'))
if (!read.ok) throw new Error(read.problems.join())
// The limits are for people; here a single machine asks for all of them, each time as a new chat.
const assistant = await startAssistant(read.settings, { log: pino({ level: 'silent' }), limits: 'none' })
const sample = await fetch(`${assistant.address}/api/chat`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ text: questions[0] }),
})
const reply: unknown = await sample.json()

const bare = Fastify()
bare.post('/api/chat', async (request) => {
  chatRequest.parse(request.body)
  return reply
})
const bareAddress = await bare.listen({ host: '127.0.0.1', port: 0 })

async function measure(address: string): Promise<{ perSecond: number; p50: number; p99: number; errors: number }> {
  const result = await autocannon({
    url: `${address}/api/chat`,
    connections: 16,
    duration: seconds,
    requests: questions.map((text) => ({
      method: 'POST' as const,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text }),
    })),
  })
  return {
    perSecond: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    errors: result.non2xx + result.errors,
  }
}

const rows = []
for (const [name, address] of [
  ['bare route', bareAddress],
  ['POST /api/chat', assistant.address],
  ['bare route again', bareAddress],
] as const) {
  await measure(address) // warms up
  rows.push({ route: name, ...(await measure(address)) })
}
process.stdout.write(`| route | requests a second | median ms | p99 ms | not 200 |\n|---|---|---|---|---|\n`)
for (const { route, perSecond, p50, p99, errors } of rows)
  process.stdout.write(`| ${route} | ${Math.round(perSecond)} | ${p50} | ${p99} | ${errors} |\n`)
await bare.close()
await assistant.stop()
