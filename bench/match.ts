/**
 * How long understanding one message takes, everything included, on one thread.
 *
 *   npm run bench
 */
import pino from 'pino'
import { openBrain } from '../src/brain.ts'
import { projectRoot } from '../src/root.ts'

const messages = [
  'où voir un médecin sans papiers à Tanger ?',
  'my daughter is 6 years old, we have no residence card, can she go to school here please',
  'كيف أحصل على بطاقة الإقامة وأنا أعمل في الدار البيضاء منذ سنتين؟',
  'bghit nsejjel wldi f lmadrasa walakin ma3ndich la carte',
  'عافاكم خويا مريض بزاف وماعندناش لوراق فين نمشيو',
]
const rounds = 400

/** One row: everything from reading the files to the last message. */
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
  brain.close()
  millis.sort((a, b) => a - b)
  const at = (share: number) => (millis[Math.floor(millis.length * share)] ?? 0).toFixed(2)
  const memory = Math.round(process.memoryUsage().rss / 1e6)
  return `| ${name} | ${Math.round(ready)} ms | ${at(0.5)} ms | ${at(0.99)} ms | ${perSecond} | ${memory} MB |`
}

// The n-grams first: memory that the encoder takes is not given back.
const rows = [await measure('n-grams alone', false), await measure('encoder and n-grams', true)]
process.stdout.write(
  `| views | start to first answer | median | p99 | messages a second, one thread | resident memory |\n|---|---|---|---|---|---|\n${rows.join('\n')}\n`,
)
