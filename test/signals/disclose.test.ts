import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { TopicId, TurnOutcome } from '../../src/message.ts'
import { addWeeks, weeksOf } from '../../src/signals/calendar.ts'
import type { Store } from '../../src/store/store.ts'
import { type Asked, later, lists, open, openStore, seen, talliesOf } from './setting.ts'

const weeks = weeksOf('2026Q4')
const [first = '', second = ''] = weeks
const quarter = { kind: 'quarter', quarter: '2026Q4' } as const
const everything = { kind: 'all' } as const
const outcome: TurnOutcome = { topic: 'health.care' as TopicId, result: 'answered', language: 'fr', channel: 'web' }

let store: Store
beforeEach(async () => {
  store = await openStore()
})
afterEach(() => store.close())

function ask(conversations: number, topic: string, changes: Partial<TurnOutcome> = {}, week = first): Asked {
  return { week, conversations, outcome: { ...outcome, topic: topic as TopicId, ...changes } } // a topic of the setting
}

async function fill(...asked: readonly Asked[]): Promise<void> {
  await store.addTallies(talliesOf(asked))
}

/** Enough of everything in a week that nothing of it is hidden. */
function busy(week: string): Asked[] {
  return ['unknown', ...lists.programmes.flatMap(({ topics }) => topics)].map((topic) => ask(20, topic, {}, week))
}

describe('disclosure', () => {
  test('nine conversations are "<10", as nobody is; ten are shown', async () => {
    await fill(...busy(first), ask(-10, 'health.care'), ask(-11, 'housing.rental'), ask(-18, 'housing.shelter'))
    const totals = await (await open(store)).totals({ kind: 'week', week: first })
    expect(seen(totals.get('health.care'))).toBe('10')
    expect(seen(totals.get('programme:housing'))).toBe('11')
    expect([seen(totals.get('housing.rental')), seen(totals.get('housing.shelter'))]).toEqual(['<10', '<10'])
  })

  test('a single hidden topic takes the next smallest with it, so that subtraction tells of two', async () => {
    await fill(...busy(first), ask(-17, 'health.care'), ask(-1, 'health.mental'))
    const totals = await (await open(store)).totals({ kind: 'week', week: first })
    expect(['health.care', 'health.mental', 'health.vaccination'].map((topic) => seen(totals.get(topic)))).toEqual([
      '–',
      '–',
      '20',
    ])
    expect(seen(totals.get('programme:health'))).toBe('42')
  })

  test('a week that hides a topic makes the next hide it too, so that the quarter can be shown', async () => {
    await fill(
      ...weeks.flatMap((week) => (week === second ? busy(week).concat(ask(-17, 'health.care', {}, week)) : busy(week))),
    )
    const disclosure = await open(store)
    const trend = await disclosure.trend({ kind: 'topic', id: 'health.care' }, { from: first, to: weeks[4] ?? '' })
    expect(trend.map(({ measured }) => seen(measured))).toEqual(['20', '–', '–', '20', '20'])
    expect(seen((await disclosure.totals(quarter)).get('health.care'))).toBe(`${20 * weeks.length - 17}`)
  })

  test('a breakdown lists every value, also those that nobody chose', async () => {
    await fill(...busy(first))
    const regions = await (await open(store)).breakdown(everything, 'region', quarter)
    expect(regions.map(({ value }) => value)).toEqual([...lists.regions, 'unknown'])
  })

  test('a week is not broken down', async () => {
    await fill(...busy(first))
    const languages = await (await open(store)).breakdown(everything, 'language', { kind: 'week', week: first })
    expect(new Set(languages.map(({ measured }) => seen(measured)))).toEqual(new Set(['–']))
  })

  test('who comes alone every week does not make ten', async () => {
    const alone = weeks.flatMap((week) => [...busy(week), ask(-19, 'housing.rental', {}, week)])
    await fill(...alone)
    const disclosure = await open(store)
    expect(seen((await disclosure.totals(quarter)).get('housing.shelter'))).not.toBe('missing')
    expect((await disclosure.totals(quarter)).get('housing.rental')?.questions.kind).not.toBe('count')
  })

  test('a running week and a running quarter leave nothing', async () => {
    await fill(...busy(first), ...busy(second))
    const disclosure = await open(store, Date.parse(second) + 86_400_000)
    expect(await disclosure.weeks()).toEqual([first])
    expect(await disclosure.quarters()).toEqual([])
    expect(seen((await disclosure.totals({ kind: 'week', week: second })).get('all'))).toBe('–')
    expect(seen((await disclosure.totals(quarter)).get('all'))).toBe('–')
    expect(await disclosure.open('2026Q4')).toEqual([])
  })

  test('a week is open for one hour more, in which the last batch is written', async () => {
    await fill(...busy(first))
    const end = Date.parse(addWeeks(first, 1))
    expect(await (await open(store, end + 59 * 60_000)).weeks()).toEqual([])
    expect(await (await open(store, end + 60 * 60_000)).weeks()).toEqual([first])
  })

  test('what was hidden once stays hidden when topics change their programme later', async () => {
    await fill(...busy(first), ask(-17, 'health.care'), ask(-1, 'health.mental'))
    await (await open(store)).totals({ kind: 'week', week: first })
    await fill(ask(500, 'health.care'))
    const totals = await (await open(store)).totals({ kind: 'week', week: first })
    expect(seen(totals.get('health.care'))).toBe('–')
  })

  test('hours, referrals and terms follow the same rules', async () => {
    await store.addOrganisation('K7', 'Association')
    await fill(...busy(first), ask(12, 'health.care', { referral: 'K7' }), ask(3, 'health.mental', { referral: 'K7' }))
    await store.keepTerms([{ week: first, language: 'fr', term: 'permis', conversations: 10 }])
    const disclosure = await open(store)
    const noon = (await disclosure.hours(quarter)).filter(({ hour, channel }) => hour === 12 && channel === 'telegram')
    expect(noon.map(({ questions }) => questions.kind)).toEqual(['few'])
    expect((await disclosure.referrals(quarter)).map(({ code, measured }) => [code, seen(measured)])).toEqual([
      ['K7', '15'],
    ])
    const topics = await disclosure.referral('K7', 'topic', quarter)
    expect(topics.find(({ value }) => value === 'health.mental')?.measured.questions.kind).not.toBe('count')
    expect((await disclosure.terms(quarter)).map(({ term }) => term)).toEqual(['permis'])
  })

  test('a simulated database says so', async () => {
    expect((await open(store)).simulated).toBe(false)
    await store.writeLabel('simulated', 'yes')
    expect((await open(store, later)).simulated).toBe(true)
  })
})
