/** What every store must do; each engine runs it. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ChatKey } from '../../src/message.ts'
import { hourOf, type Store } from '../../src/store/store.ts'

const chat = 'chat-key' as ChatKey // a test's own key
const monday = Date.UTC(2026, 10, 23, 9, 41)
const hour = 3_600_000

export function runStoreSuite(open: () => Promise<Store>): void {
  let store: Store
  beforeEach(async () => {
    store = await open()
  })
  afterEach(() => store.close())

  test('a talk is read as it was written', async () => {
    await store.writeTalk(chat, '{"topic":"health.care"}', hourOf(monday + 24 * hour))
    expect(await store.readTalk(chat, hourOf(monday))).toBe('{"topic":"health.care"}')
  })

  test('an expired talk is not read', async () => {
    await store.writeTalk(chat, '{}', hourOf(monday + 24 * hour))
    expect(await store.readTalk(chat, hourOf(monday + 25 * hour))).toBeUndefined()
  })

  test('a forgotten talk is gone', async () => {
    await store.writeTalk(chat, '{}', hourOf(monday + 24 * hour))
    await store.forgetTalk(chat)
    expect(await store.readTalk(chat, hourOf(monday))).toBeUndefined()
  })

  test('an update is new once', async () => {
    expect(await store.receiveUpdate('u1', hourOf(monday + 48 * hour))).toBe('new')
    expect(await store.receiveUpdate('u1', hourOf(monday + 48 * hour))).toBe('received')
  })

  test('an update says how far its answer has come', async () => {
    await store.receiveUpdate('u1', hourOf(monday + 48 * hour))
    await store.markUpdate('u1', 'done')
    expect(await store.receiveUpdate('u1', hourOf(monday + 48 * hour))).toBe('done')
  })

  test('counts of the same cell add up, and the surest number of conversations is the greatest', async () => {
    const cell = { period: '2026-11-23', subject: 'health.care', dimension: 'language', value: 'fr' } as const
    await store.addTallies([{ ...cell, questions: 2, conversations: 2, surest: 2 }])
    await store.addTallies([{ ...cell, questions: 1, conversations: 1, surest: 1 }])
    expect(await store.readTallies({ from: '2026-11-23', to: '2026-11-23', dimension: 'language' })).toEqual([
      { ...cell, questions: 3, conversations: 3, surest: 2 },
    ])
  })

  test('what is released of a period is said once and never changed', async () => {
    expect(await store.release('2026Q4', 'language', 'first')).toBe('first')
    expect(await store.release('2026Q4', 'language', 'second')).toBe('first')
  })

  test('an organisation is found by its code until it is closed, and then as closed', async () => {
    await store.addOrganisation('code-b', 'B')
    await store.addOrganisation('code-a', 'A')
    expect(await store.findOrganisation('code-b')).toEqual({ code: 'code-b', name: 'B', closed: false })
    expect(await store.closeOrganisation('code-b')).toBe(true)
    expect(await store.closeOrganisation('nobody')).toBe(false)
    expect(await store.findOrganisation('nobody')).toBeUndefined()
    expect((await store.listOrganisations()).map(({ name, closed }) => `${name} ${closed}`)).toEqual([
      'A false',
      'B true',
    ])
  })

  test('sweeping takes away what has expired and nothing else', async () => {
    await store.writeTalk(chat, '{}', hourOf(monday + 24 * hour))
    await store.receiveUpdate('u1', hourOf(monday + 48 * hour))
    await store.sweep(hourOf(monday + 30 * hour))
    expect(await store.readTalk(chat, hourOf(monday))).toBeUndefined()
    expect(await store.receiveUpdate('u1', hourOf(monday))).toBe('received')
  })

  test('a store that can be written is healthy', async () => {
    expect(await store.health()).toMatchObject({ ok: true })
  })

  test('a closed store refuses with its code', async () => {
    await store.close()
    await expect(store.readTalk(chat, hourOf(monday))).rejects.toMatchObject({ code: 'store-closed' })
  })
}
