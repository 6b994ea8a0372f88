/** The way into `/admin`, over the wire. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AdminServer, goodPassword, openClient, readText, signIn, startAdminServer } from './admin-server.ts'

let server: AdminServer
beforeAll(async () => {
  server = await startAdminServer()
})
afterAll(() => server.close())

describe('before there is an account', () => {
  test.each(['/admin', '/admin/sign-in', '/admin/account', '/admin/link/x', '/admin/nothing'])(
    '%s is unknown, like any address that nothing is at',
    async (path) => {
      const [page, nowhere] = await Promise.all([fetch(server.address + path), fetch(`${server.address}/nowhere`)])
      expect(page.status).toBe(404)
      expect(await page.text()).toBe(await nowhere.text())
    },
  )

  test('an account that is made while the service runs is noticed', async () => {
    await server.accounts.addWithPassword({ name: 'samira', role: 'secretariat' }, goodPassword)
    expect((await fetch(`${server.address}/admin/sign-in`)).status).toBe(200)
  })
})

describe('signing in', () => {
  test('name and password lead to the first page', async () => {
    const page = await signIn(openClient(server.address), 'Samira ')
    expect(page).toMatchObject({ status: 200, path: '/admin/account' })
    expect(readText(page.text)).toContain('samira')
  })

  test('a wrong password and a name that nobody has get the same page', async () => {
    const wrong = await signIn(openClient(server.address), 'samira', 'not the password of hers')
    const nobody = await signIn(openClient(server.address), 'nobody', 'not the password of hers')
    expect([wrong.status, nobody.status]).toEqual([403, 403])
    expect(readText(wrong.text)).toBe(readText(nobody.text))
    expect([...wrong.headers.keys()]).toEqual([...nobody.headers.keys()])
  })

  test('it leads back to the page that was asked for', async () => {
    const client = openClient(server.address)
    const asked = await client.get('/admin/account/second-factor')
    expect(asked.path).toBe('/admin/sign-in?next=%2Fadmin%2Faccount%2Fsecond-factor')
    const page = await client.submit(asked.path, { name: 'samira', password: goodPassword })
    expect(page.path).toBe('/admin/account/second-factor')
  })
})
