/**
 * What people might do with a copy of the database, with dashboards and exports, or with a phone number that they know.
 * Each of these was seen to succeed with its defence taken out.
 */
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createKeys } from '../../src/channels/channel.ts'
import { createChance } from '../../src/commands/seeded.ts'
import type { WrittenLanguage } from '../../src/languages.ts'
import type { ChatKey, TopicId, TurnOutcome } from '../../src/message.ts'
import { addWeeks, weeksOf } from '../../src/signals/calendar.ts'
import type { Disclosure, Subject } from '../../src/signals/disclose.ts'
import { markOf } from '../../src/signals/distinct.ts'
import type { Measured } from '../../src/signals/figure.ts'
import { createRecorder, type Recorder } from '../../src/signals/record.ts'
import { openSqlite } from '../../src/store/engines.ts'
import type { Store, Tally } from '../../src/store/store.ts'
import { type Equation, findDetermined } from './linear-system.ts'
import { type Asked, later, lists, open, openStore, programmeOf, talliesOf } from './setting.ts'

const quarterName = '2026Q4'
const quarter = { kind: 'quarter', quarter: quarterName } as const
const weeks = weeksOf(quarterName)
const [week = ''] = weeks
const noon = Date.parse(week) + 36 * 3_600_000
const dimensions = ['language', 'region', 'channel', 'outcome'] as const
const stored = ['all', ...dimensions, 'hour', 'topic', 'open'] as const
const topics = lists.programmes.flatMap((programme) => programme.topics)

const asked: TurnOutcome = { topic: 'health.care' as TopicId, result: 'answered', language: 'fr', channel: 'web' }
const person = createKeys('a secret that was seized together with the database').chatKey('whatsapp', '212677889900')
const chat = (number: number) => `chat ${number}` as ChatKey // a test's own keys

async function dump(store: Store): Promise<Tally[]> {
  const rows = await Promise.all(
    stored.map((dimension) => store.readTallies({ from: '2000-01-01', to: '2999-01-01', dimension })),
  )
  return rows.flat()
}

function filesOf(folder: string): Buffer {
  return Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))))
}

describe('membership: the same database with and without one conversation', () => {
  async function databaseOf(withPerson: boolean): Promise<Store> {
    const store = await openStore()
    const recorder = createRecorder({ store, now: () => noon, programmeOf })
    for (let one = 0; one < 30; one++) recorder.record(chat(one), [asked])
    if (withPerson) recorder.record(person, [asked], { language: 'fr', terms: ['permis'] })
    else recorder.record(chat(99), [asked], { language: 'fr', terms: ['conduire'] })
    await recorder.stop()
    return store
  }

  test('one person in the place of another leaves the same database, cell by cell', async () => {
    const [one, other] = [await databaseOf(true), await databaseOf(false)]
    expect(await dump(one)).toEqual(await dump(other))
    expect(await one.readTerms('2000', '3')).toEqual(await other.readTerms('2000', '3'))
    await Promise.all([one.close(), other.close()])
  })

  test('nothing of the files is made from the chat, whoever has the secret and the number', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dalil-'))
    const store = await openSqlite(folder)
    const recorder = createRecorder({ store, now: () => noon, programmeOf })
    recorder.record(person, [asked], { language: 'fr', terms: ['permis'] })
    await recorder.stop()
    await store.close()
    const written = filesOf(folder)
    for (const trace of [person, Buffer.from(person, 'base64url'), '677889900', 'permis'])
      expect(written.includes(trace)).toBe(false)
  })
})

describe('the database file after the key of the week is gone', () => {
  test('holds no sketch and no mark of any conversation', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dalil-'))
    const store = await openSqlite(folder)
    const key = new Uint8Array(32).fill(42)
    const [first, second] = markOf(key.slice(), person)
    const recorder = createRecorder({ store, now: () => noon, programmeOf, random: () => key })
    recorder.record(person, [asked])
    await recorder.write()
    await recorder.stop()
    await store.close()
    const written = filesOf(folder)
    const bytes = Buffer.alloc(8)
    bytes.writeUInt32LE(first, 0)
    bytes.writeUInt32LE(second, 4)
    for (const trace of [bytes, bytes.subarray(0, 4), bytes.toString('hex'), `${first}`, `${second}`])
      expect(written.includes(trace)).toBe(false)
    expect(new Set(key)).toEqual(new Set([0]))
  })
})

