/**
 * How long understanding one message takes, everything included. Each row is a process of its own, started with the
 * flags of `npm start`, so that memory is that row's alone.
 *
 *   node bench/match.ts
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pino from 'pino'
import { openBrain } from '../src/brain.ts'
import { projectRoot } from '../src/root.ts'

/** 10 to 20 tokens each, as most messages have. */
const messages = [
  'où voir un médecin sans papiers à Tanger ?',
  'my daughter is 6 years old, can she go to school without papers',
  'كيف أحصل على بطاقة الإقامة وأنا أعمل في الدار البيضاء؟',
  'bghit nsejjel wldi f lmadrasa',
  'عافاكم خويا مريض فين نمشيو',
]
const rounds = 400

const rows = { 'n-grams alone': false, 'encoder and n-grams': true } as const

/** Everything from reading the files to the last message. */
async function measure(name: string, withEncoder: boolean): Promise<string> {
  const opened = performance.now()
  const log = pino({ level: 'silent' })
  const brain = await openBrain({ root: projectRoot, dataDir: 'data', watch: false, withEncoder, log })
  const understander = brain.understander()
  await understander.understand(messages[0] ?? '')
  const ready = performance.now() - opened
  for (let round = 0; round < 50; round++) for (const message of messages) await understander.understand(message)
  const millis: number[] = []
  const started = performance.now()
  for (let round = 0; round < rounds; round++)
    for (const message of messages) {
      const before = performance.now()
      await understander.understand(message)
      millis.push(performance.now() - before)
    }
  const perSecond = Math.round((millis.length / (performance.now() - started)) * 1000)
  const together = performance.now()
  for (let round = 0; round < rounds; round++)
    await Promise.all(messages.map((message) => understander.understand(message)))
  const togetherPerSecond = Math.round(((rounds * messages.length) / (performance.now() - together)) * 1000)
  await brain.close()
  millis.sort((a, b) => a - b)
  const at = (share: number) => (millis[Math.floor(millis.length * share)] ?? 0).toFixed(2)
  const memory = Math.round(process.memoryUsage().rss / 1e6)
  return `| ${name} | ${Math.round(ready)} ms | ${at(0.5)} ms | ${at(0.99)} ms | ${perSecond} | ${togetherPerSecond} | ${memory} MB |`
}

const only = process.argv[2]
if (only === undefined) {
  const lines = Object.keys(rows).map(
    (name) =>
      spawnSync(process.execPath, [...startFlags(), fileURLToPath(import.meta.url), name], { encoding: 'utf8' }).stdout,
  )
  process.stdout.write(
    `| views | start to first answer | median of a match | p99 | matches a second, one after the other | five at once | resident memory |\n|---|---|---|---|---|---|---|\n${lines.join('')}`,
  )
} else process.stdout.write(`${await measure(only, rows[only as keyof typeof rows])}\n`) // a name from the list above

function startFlags(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    scripts: { start: string }
  } // our own file
  return scripts.start.split(' ').filter((word) => word.startsWith('--'))
}
