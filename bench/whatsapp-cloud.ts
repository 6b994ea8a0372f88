/**
 * How many messages a second WhatsApp's Cloud API channel answers: signed updates to the webhook of the whole assistant,
 * each by a person who waits for the whole reply before writing again, and a local Graph API (test/graph-server.ts) in
 * the same process that takes the replies. Meta allows 80 messages a second to a new number, in and out together.
 *
 *   node bench/whatsapp-cloud.ts
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { startAssistant } from '../src/main.ts'
import { readSettings } from '../src/settings.ts'
import { cloudSettings, startGraphServer } from '../test/graph-server.ts'

const questions = [
  'où voir un médecin sans papiers à Tanger ?',
  'my daughter is 6, we have no residence card, can she go to school?',
  'كيف أحصل على بطاقة الإقامة؟',
  'bghit nsejjel wldi f lmadrasa',
  'on m’a volé mon passeport, je fais quoi',
]
const seconds = 10

const graph = await startGraphServer()
const dataDir = mkdtempSync(join(tmpdir(), 'dalil-bench-'))
const environment = {
  ...cloudSettings,
  WHATSAPP_API_ROOT: graph.apiRoot,
  HOST: '127.0.0.1',
  PORT: '0',
  DATA_DIR: dataDir,
}
const read = readSettings(environment, join(dataDir, 'no.env'))
if (!read.ok) throw new Error(read.problems.join())
// The limits are for people; here a single machine writes for all of them.
const assistant = await startAssistant(read.settings, { log: pino({ level: 'silent' }), limits: 'none' })
if (!(await graph.subscribe(`${assistant.address}/whatsapp`))) throw new Error('the webhook did not prove itself')

/** @returns milliseconds until the 200 of the webhook and until the last part of the reply */
async function ask(text: string): Promise<{ accepted: number; answered: number }> {
  const person = graph.person()
  const begun = performance.now()
  const accepted = person.say(text).then((status) => {
    if (status !== 200) throw new Error(`the webhook answered ${status}`)
    return performance.now() - begun
  })
  await graph.until(() => {
    const [part, parts] = person.read().at(-1)?.biz_opaque_callback_data?.split('/') ?? []
    return part !== undefined && part === parts
  }, 'a whole reply')
  const answered = performance.now() - begun
  return { accepted: await accepted, answered }
}

/** @param people who write at the same time */
async function measure(people: number): Promise<string> {
  const measured: { accepted: number; answered: number }[] = []
  const before = process.cpuUsage()
  const end = performance.now() + seconds * 1000
  const talk = async (person: number) => {
    for (let at = person; performance.now() < end; at += 1)
      measured.push(await ask(questions[at % questions.length] ?? ''))
  }
  await Promise.all(Array.from({ length: people }, (_, person) => talk(person)))
  const { user, system } = process.cpuUsage(before)
  const accepted = measured.map((one) => one.accepted)
  const answered = measured.map((one) => one.answered)
  const cells = [
    people,
    Math.round(measured.length / seconds),
    percentile(accepted, 0.5),
    percentile(accepted, 0.99),
    percentile(answered, 0.5),
    percentile(answered, 0.99),
    ((user + system) / 1000 / measured.length).toFixed(1),
  ]
  return `| ${cells.join(' | ')} |\n`
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
}

await measure(4) // warms up
const columns = [
  'people at once',
  'messages a second',
  '200 of the webhook, median ms',
  'p99 ms',
  'whole reply, median ms',
  'p99 ms',
  'processor ms a message, Graph API included',
]
process.stdout.write(`| ${columns.join(' | ')} |\n|${'---|'.repeat(columns.length)}\n`)
for (const people of [1, 16]) process.stdout.write(await measure(people))
await assistant.stop()
await graph.stop()
