/**
 * What counting costs: microseconds a message on the path of an answer, the batch that is written beside it, and how large
 * the database is after a million turns.
 *
 *   node bench/signals.ts
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createChance } from '../src/commands/seeded.ts'
import { channelShares, languageShares, regionShares, topicShares } from '../src/commands/simulated-demand.ts'
import { createLibraryReader } from '../src/knowledge/library.ts'
import { programmeOf, vocabularyOf } from '../src/knowledge/vocabulary.ts'
import type { ChatKey, TopicId, TurnOutcome } from '../src/message.ts'
import { projectRoot } from '../src/root.ts'
import { createRecorder } from '../src/signals/record.ts'
import { openSqlite } from '../src/store/engines.ts'

const turns = 1_000_000
/** A year of 19,000 turns a week. */
const weeks = 52
const weekMillis = 7 * 86_400_000

const folder = mkdtempSync(join(tmpdir(), 'dalil-bench-'))
const store = await openSqlite(folder)
const { library } = createLibraryReader(projectRoot).read()
const chance = createChance(1)
const topics = topicShares(vocabularyOf(library).programmes, 1, 1)
const regions = Object.entries(regionShares)
const drawn = Array.from({ length: 20_000 }, (): { chat: ChatKey; outcome: TurnOutcome } => ({
  chat: `chat ${chance.below(8000)}` as ChatKey, // of this measurement only
  outcome: {
    topic: (chance.pick(topics) ?? '') as TopicId, // from the library
    result: chance.next() < 0.9 ? 'answered' : 'unanswered',
    language: chance.pick(languageShares) ?? 'fr',
    channel: chance.pick(channelShares) ?? 'web',
    ...(chance.next() < 0.4 && { region: chance.pick(regions) ?? 'oriental' }),
  },
}))
const programmes = new Map(topics.map(([topic]) => [topic, programmeOf(library, topic)]))
const start = Date.UTC(2025, 0, 6)
let now = start
const recorder = createRecorder({ store, now: () => now, programmeOf: (topic) => programmes.get(topic) })

const micros: number[] = []
const batches: number[] = []
/** The hour of the last batch: a quarter of an hour, as in a running service, would only take longer here. */
let written = 0
for (let turn = 0; turn < turns; turn++) {
  now = start + Math.floor((turn / turns) * weeks * weekMillis)
  const one = drawn[chance.below(drawn.length)]
  if (!one) continue
  const before = performance.now()
  recorder.record(one.chat, [one.outcome])
  micros.push((performance.now() - before) * 1000)
  const hour = Math.floor(now / 3_600_000)
  if (hour === written) continue
  written = hour
  const writing = performance.now()
  await recorder.write()
  batches.push(performance.now() - writing)
  // Statements of SQLite are freed between turns of the event loop, which a service has and a loop of promises has not.
  await new Promise(setImmediate)
}
const rss = process.memoryUsage().rss / 1e6
await recorder.stop()
await store.close()
const size = statSync(join(folder, 'dalil.sqlite')).size / 1e6
rmSync(folder, { recursive: true })

micros.sort((a, b) => a - b)
batches.sort((a, b) => a - b)
const at = (values: readonly number[], share: number) => (values[Math.floor(values.length * share)] ?? 0).toFixed(1)
process.stdout.write(
  `| | median | p90 |\n|---|---|---|\n` +
    `| counting a turn, µs | ${at(micros, 0.5)} | ${at(micros, 0.9)} |\n` +
    `| writing an hour of 115 turns, ms | ${at(batches, 0.5)} | ${at(batches, 0.9)} |\n\n` +
    `${turns.toLocaleString('en')} turns in ${weeks} weeks: a database of ${size.toFixed(0)} MB, ${recorder.dropped()} turns dropped, ${rss.toFixed(0)} MB of memory with the content loaded.\n`,
)
