/** What every store must do; each engine runs it. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ChatKey } from '../../src/message.ts'
import { hourOf, type Store, type StoredAccount } from '../../src/store/store.ts'

const chat = 'chat-key' as ChatKey // a test's own key
const monday = Date.UTC(2026, 10, 23, 9, 41)
const hour = 3_600_000
const seconds = monday / 1000
const account: StoredAccount = {
  name: 'samira',
  role: 'editor',
  organisation: null,
  password: null,
  link: 'hash-of-a-link',
  link_expires: seconds + 3600,
  totp: null,
  totp_pending: null,
  disabled: 0,
  created: hourOf(monday),
  seen: null,
}

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

  const change = {
    service: 'gadem',
    organisation: 'code-a',
    fields: '{"address":"x"}',
    before: '{"address":null}',
    proposer: 'ong',
    proposed: hourOf(monday),
    state: 'waiting',
    decider: null,
    decided: null,
  } as const

  test('a service has one organisation or none', async () => {
    await store.giveService('gadem', 'code-a')
    await store.giveService('gadem', 'code-b')
    await store.giveService('foo-rabat', 'code-b')
    await store.giveService('foo-rabat', undefined)
    expect([...(await store.readOwners())]).toEqual([['gadem', 'code-b']])
  })

  test('a change of a service waits alone, and is decided once', async () => {
    await store.addChange(change)
    await store.addChange({ ...change, fields: '{"address":"y"}' })
    const [waiting, ...others] = await store.listChanges('waiting')
    expect(others).toEqual([])
    expect(waiting).toMatchObject({ fields: '{"address":"y"}', state: 'waiting' })
    const number = waiting?.number ?? 0
    const live = { state: 'live', decider: 'samira', decided: hourOf(monday + hour) } as const
    expect(await store.moveChange(number, 'waiting', live)).toBe(true)
    expect(await store.moveChange(number, 'waiting', { ...live, state: 'declined' })).toBe(false)
    expect(await store.findChange(number)).toEqual({ ...waiting, ...live })
  })

  test('a change that is over goes after twelve months, one that is live stays', async () => {
    await store.addChange({ ...change, state: 'live' })
    await store.addChange({ ...change, state: 'declined', decided: hourOf(monday) })
    await store.sweep(hourOf(monday + 365 * 24 * hour))
    expect(await store.listChanges('declined')).toHaveLength(1)
    await store.sweep(hourOf(monday + 367 * 24 * hour))
    expect(await store.listChanges('declined')).toEqual([])
    expect(await store.listChanges('live')).toHaveLength(1)
  })

  test('sweeping takes away what has expired and nothing else', async () => {
    await store.writeTalk(chat, '{}', hourOf(monday + 24 * hour))
    await store.receiveUpdate('u1', hourOf(monday + 48 * hour))
    await store.sweep(hourOf(monday + 30 * hour))
    expect(await store.readTalk(chat, hourOf(monday))).toBeUndefined()
    expect(await store.receiveUpdate('u1', hourOf(monday))).toBe('received')
  })

  test('an account is read as it was added, and its name is taken once', async () => {
    expect(await store.hasAccounts()).toBe(false)
    expect(await store.addAccount(account)).toBe(true)
    expect(await store.addAccount({ ...account, role: 'admin' })).toBe(false)
    expect(await store.findAccount('samira')).toEqual(account)
    expect(await store.listAccounts()).toEqual([account])
    expect(await store.hasAccounts()).toBe(true)
  })

  test('a link sets a password once, until it ends, and not for who is disabled', async () => {
    await store.addAccount(account)
    expect(await store.takeLink('hash-of-a-link', 'p', seconds + 3600)).toBeUndefined()
    await store.changeAccount('samira', { disabled: 1 })
    expect(await store.takeLink('hash-of-a-link', 'p', seconds)).toBeUndefined()
    await store.changeAccount('samira', { disabled: 0 })
    expect(await store.takeLink('hash-of-a-link', 'p', seconds)).toBe('samira')
    expect(await store.takeLink('hash-of-a-link', 'q', seconds)).toBeUndefined()
    expect(await store.findAccount('samira')).toMatchObject({ password: 'p', link: null })
  })

  test('a step in time is taken once, and none before it', async () => {
    await store.addAccount(account)
    const taken = []
    for (const step of [100, 100, 99, 101]) taken.push(await store.takeStep('samira', step))
    expect(taken).toEqual([true, false, false, true])
  })

  test('a recovery code is taken once, and new codes replace all old ones', async () => {
    await store.replaceRecoveryCodes('samira', ['a', 'b'])
    expect(await store.takeRecoveryCode('samira', 'a')).toBe(true)
    expect(await store.takeRecoveryCode('samira', 'a')).toBe(false)
    expect(await store.takeRecoveryCode('karim', 'b')).toBe(false)
    await store.replaceRecoveryCodes('samira', ['c'])
    expect(await store.takeRecoveryCode('samira', 'b')).toBe(false)
    expect(await store.countRecoveryCodes('samira')).toBe(1)
  })

  test('a session ends at its last moment or after a pause, and all of an account at once', async () => {
    const session = {
      id: 's1',
      account: 'samira',
      stage: 'full',
      expires: seconds + 600,
      idle_expires: seconds + 60,
    } as const
    await store.addSession(session)
    expect(await store.findSession('s1', seconds)).toEqual(session)
    expect(await store.findSession('s1', seconds + 60)).toBeUndefined()
    await store.prolongSession('s1', seconds + 900)
    expect(await store.findSession('s1', seconds + 599)).toBeDefined()
    expect(await store.findSession('s1', seconds + 600)).toBeUndefined()
    await store.addSession({ ...session, id: 's2' })
    expect(await store.endSessions('samira')).toBe(2)
    expect(await store.findSession('s2', seconds)).toBeUndefined()
  })

  test('the audit trail counts the same thing in the same hour, newest first', async () => {
    const entry = { hour: hourOf(monday), account: 'samira', action: 'export', about: '' }
    const later = { ...entry, hour: hourOf(monday + hour) }
    for (const one of [entry, later, entry]) await store.addAudit(one, hourOf(monday + 24 * hour))
    expect(await store.listAudit(10)).toEqual([
      { ...later, count: 1 },
      { ...entry, count: 2 },
    ])
    expect(await store.listAudit(1)).toHaveLength(1)
  })

  test('sweeping takes ended sessions, old entries of the trail and links that nobody used; accounts stay', async () => {
    await store.addAccount(account)
    await store.addSession({
      id: 's1',
      account: 'samira',
      stage: 'full',
      expires: seconds + 60,
      idle_expires: seconds + 60,
    })
    await store.addAudit(
      { hour: hourOf(monday), account: 'samira', action: 'export', about: '' },
      hourOf(monday + hour),
    )
    await store.sweep(hourOf(monday + 2 * hour))
    expect(await store.findSession('s1', seconds)).toBeUndefined()
    expect(await store.listAudit(10)).toEqual([])
    expect(await store.findAccount('samira')).toMatchObject({ link: null })
  })

  test('a store that can be written is healthy', async () => {
    expect(await store.health()).toMatchObject({ ok: true })
  })

  test('a closed store refuses with its code', async () => {
    await store.close()
    await expect(store.readTalk(chat, hourOf(monday))).rejects.toMatchObject({ code: 'store-closed' })
  })
}
