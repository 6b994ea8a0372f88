/** What an attacker tries at `/admin`, over the wire; each test fails when its defence is taken out. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createAdminKeys } from '../../src/admin/keys.ts'
import { isPassword } from '../../src/admin/password.ts'
import {
  type AdminServer,
  goodPassword,
  openApp,
  openClient,
  readText,
  secret,
  signIn,
  signInWithApp,
  startAdminServer,
} from './admin-server.ts'
import { changed, testViews } from './pages.ts'

const minute = 60_000
const hour = 60 * minute

let server: AdminServer
beforeEach(async () => {
  server = await startAdminServer({ views: testViews, trustProxy: true })
  await server.accounts.addWithPassword({ name: 'samira', role: 'secretariat' }, goodPassword)
  await server.accounts.addWithPassword({ name: 'ong', role: 'ngo', organisation: 'GADEM' }, goodPassword)
  await server.accounts.addWithPassword({ name: 'chef', role: 'admin' }, goodPassword)
})
afterEach(() => server.close())

/** A browser somewhere else in the world. */
function clientAt(address: string) {
  return openClient(server.address, { 'x-forwarded-for': address })
}

describe('a form of another site', () => {
  test.each([
    ['without a token', () => ({})],
    ['with a wrong token', () => ({ csrf: 'x'.repeat(43) })],
  ])('%s changes nothing', async (_name, fields) => {
    const client = openClient(server.address)
    await signIn(client, 'samira')
    changed.times = 0
    const page = await client.post('/admin/figures', fields())
    expect(page.status).toBe(403)
    expect(readText(page.text)).toContain("Rien n'a été changé")
    expect(changed.times).toBe(0)
  })

  test('with the token of somebody else changes nothing', async () => {
    const [samira, other] = [openClient(server.address), openClient(server.address)]
    await server.accounts.addWithPassword({ name: 'other', role: 'secretariat' }, goodPassword)
    await signIn(samira, 'samira')
    await signIn(other, 'other')
    const { text } = await other.get('/admin/figures')
    const stolen = text.match(/name="csrf" value="([^"]+)"/)?.[1] ?? ''
    changed.times = 0
    expect((await samira.post('/admin/figures', { csrf: stolen })).status).toBe(403)
    expect(changed.times).toBe(0)
    expect((await other.post('/admin/figures', { csrf: stolen })).status).toBe(200)
    expect(changed.times).toBe(1)
  })

  test('is refused where the browser says that it comes from elsewhere, the right token or not', async () => {
    const client = openClient(server.address)
    await signIn(client, 'samira')
    const { text } = await client.get('/admin/figures')
    const csrf = text.match(/name="csrf" value="([^"]+)"/)?.[1] ?? ''
    expect((await client.post('/admin/figures', { csrf }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  })

  test('cannot sign anybody in or out', async () => {
    const client = openClient(server.address)
    await client.get('/admin/sign-in')
    expect((await client.post('/admin/sign-in', { name: 'samira', password: goodPassword })).status).toBe(403)
    await signIn(client, 'samira')
    expect((await client.post('/admin/sign-out', {})).status).toBe(403)
    expect((await client.get('/admin/figures')).status).toBe(200)
  })
})

describe('a session', () => {
  test('that somebody else planted before signing in is worth nothing afterwards', async () => {
    const attacker = openClient(server.address)
    await signIn(attacker, 'ong')
    const planted = attacker.cookies.get('dalil-local-session') ?? ''
    const victim = openClient(server.address)
    await victim.get('/admin/sign-in')
    victim.cookies.set('dalil-local-session', planted)
    await victim.submit('/admin/sign-in', { name: 'samira', password: goodPassword })
    expect(victim.cookies.get('dalil-local-session')).not.toBe(planted)
    expect((await attacker.get('/admin/ours')).path).toContain('/admin/sign-in')
  })

  test('gets a new token when the second factor is shown, and the one before is dead', async () => {
    const client = openClient(server.address)
    await signIn(client, 'chef')
    const halfway = client.cookies.get('dalil-local-session') ?? ''
    const app = openApp((await client.get('/admin/set-up')).text, server)
    await client.submit('/admin/set-up', { code: app() })
    const thief = openClient(server.address)
    thief.cookies.set('dalil-local-session', halfway)
    expect((await thief.get('/admin/accounts')).path).toContain('/admin/sign-in')
    expect((await client.get('/admin/accounts')).status).toBe(200)
  })

  test.each([
    ['after half an hour without a page', [31 * minute]],
    ['after twelve hours, however busy', Array.from({ length: 48 }, () => 15 * minute)],
  ])('ends %s, and the page that was open comes back after signing in', async (_name, pauses) => {
    const client = openClient(server.address)
    await signIn(client, 'samira')
    for (const pause of pauses.slice(0, -1)) {
      server.pass(pause)
      expect((await client.get('/admin/figures')).path).toBe('/admin/figures')
    }
    server.pass(pauses.at(-1) ?? 0)
    const page = await client.get('/admin/figures?week=2026-11-23')
    expect(readText(page.text)).toContain('Votre session est terminée.')
    const back = await client.submit(page.path, { name: 'samira', password: goodPassword })
    expect(back.path).toBe('/admin/figures?week=2026-11-23')
  })

  test('that ended while a form was filled in changes nothing, and says so', async () => {
    const client = openClient(server.address)
    await signIn(client, 'samira')
    await client.get('/admin/figures')
    server.pass(31 * minute)
    changed.times = 0
    const page = await client.submit('/admin/figures')
    expect(page.status).toBe(403)
    expect(readText(page.text)).toContain('Votre session est terminée. Rien n')
    expect(page.text).toContain('href="/admin/sign-in?next=%2Fadmin%2Ffigures"')
    expect(changed.times).toBe(0)
  })

  test('with another letter in its token is none', async () => {
    const client = openClient(server.address)
    await signIn(client, 'samira')
    const token = client.cookies.get('dalil-local-session') ?? ''
    client.cookies.set('dalil-local-session', `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`)
    expect((await client.get('/admin/figures')).path).toContain('/admin/sign-in')
  })

  test('ends at once when the account is disabled, and with "everywhere" on every device', async () => {
    const [desk, phone] = [openClient(server.address), openClient(server.address)]
    await signIn(desk, 'samira')
    await signIn(phone, 'samira')
    await desk.get('/admin/account')
    await desk.submit('/admin/account/sign-out')
    for (const client of [desk, phone]) expect((await client.get('/admin/figures')).path).toContain('/admin/sign-in')
    await signIn(phone, 'samira')
    await server.accounts.disable('samira')
    expect((await phone.get('/admin/figures')).path).toContain('/admin/sign-in')
    expect((await signIn(phone, 'samira')).status).toBe(403)
  })

  test('ends its token on the server when somebody signs out', async () => {
    const client = openClient(server.address)
    await signIn(client, 'samira')
    const token = client.cookies.get('dalil-local-session') ?? ''
    await client.submit('/admin/sign-out')
    client.cookies.set('dalil-local-session', token)
    expect((await client.get('/admin/figures')).path).toContain('/admin/sign-in')
  })
})

describe('a role', () => {
  test.each([
    ['samira', '/admin/accounts'],
    ['samira', '/admin/audit'],
    ['samira', '/admin/ours'],
    ['ong', '/admin/figures'],
    ['ong', '/admin/export/2026-11-23'],
    ['ong', '/admin/accounts'],
  ])('%s cannot open %s by its address', async (name, path) => {
    const client = openClient(server.address)
    await signIn(client, name)
    const page = await client.get(path)
    expect(page.status).toBe(403)
    expect(page.text).not.toContain('1234')
  })

  test('cannot be raised by posting to the pages of another', async () => {
    const client = openClient(server.address)
    await signIn(client, 'samira')
    const csrf = (await client.get('/admin/figures')).text.match(/name="csrf" value="([^"]+)"/)?.[1] ?? ''
    const posts = ['/admin/accounts', '/admin/accounts/chef/reset', '/admin/accounts/chef/disable']
    for (const path of posts) expect((await client.post(path, { csrf, name: 'mine', role: 'admin' })).status).toBe(403)
    expect(await server.accounts.find('mine')).toBeUndefined()
    expect(await server.accounts.find('chef')).toMatchObject({ disabled: false, hasPassword: true })
  })

  test('an account manager without a second factor gets nowhere but to setting it up', async () => {
    const client = openClient(server.address)
    await signIn(client, 'chef')
    for (const path of ['/admin', '/admin/accounts', '/admin/audit', '/admin/account'])
      expect((await client.get(path)).path).toBe('/admin/set-up')
  })
})