describe('a known phone number, replayed against the sketches', () => {
  /** How the conversations of a cell grow when somebody asks: 0 tells that they had asked before. */
  async function growth(recorder: Recorder, store: Store, who: ChatKey): Promise<number> {
    const count = async () =>
      (await dump(store))
        .filter(({ dimension }) => dimension === 'all')
        .reduce((sum, row) => sum + row.conversations, 0)
    const before = await count()
    recorder.record(who, [asked])
    await recorder.write()
    return (await count()) - before
  }

  test.each([
    ['in the next week', 7, false],
    ['after a restart', 0, true],
  ])('%s tells nothing: a member counts like a stranger', async (_when, days, restarts) => {
    const store = await openStore()
    let now = noon
    const begin = () => createRecorder({ store, now: () => now, programmeOf })
    let recorder = begin()
    recorder.record(person, [asked])
    await recorder.write()
    if (restarts) {
      await recorder.stop()
      recorder = begin()
    }
    now += days * 86_400_000
    const member = await growth(recorder, store, person)
    expect(member).toBe(await growth(recorder, store, chat(1)))
    expect(member).toBeGreaterThan(0)
    await store.close()
  })
})

describe('a small region and a rare language', () => {
  test('the one Wolof speaker in Dakhla is in no cell of both, and in no figure that is seen', async () => {
    const store = await openStore()
    const recorder = createRecorder({ store, now: () => noon, programmeOf })
    for (let one = 0; one < 40; one++) recorder.record(chat(one), [{ ...asked, region: 'oriental' }])
    recorder.record(person, [{ ...asked, region: 'dakhla-oued-ed-dahab', language: 'wo' }])
    await recorder.stop()
    for (const { subject, dimension, value } of await dump(store))
      expect([subject, dimension, value].filter((part) => /dakhla|\bwo\b/.test(part)).length).toBeLessThan(2)
    for (const row of await dump(store)) expect(/dakhla.*\bwo\b|\bwo\b.*dakhla/.test(row.value)).toBe(false)
    const disclosure = await open(store)
    for (const subject of subjects())
      for (const dimension of ['language', 'region'] as const)
        for (const { value, measured } of await disclosure.breakdown(subject, dimension, quarter))
          if (value === 'wo' || value.startsWith('dakhla')) expect(measured.questions.kind).not.toBe('count')
    await store.close()
  })
})

describe('differencing', () => {
  test('two exports of a quarter are the same, in another process and a year later too', async () => {
    const store = await openStore()
    await store.addTallies(talliesOf(randomQuarter(1)))
    const exported = await (await open(store)).open(quarterName)
    expect(exported.length).toBeGreaterThan(100)
    expect(await (await open(store, later + 365 * 86_400_000)).open(quarterName)).toEqual(exported)
    const [one, other] = await Promise.all([await open(store), await open(store)].map((door) => door.open(quarterName)))
    expect([one, other]).toEqual([exported, exported])
    await store.close()
  })

  test('a running week is never seen, so no two looks at it tell who came between', async () => {
    const store = await openStore()
    const disclosure = await open(store, noon)
    const look = async () => [
      await disclosure.weeks(),
      [...(await disclosure.totals({ kind: 'week', week }))],
      await disclosure.trend({ kind: 'all' }, { from: '2000-01-01', to: '2999-01-01' }),
      [...(await disclosure.totals(quarter))],
    ]
    await store.addTallies(talliesOf([{ week, conversations: 40, outcome: asked }]))
    const before = await look()
    await store.addTallies(talliesOf([{ week, conversations: 1, outcome: asked }]))
    expect(await look()).toEqual(before)
    await store.close()
  })

  test('a finished week takes no late counts', async () => {
    const store = await openStore()
    let now = noon
    const recorder = createRecorder({ store, now: () => now, programmeOf })
    recorder.record(person, [asked])
    now = Date.parse(addWeeks(week, 1)) + 2 * 3_600_000
    await recorder.write()
    expect(await dump(store)).toEqual([])
    await store.close()
  })

  test.each(Array.from({ length: 12 }, (_, seed) => seed + 1))(
    'no figure under ten follows from all that weeks and quarter show (quarter %i)',
    async (seed) => {
      const store = await openStore()
      await store.addTallies(talliesOf(randomQuarter(seed)))
      const views = await everythingShown(await open(store))
      const determined = new Set(findDetermined(sumsBetween(views)))
      // Nothing that is hidden, small or not: what is known of a neighbour would tell of the small one.
      expect([...determined]).toEqual([])
      // Something was shown, and something hidden, so that this looked at a table.
      const shown = [...views.values()].filter((measured) => measured.questions.kind === 'count').length
      expect(shown).toBeGreaterThan(100)
      expect(views.size - shown).toBeGreaterThan(100)
      await store.close()
    },
  )

  test('what a sum leaves over for hidden figures stands for ten conversations or more', async () => {
    const store = await openStore()
    const tallies = talliesOf(randomQuarter(5))
    await store.addTallies(tallies)
    const views = await everythingShown(await open(store))
    const truth = new Map<string, number>()
    for (const { period, subject, dimension, value, surest } of tallies)
      for (const time of [period, quarterName])
        truth.set(
          `${time} ${subject} ${dimension} ${value}`,
          (truth.get(`${time} ${subject} ${dimension} ${value}`) ?? 0) + surest,
        )
    const tooLittle = sumsBetween(views).filter((equation) => {
      const whole = [...equation].some(([, factor]) => factor < 0)
      const left = [...equation.keys()].reduce((sum, name) => sum + (truth.get(name) ?? 0), 0)
      return !whole && left < 10
    })
    expect(tooLittle.map((equation) => [...equation.keys()])).toEqual([])
    await store.close()
  })
})

