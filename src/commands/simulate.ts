/**
 * `dalil simulate`: conversations that nobody had, through the pipeline that real ones go through, into a database of
 * its own that is labelled as simulated. To try dashboards and reports with plausible figures.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createKeys } from '../channels/channel.ts'
import { createInbox } from '../conversation/inbox.ts'
import { createLimiter } from '../conversation/limits.ts'
import { createTurn } from '../conversation/turn.ts'
import { createLibraryReader, readUtterances } from '../knowledge/library.ts'
import { programmeOf, vocabularyOf } from '../knowledge/vocabulary.ts'
import { projectRoot } from '../root.ts'
import { addWeeks, lastFinishedWeek } from '../signals/calendar.ts'
import { openDisclosure, simulatedLabel } from '../signals/disclose.ts'
import { createRecorder } from '../signals/record.ts'
import { decideQuarter } from '../signals/retention.ts'
import { openSqlite } from '../store/engines.ts'
import { hourOf, type Store } from '../store/store.ts'
import { openQuietBrain } from './quiet-brain.ts'
import { refuse } from './refuse.ts'
import { createChance } from './seeded.ts'
import { weekOfCells } from './simulated-cells.ts'
import { planChats } from './simulated-chats.ts'
import { channelShares } from './simulated-demand.ts'

const hourMillis = 3_600_000

export async function simulate(_words: readonly string[], options: Readonly<Record<string, unknown>>): Promise<number> {
  const cellsOnly = options['cells-only'] === true
  const weeks = wholeNumber(options.weeks, cellsOnly ? 260 : 26)
  const chats = wholeNumber(options.chats, cellsOnly ? 1000 : 5000)
  const seed = wholeNumber(options.seed, 1)
  const folder = typeof options.data === 'string' ? options.data : 'data-simulated'
  if (!weeks || !chats || !seed) return refuse('--weeks, --chats and --seed are whole numbers from 1.')
  const store = await openForSimulation(folder)
  if (!store) return refuse(`${folder} holds a database that is not simulated. Name another folder with --data.`)
  const started = performance.now()
  const mondays = Array.from({ length: weeks }, (_, at) => addWeeks(lastFinishedWeek(Date.now()), at + 1 - weeks))
  const made = cellsOnly
    ? await writeCells(store, mondays, chats, seed)
    : await holdConversations(store, mondays, chats, seed)
  await decideEverything(store)
  await store.close()
  const seconds = Math.round((performance.now() - started) / 1000)
  process.stdout.write(
    `${made} from ${mondays[0]} to ${mondays.at(-1)}, in ${seconds} s. All of it is simulated and says so.\nLook at it with: DATA_DIR=${folder} npm start\n`,
  )
  return 0
}

/** A new database, or one that was simulated before, begun anew; undefined for any other. */
async function openForSimulation(folder: string): Promise<Store | undefined> {
  const file = join(folder, 'dalil.sqlite')
  if (existsSync(file)) {
    const before = await openSqlite(folder)
    const isSimulated = (await before.readLabel(simulatedLabel)) !== undefined
    await before.close()
    if (!isSimulated) return undefined
    for (const ending of ['', '-wal', '-shm']) rmSync(`${file}${ending}`, { force: true })
  }
  const store = await openSqlite(folder)
  await store.writeLabel(simulatedLabel, 'yes')
  return store
}

async function holdConversations(store: Store, weeks: readonly string[], chats: number, seed: number): Promise<string> {
  const brain = await openQuietBrain()
  const library = brain.library()
  const messages = planChats({
    weeks,
    chats,
    vocabulary: vocabularyOf(library),
    utterances: readUtterances(projectRoot).utterances,
    cities: library.cities.map(({ id }) => id),
    chance: createChance(seed),
  })
  let now = Date.parse(weeks[0] ?? '')
  const clock = () => now
  const recorder = createRecorder({ store, now: clock, programmeOf: (topic) => programmeOf(library, topic) })
  const boundless = createLimiter(1e9, 1e9, clock)
  const inbox = createInbox({
    turn: createTurn({ library: brain.library, understander: brain.understander }),
    store,
    recorder,
    now: clock,
    perChat: boundless,
    overall: boundless,
    log: { warn: () => {}, error: () => {} },
  })
  const keys = createKeys(randomBytes(32).toString('hex'))
  let nextSweep = now + 24 * hourMillis
  for (const [number, { at, chat, channel, content }] of messages.entries()) {
    // Batches are written in the week that they belong to.
    for (; nextSweep <= at; nextSweep += 24 * hourMillis) {
      now = nextSweep
      await recorder.write()
      await store.sweep(hourOf(now))
    }
    now = Math.max(now, at)
    await inbox.handle(
      { channel, chat: keys.chatKey(channel, chat), update: keys.updateKey(channel, `${number}`), content },
      async () => {},
    )
    // Statements of SQLite are freed between turns of the event loop only.
    if (number % 50 === 0) await new Promise(setImmediate)
    if (number % 500 === 0) process.stderr.write(`\r${number} of ${messages.length} messages`)
  }
  process.stderr.write('\r')
  await recorder.stop()
  now += 100 * hourMillis
  await store.sweep(hourOf(now))
  await brain.close()
  return `${chats} conversations with ${messages.length} messages`
}

async function writeCells(store: Store, weeks: readonly string[], questions: number, seed: number): Promise<string> {
  const vocabulary = vocabularyOf(createLibraryReader(projectRoot).read().library)
  const chance = createChance(seed)
  let cells = 0
  for (const [at, week] of weeks.entries()) {
    const tallies = weekOfCells(week, at + 1, questions, vocabulary, chance)
    await store.addTallies(tallies)
    cells += tallies.length
  }
  return `${cells} cells`
}

/** So that the first page is as fast as the others. */
async function decideEverything(store: Store): Promise<void> {
  const { library } = createLibraryReader(projectRoot).read()
  const disclosure = await openDisclosure({
    store,
    now: Date.now,
    lists: () => ({ ...vocabularyOf(library), channels: channelShares.map(([channel]) => channel) }),
  })
  await disclosure.trend({ kind: 'all' }, { from: '2000-01-01', to: '2999-01-01' })
  for (const quarter of await disclosure.quarters()) await decideQuarter(disclosure, quarter)
}

function wholeNumber(given: unknown, otherwise: number): number | undefined {
  if (given === undefined) return otherwise
  return typeof given === 'string' && /^[1-9]\d{0,6}$/.test(given) ? Number(given) : undefined
}