describe('whoever guesses', () => {
  test('the password of nobody costs the same hash, and lets nobody in', async () => {
    expect(await isPassword(undefined, 'nobody has this password')).toBe(false)
  })

  test.each(['samira', 'nobody'])('passwords of %s waits after five of them, longer each time', async (name) => {
    const client = openClient(server.address)
    const statuses: number[] = []
    for (let at = 0; at < 7; at++) statuses.push((await signIn(client, name, `wrong ${at}`)).status)
    expect(statuses).toEqual([403, 403, 403, 403, 403, 429, 429])
    server.pass(11_000)
    expect((await signIn(client, name, 'wrong')).status).toBe(403)
    server.pass(11_000)
    const waiting = await signIn(client, name, 'wrong')
    expect(waiting.status).toBe(429)
    expect(Number(waiting.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  test('many at once has no more tries than one after the other', async () => {
    const client = openClient(server.address)
    await client.get('/admin/sign-in')
    const { text } = await client.get('/admin/sign-in')
    const csrf = text.match(/name="csrf" value="([^"]+)"/)?.[1] ?? ''
    const pages = await Promise.all(
      Array.from({ length: 40 }, () => client.post('/admin/sign-in', { csrf, name: 'samira', password: 'wrong' })),
    )
    const checked = pages.filter(({ status }) => status === 403).length
    expect(checked).toBeGreaterThan(0)
    expect(checked).toBeLessThanOrEqual(5)
    expect(pages.filter(({ status }) => status === 429 || status === 503)).toHaveLength(40 - checked)
  })

  test('from a thousand addresses does not keep the owner out, whose browser is known', async () => {
    const owner = clientAt('196.200.0.1')
    await signIn(owner, 'samira')
    await owner.submit('/admin/sign-out')
    let refused = 0
    for (let at = 0; at < 80; at++) {
      const { status } = await signIn(clientAt(`2001:db8:${at}::1`), 'samira', 'wrong')
      if (status === 429) refused += 1
    }
    expect(refused).toBeGreaterThan(20)
    expect((await signIn(owner, 'samira')).path).toBe('/admin/figures')
  })

  test('on a browser that is not known the owner gets in by a one-time link meanwhile', async () => {
    for (let at = 0; at < 60; at++) await signIn(clientAt(`2001:db8:${at}::1`), 'samira', 'wrong')
    const owner = clientAt('196.200.0.1')
    expect((await signIn(owner, 'samira')).status).toBe(429)
    const link = `/admin/link/${await server.accounts.reset('samira')}`
    await owner.get(link)
    const inside = await owner.submit(link, { password: 'trois lunes orange', again: 'trois lunes orange' })
    expect(inside.path).toBe('/admin/figures')
    await owner.submit('/admin/sign-out')
    expect((await signIn(owner, 'samira', 'trois lunes orange')).path).toBe('/admin/figures')
  })

  test('from one network of IPv6 is one, whatever the end of the address', async () => {
    const statuses: number[] = []
    for (let at = 0; at < 7; at++)
      statuses.push((await signIn(clientAt(`2001:db8:1:2::${at + 1}`), 'samira', 'wrong')).status)
    expect(statuses.at(-1)).toBe(429)
  })

  test('codes of the second factor waits too', async () => {
    const first = openClient(server.address)
    const { app } = await signInWithApp(server, first, 'chef')
    server.pass(2 * minute)
    const thief = clientAt('41.0.0.1')
    await signIn(thief, 'chef')
    const statuses: number[] = []
    const wrong = app() === '000000' ? '111111' : '000000'
    for (let at = 0; at < 6; at++) statuses.push((await thief.submit('/admin/code', { code: wrong })).status)
    expect(statuses).toEqual([403, 403, 403, 403, 403, 429])
    expect((await thief.submit('/admin/code', { code: app() })).status).toBe(429)
  })
})

describe('the second factor', () => {
  test('takes a code once, even within its half minute', async () => {
    const first = openClient(server.address)
    const { app } = await signInWithApp(server, first, 'chef')
    server.pass(31_000)
    const code = app()
    const owner = openClient(server.address)
    await signIn(owner, 'chef')
    expect((await owner.submit('/admin/code', { code })).path).toBe('/admin/accounts')
    const thief = openClient(server.address)
    await signIn(thief, 'chef')
    const replayed = await thief.submit('/admin/code', { code })
    expect(replayed.status).toBe(403)
    expect(readText(replayed.text)).toContain('il a déjà servi')
  })

  test('takes one code of two that come at the same moment', async () => {
    const first = openClient(server.address)
    const { app } = await signInWithApp(server, first, 'chef')
    server.pass(31_000)
    const [one, two] = [openClient(server.address), openClient(server.address)]
    await signIn(one, 'chef')
    await signIn(two, 'chef')
    const pages = await Promise.all([one, two].map((client) => client.submit('/admin/code', { code: app() })))
    expect(pages.map(({ status }) => status).sort()).toEqual([200, 403])
  })

  test('takes each recovery code once, in capitals or not', async () => {
    const { recoveryCodes } = await signInWithApp(server, openClient(server.address), 'chef')
    expect(recoveryCodes).toHaveLength(10)
    const code = (recoveryCodes[0] ?? '').toLowerCase().replace('-', ' ')
    const client = openClient(server.address)
    await signIn(client, 'chef')
    expect((await client.submit('/admin/code', { code })).path).toBe('/admin/accounts')
    const again = openClient(server.address)
    await signIn(again, 'chef')
    expect((await again.submit('/admin/code', { code })).status).toBe(403)
  })

  test('that the owner sets up first shuts out whoever has the password and waits at the same page', async () => {
    const thief = openClient(server.address)
    const app = openApp((await signIn(thief, 'chef')).text, server)
    await signInWithApp(server, openClient(server.address), 'chef')
    server.pass(31_000)
    const page = await thief.submit('/admin/set-up', { code: app() })
    expect(page.path).toBe('/admin/sign-in')
    expect((await thief.get('/admin/accounts')).path).toContain('/admin/sign-in')
  })

  test('never shows the same secret twice, so that who saw one earlier has nothing', async () => {
    const client = openClient(server.address)
    await signIn(client, 'samira')
    const shown = async () => openApp((await client.get('/admin/account/second-factor')).text, server)()
    const before = await shown()
    await shown()
    const page = await client.submit('/admin/account/second-factor', { code: before, now: goodPassword })
    expect(page.status).toBe(400)
  })

  test('that is turned on signs out every browser that came in without it', async () => {
    const [desk, thief] = [openClient(server.address), openClient(server.address)]
    await signIn(desk, 'samira')
    await signIn(thief, 'samira')
    const app = openApp((await desk.get('/admin/account/second-factor')).text, server)
    const page = await desk.submit('/admin/account/second-factor', { code: app(), now: goodPassword })
    expect(readText(page.text)).toContain('Codes de secours')
    for (const client of [desk, thief]) expect((await client.get('/admin/figures')).path).toContain('/admin/sign-in')
    expect((await signIn(desk, 'samira')).path).toContain('/admin/code')
  })

  test('is not replaced by whoever finds an open page and does not know the password', async () => {
    const client = openClient(server.address)
    await signIn(client, 'samira')
    const app = openApp((await client.get('/admin/account/second-factor')).text, server)
    const page = await client.submit('/admin/account/second-factor', { code: app(), now: 'wrong' })
    expect(page.status).toBe(400)
    expect(await server.accounts.find('samira')).toMatchObject({ hasSecondFactor: false })
  })
})

describe('a one-time link', () => {
  test('sets a password once', async () => {
    const link = `/admin/link/${await server.accounts.add({ name: 'new', role: 'editor' })}`
    const client = openClient(server.address)
    await client.get(link)
    const inside = await client.submit(link, { password: goodPassword, again: goodPassword })
    expect(inside.path).toBe('/admin/account')
    const thief = openClient(server.address)
    expect((await thief.get(link)).status).toBe(404)
    expect((await signIn(openClient(server.address), 'new')).status).toBe(200)
  })

  test('is not used up by a preview, and by one of two who send it at once', async () => {
    const link = `/admin/link/${await server.accounts.add({ name: 'new', role: 'editor' })}`
    for (let at = 0; at < 3; at++) await openClient(server.address).get(link)
    const [one, two] = [openClient(server.address), openClient(server.address)]
    await one.get(link)
    await two.get(link)
    const pages = await Promise.all([
      one.submit(link, { password: 'trois lunes orange', again: 'trois lunes orange' }),
      two.submit(link, { password: 'deux soleils verts', again: 'deux soleils verts' }),
    ])
    expect(pages.map(({ status }) => status).sort()).toEqual([200, 404])
  })

  test('is good for a day, and no longer for who was disabled', async () => {
    const token = await server.accounts.add({ name: 'new', role: 'editor' })
    server.pass(24 * hour)
    expect((await openClient(server.address).get(`/admin/link/${token}`)).status).toBe(404)
    const next = await server.accounts.reset('new')
    await server.accounts.disable('new')
    expect((await openClient(server.address).get(`/admin/link/${next}`)).status).toBe(404)
  })

  test.each([
    ['short', 'court', /trop court/],
    ['the name and little beside', 'new new new new new', /se devine trop facilement/],
    ['not the same twice', goodPassword, /pas les mêmes/],
  ])('refuses a password that is %s, and stays good', async (_name, password, sentence) => {
    const link = `/admin/link/${await server.accounts.add({ name: 'new', role: 'editor' })}`
    const client = openClient(server.address)
    await client.get(link)
    const page = await client.submit(link, { password, again: password === goodPassword ? 'other' : password })
    expect(page.status).toBe(400)
    expect(readText(page.text)).toMatch(sentence)
    expect((await client.get(link)).status).toBe(200)
  })

  test('takes the old password and all sessions with it', async () => {
    const thief = openClient(server.address)
    await signIn(thief, 'samira')
    await server.accounts.reset('samira')
    expect((await thief.get('/admin/figures')).path).toContain('/admin/sign-in')
    expect((await signIn(thief, 'samira')).status).toBe(403)
  })
})

describe('an address that leads elsewhere', () => {
  test.each([
    'https://evil.example/admin',
    '//evil.example',
    '/\\evil.example',
    '/admin//evil.example',
    '/admin/../..//evil.example',
    '/admin\n//evil.example',
    'javascript:alert(1)',
    '/administrator',
    '/admin/sign-in',
    '/admin@evil.example',
  ])('is not followed after signing in: %j', async (next) => {
    const client = openClient(server.address)
    await client.get(`/admin/sign-in?next=${encodeURIComponent(next)}`)
    const page = await client.submit('/admin/sign-in', { name: 'samira', password: goodPassword })
    expect(page.path).toBe('/admin/figures')
  })
})

describe('whoever reads along', () => {
  test('finds no password, name, code or token in the log', async () => {
    const client = openClient(server.address)
    await signIn(client, 'samira', 'wrong but typed once')
    await signIn(client, 'samira')
    await client.get('/admin/broken')
    await client.post('/admin/figures', { csrf: 'x', name: '0677889900' })
    await client.get(`/admin/link/${'t'.repeat(43)}`)
    const log = server.log.join('\n')
    for (const mark of [
      'samira',
      'wrong but',
      goodPassword,
      '0677889900',
      't'.repeat(43),
      '127.0.0.1',
      ...client.cookies.values(),
    ])
      expect(log.includes(mark), `"${mark}" was logged`).toBe(false)
    expect(log).toContain('/admin/sign-in')
    expect(log).toContain('a page of the secretariat failed')
  })

  test('and takes the database away can sign in with nothing in it', async () => {
    const client = openClient(server.address)
    const { app, recoveryCodes } = await signInWithApp(server, client, 'chef')
    const link = await server.accounts.reset('ong')
    const token = client.cookies.get('dalil-local-session') ?? ''
    const file = readdirSync(server.dataDir)
      .map((name) => readFileSync(join(server.dataDir, name)).toString('latin1'))
      .join('\n')
    const account = await server.store.findAccount('chef')
    const sealed = account?.totp ?? ''
    const letters = createAdminKeys(secret).unseal(sealed, 'chef') ?? ''
    expect(letters).toMatch(/^[A-Z2-7]{32}$/)
    for (const mark of [goodPassword, token, link ?? '', letters, app(), ...recoveryCodes, secret])
      expect(file.includes(mark), `"${mark}" is in the database`).toBe(false)
    expect(file).toContain(sealed)
    expect(createAdminKeys('another secret of thirty-two characters').unseal(sealed, 'chef')).toBeUndefined()
    // Nor can what is sealed be put into another account.
    expect(createAdminKeys(secret).unseal(sealed, 'samira')).toBeUndefined()
    for (const stored of [account?.password, sealed, (await server.store.findAccount('ong'))?.link]) {
      const thief = openClient(server.address)
      thief.cookies.set('dalil-local-session', stored ?? '')
      expect((await thief.get('/admin/accounts')).path).toContain('/admin/sign-in')
      expect((await thief.get(`/admin/link/${encodeURIComponent(stored ?? '')}`)).status).toBe(404)
    }
  })

  test('between the browser and us reads nothing: without TLS nobody signs in from elsewhere', async () => {
    const page = await openClient(server.address, { 'x-forwarded-host': 'dalil.example.org' }).get('/admin/sign-in')
    expect(page.status).toBe(403)
    expect(page.headers.getSetCookie()).toEqual([])
    expect(readText(page.text)).toContain('https://')
  })

  test('over TLS finds cookies that only this host, TLS and no script may hold', async () => {
    const tls = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'dalil.example.org' }
    const client = openClient(server.address, tls)
    await client.get('/admin/sign-in')
    const page = await client.submit('/admin/sign-in', { name: 'samira', password: goodPassword })
    expect(page.path).toBe('/admin/figures')
    expect([...client.cookies.keys()].sort()).toEqual(['__Host-dalil-device', '__Host-dalil-session'])
    const response = await fetch(`${server.address}/admin/sign-in`, { headers: tls })
    for (const line of response.headers.getSetCookie()) {
      expect(line).toMatch(/^__Host-/)
      for (const flag of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Strict']) expect(line).toContain(flag)
      expect(line).not.toContain('Domain')
    }
  })
})
