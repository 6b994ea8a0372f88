/** What is the same for all pages of `/admin`: navigation, languages, audit trail, banner, headers, errors. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hourOf } from '../../src/store/store.ts'
import {
  type AdminServer,
  goodPassword,
  openClient,
  readText,
  signIn,
  signInWithApp,
  startAdminServer,
} from './admin-server.ts'
import { testViews } from './pages.ts'

let server: AdminServer
beforeAll(async () => {
  server = await startAdminServer({ views: testViews, simulated: true })
  await server.accounts.addWithPassword({ name: 'samira', role: 'secretariat' }, goodPassword)
  await server.accounts.addWithPassword({ name: 'ong', role: 'ngo', organisation: 'GADEM' }, goodPassword)
  await server.accounts.addWithPassword({ name: 'chef', role: 'admin' }, goodPassword)
})
afterAll(() => server.close())

async function signedIn(name: string) {
  const client = openClient(server.address)
  await signIn(client, name)
  return client
}

describe('the frame', () => {
  test('shows in the navigation what the role may see, and nothing else', async () => {
    const page = await (await signedIn('samira')).get('/admin/figures')
    const links = [...page.text.matchAll(/<li><a href="([^"?]+)"/g)].map(([, path]) => path)
    expect(links).toEqual(['/admin/figures', '/admin/account'])
  })

  test('an organisation gets its own code, never one from the address', async () => {
    const page = await (await signedIn('ong')).get('/admin/ours?organisation=OTHER')
    expect(readText(page.text)).toContain('GADEM')
  })

  test('keeps the language that was chosen, and the filters with it', async () => {
    const client = await signedIn('samira')
    const page = await client.get('/admin/figures?week=2026-11-23&lang=ar')
    expect(page.path).toBe('/admin/figures?week=2026-11-23')
    expect(page.text).toMatch(/<html lang="ar" dir="rtl">/)
    expect((await client.get('/admin/account')).text).toMatch(/<html lang="ar" dir="rtl">/)
    expect(page.text).toContain('href="/admin/figures?week=2026-11-23&#38;lang=en"')
  })

  test('offers the other languages of a form that came back at the page it stood on', async () => {
    const client = await signedIn('samira')
    await client.get('/admin/account')
    const page = await client.submit('/admin/account/password', { now: 'wrong', password: 'x', again: 'x' })
    expect(page.status).toBe(400)
    expect(page.text).toContain('href="/admin/account?lang=ar"')
  })

  test('says on every page that data are simulated', async () => {
    const client = openClient(server.address)
    expect(readText((await client.get('/admin/sign-in')).text)).toContain('Données simulées')
  })

  test('sends an export as a file with its name', async () => {
    const client = await signedIn('samira')
    const file = await client.get('/admin/export/2026-11-23')
    expect(file.headers.get('content-disposition')).toBe(
      'attachment; filename="semaine_2026-11-23.csv"; filename*=UTF-8\'\'semaine%202026-11-23.csv',
    )
    expect(file.text).toBe('topic,count\n')
  })

  test('no page is kept by anybody, framed by anybody or runs a script', async () => {
    const { headers } = await (await signedIn('samira')).get('/admin/figures')
    expect(headers.get('cache-control')).toBe('no-store')
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("form-action 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/script-src|unsafe/)
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  })

  test.each([
    ['a page that fails', 'get', '/admin/broken', 500],
    ['a form of a megabyte', 'post', '/admin/figures', 413],
  ])('%s is told on a page with the right status, and nothing leaks', async (_name, method, path, status) => {
    const client = await signedIn('samira')
    const page = method === 'get' ? await client.get(path) : await client.post(path, { csrf: 'x'.repeat(1_000_000) })
    expect(page.status).toBe(status)
    expect(page.text).not.toContain('0677889900')
    expect(readText(page.text)).toContain('Retour à la première page')
  })

  test('a form in another format is refused', async () => {
    const client = await signedIn('samira')
    const page = await client.post('/admin/figures', {}, { 'content-type': 'text/xml' })
    expect(page.status).toBe(415)
  })
})

describe('the account manager', () => {
  test('sets up the second factor first, and gets recovery codes', async () => {
    const client = openClient(server.address)
    const { recoveryCodes } = await signInWithApp(server, client, 'chef')
    expect(new Set(recoveryCodes).size).toBe(10)
    expect((await client.get('/admin')).path).toBe('/admin/accounts')

    const added = await client.submit('/admin/accounts', { name: 'Karim', role: 'editor', organisation: '' })
    // Shown once: no link may lead away from it to another language.
    expect(added.text).not.toContain('lang=ar')
    const link = readText(added.text).match(/\/admin\/link\/[\w-]{43}/)?.[0] ?? ''
    const karim = openClient(server.address)
    await karim.get(link)
    await karim.submit(link, { password: 'trois lunes orange', again: 'trois lunes orange' })
    expect((await karim.get('/admin/account')).text).toContain('karim')

    await client.get('/admin/accounts')
    const done = await client.submit('/admin/accounts/karim/disable')
    expect(readText(done.text)).toContain('Le compte est désactivé.')
    expect((await karim.get('/admin/account')).path).toContain('/admin/sign-in')
    const self = await client.post('/admin/accounts/chef/disable', { csrf: csrfIn(done.text) })
    expect(self.status).toBe(400)
  })

  test('reads who looked at, exported and changed what, to the hour, and that is all', async () => {
    const client = openClient(server.address)
    await server.accounts.addWithPassword({ name: 'second', role: 'admin' }, goodPassword)
    await signInWithApp(server, client, 'second')
    const samira = await signedIn('samira')
    await samira.get('/admin/export/2026-11-23')
    await samira.get('/admin/export/2026-11-23')
    await signIn(openClient(server.address), 'samira', 'wrong')
    await signIn(openClient(server.address), 'a password typed as a name', 'wrong')
    const page = readText((await client.get('/admin/audit')).text)
    expect(page).toMatch(/samira a lu le journal \d/)
    expect(page).toContain('samira n’a pas été admis : mot de passe ou code faux 1')
    expect(page).toContain('chef a ajouté le compte karim 1')
    expect(page).toContain('Nom inconnu n’a pas été admis')
    expect(page).not.toContain('typed as a name')
    expect(page).not.toMatch(/:41/)
    for (const { hour } of await server.store.listAudit(100)) expect(hour % 3600).toBe(0)
  })

  test('the trail is gone after twelve months, and the accounts stay', async () => {
    expect(await server.store.listAudit(1)).toHaveLength(1)
    await server.store.sweep(hourOf(server.now() + 367 * 86_400_000))
    expect(await server.store.listAudit(1)).toEqual([])
    expect(await server.accounts.find('samira')).toBeDefined()
  })
})

function csrfIn(page: string): string {
  return page.match(/name="csrf" value="([^"]+)"/)?.[1] ?? ''
}