/**
 * All weeks of all topics: some asked for often, some seldom, in languages and regions of very different size. Every other
 * quarter is busy and ends quietly, so that its totals have to be withheld for the sake of its last week.
 */
function randomQuarter(seed: number): Asked[] {
  const chance = createChance(seed)
  const languages: [WrittenLanguage, number][] = [
    ['fr', 60],
    ['ar', 25],
    ['en', 12],
    ['wo', 3],
    ['pt', 1],
  ]
  const volume = (monday: string, rank: number) =>
    seed % 2 === 1 || monday === weeks.at(-1)
      ? Math.floor((chance.next() * 60) / (rank + 1)) + chance.below(8)
      : 20 + chance.below(30)
  const regions = lists.regions.map((region, at) => [region, [1, 8, 40, 20][at] ?? 1] as const)
  return weeks.flatMap((monday) =>
    ['unknown', ...topics].flatMap((topic, rank) =>
      Array.from({ length: volume(monday, rank) }, () => ({
        week: monday,
        conversations: 1,
        outcome: {
          topic: topic as TopicId, // of the setting
          result:
            chance.pick([
              ['answered', 90],
              ['clarified', 6],
              ['handed-over', 4],
            ] as const) ?? 'answered',
          language: chance.pick(languages) ?? 'fr',
          channel:
            chance.pick([
              ['web', 70],
              ['telegram', 30],
            ] as const) ?? 'web',
          ...(chance.next() < 0.6 && { region: chance.pick(regions) ?? 'oriental' }),
        },
      })),
    ),
  )
}

function subjects(): Subject[] {
  return [
    { kind: 'all' },
    ...lists.programmes.map(({ id }) => ({ kind: 'programme', id }) as const),
    ...['unknown', ...topics].map((id) => ({ kind: 'topic', id }) as const),
  ]
}

const nameOf = (subject: Subject): string =>
  subject.kind === 'all' ? '*' : subject.kind === 'programme' ? `programme:${subject.id}` : subject.id

/** `2026Q4 health.care language fr` → what every view together says of it. */
async function everythingShown(disclosure: Disclosure): Promise<Map<string, Measured>> {
  const views = new Map<string, Measured>()
  for (const time of [...weeks, quarterName]) {
    const totals = await disclosure.totals(time === quarterName ? quarter : { kind: 'week', week: time })
    for (const subject of subjects()) {
      const name = subject.kind === 'all' ? 'all' : nameOf(subject)
      const measured = totals.get(name)
      if (measured) views.set(`${time} ${nameOf(subject)} all `, measured)
    }
  }
  for (const subject of subjects())
    for (const dimension of dimensions)
      for (const { value, measured } of await disclosure.breakdown(subject, dimension, quarter))
        views.set(`${quarterName} ${nameOf(subject)} ${dimension} ${value}`, measured)
  return views
}

/** Every sum that holds between figures, as equations of those that are not shown. */
function sumsBetween(views: ReadonlyMap<string, Measured>): Equation[] {
  const equations: Equation[] = []
  const sum = (whole: string, parts: readonly string[]) => {
    const hidden = (name: string) => views.get(name)?.questions.kind !== 'count'
    const unknowns = new Map(parts.filter(hidden).map((name) => [name, 1]))
    if (hidden(whole)) unknowns.set(whole, -1)
    if (unknowns.size > 0) equations.push(unknowns)
  }
  const tree = (time: string, end: string) => {
    const at = (subject: string) => `${time} ${subject} ${end}`
    sum(at('*'), [...lists.programmes.map(({ id }) => at(`programme:${id}`)), at('unknown')])
    for (const { id, topics: own } of lists.programmes) sum(at(`programme:${id}`), own.map(at))
  }
  for (const time of [...weeks, quarterName]) tree(time, 'all ')
  for (const subject of subjects().map(nameOf)) {
    sum(
      `${quarterName} ${subject} all `,
      weeks.map((monday) => `${monday} ${subject} all `),
    )
    for (const dimension of dimensions) {
      const prefix = `${quarterName} ${subject} ${dimension} `
      const verdicts = ['useful', 'not-useful', 'out-of-date']
      const parts = [...views.keys()].filter(
        (name) => name.startsWith(prefix) && !verdicts.includes(name.slice(prefix.length)),
      )
      sum(`${quarterName} ${subject} all `, parts)
    }
  }
  for (const dimension of dimensions) {
    const prefix = `${quarterName} * ${dimension} `
    for (const name of [...views.keys()].filter((key) => key.startsWith(prefix)))
      tree(quarterName, `${dimension} ${name.slice(prefix.length)}`)
  }
  return equations
}
