/**
 * What a linked phone costs: memory of the child with its browser, and how many messages a second are answered, with no
 * pace and at the human one. The real whatsapp-web.js in Chromium, on the page of test/whatsapp-web/: the real page of
 * WhatsApp is far larger, so that its memory must be measured where it runs (`GET /readyz` and the log do not tell it;
 * `ps` does).
 *
 *   node bench/whatsapp-linked.ts
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { humanPace, type PaceLimits } from '../src/channels/whatsapp/linked-pace.ts'
import { startAssistant } from '../src/main.ts'
import { readSettings } from '../src/settings.ts'
import { chromiumForPage, noPace } from '../test/channels/whatsapp/linked-setting.ts'
import { startWhatsApp } from '../test/whatsapp-web/server.ts'

const questions = [
  'où voir un médecin sans papiers à Tanger ?',
  'my daughter is 6, we have no residence card, can she go to school?',
  'كيف أحصل على بطاقة الإقامة؟',
  'bghit nsejjel wldi f lmadrasa',
  'on m’a volé mon passeport, je fais quoi',
]

/** @returns a row of the table: each message is the first of a new chat */
async function measure(name: string, count: number, pace: PaceLimits, typingMillis?: number): Promise<string> {
  const whatsapp = await startWhatsApp({ linked: true })
  const dataDir = mkdtempSync(join(tmpdir(), 'dalil-bench-'))
  const environment = { WHATSAPP: 'web', WHATSAPP_PAGE: whatsapp.page, CHROMIUM_PATH: await chromiumForPage() }
  const read = readSettings(
    { HOST: '127.0.0.1', PORT: '0', DATA_DIR: dataDir, ...environment },
    join(dataDir, 'no.env'),
  )
  if (!read.ok) throw new Error(read.problems.join())
  const connected = Promise.withResolvers<void>()
  const assistant = await startAssistant(read.settings, {
    log: pino({ level: 'silent' }),
    limits: 'none',
    linkedPhone: { pace, ...(typingMillis !== undefined && { typingMillis }) },
    showLink: ({ kind }) => kind === 'connected' && connected.resolve(),
  })
  await connected.promise
  const before = assistant.linkedPhone?.bytes() ?? 0
  const begun = performance.now()
  const people = Array.from({ length: count }, (_, at) => {
    const person = whatsapp.person()
    person.says(questions[at % questions.length] ?? '')
    return person
  })
  for (const person of people) await person.reads(1)
  const seconds = (performance.now() - begun) / 1000
  const after = assistant.linkedPhone?.bytes() ?? 0
  await assistant.stop()
  await whatsapp.stop()
  rmSync(dataDir, { recursive: true })
  const megabytes = (bytes: number) => Math.round(bytes / 1e6)
  return `| ${name} | ${count} | ${(count / seconds).toFixed(1)} | ${megabytes(before)} | ${megabytes(after)} |`
}

const rows = [await measure('no pace', 500, noPace, 0), await measure('human pace', 40, humanPace)]
process.stdout.write(
  `| | messages | answered a second | MB when connected | MB after them |\n|---|---|---|---|---|\n${rows.join('\n')}\n`,
)
