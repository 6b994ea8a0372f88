/** The secretariat's pages beside the web chat, and on a listener of their own. */
import { afterEach, describe, expect, test } from 'vitest'
import { createAccounts } from '../../src/admin/accounts.ts'
import { openSqlite } from '../../src/store/engines.ts'
import { goodPassword, openClient, readText, signIn } from '../admin/admin-server.ts'
import { type Running, startForTest } from '../assistant.ts'

let assistant: Running
afterEach(() => assistant.stop())

/** What `dalil user add` does: another process, the same database. */
async function addAccount(name: string): Promise<void> {
  const store = await openSqlite(assistant.dataDir)
  await createAccounts(store, Date.now).addWithPassword({ name, role: 'secretariat' }, goodPassword)
  await store.close()
}

describe('/admin', () => {
  test('is there from the moment that another process adds an account, in the words of this project', async () => {
    assistant = await startForTest()
    expect(assistant.admin).toEqual({ address: `${assistant.address}/admin`, hasAccounts: false })
    const read = async (path: string) => {
      const response = await fetch(assistant.address + path, { headers: { accept: 'text/html' } })
      return { status: response.status, text: await response.text() }
    }
    const style = assistant.admin.address.replace('/admin', '/assets/admin.css')
    expect(await read('/admin')).toEqual(await read('/nowhere'))
    expect((await fetch(style)).status).toBe(404)
    await addAccount('samira')
    const client = openClient(assistant.address)
    expect((await signIn(client, 'samira')).path).toBe('/admin/overview')
    const page = await client.get('/admin/account')
    expect(readText(page.text)).toContain('Mon compte')
    const [sheet = ''] = page.text.match(/\/assets\/admin\.\w+\.css/) ?? []
    expect((await client.get(sheet)).headers.get('content-type')).toContain('text/css')
    expect(assistant.log.join('')).not.toContain('samira')
  })

  test('with ADMIN_PORT is nowhere but there, and nothing else is there', async () => {
    assistant = await startForTest({ ADMIN_PORT: '0' })
    await addAccount('samira')
    const origin = assistant.admin.address.replace('/admin', '')
    expect(origin).not.toBe(assistant.address)
    expect((await fetch(`${assistant.address}/admin/sign-in`)).status).toBe(404)
    expect((await signIn(openClient(origin), 'samira')).path).toBe('/admin/overview')
    for (const path of ['/', '/api/docs', '/preview', '/fr/', '/healthz'])
      expect((await fetch(origin + path)).status).toBe(404)
  })

  test('takes forms, and the chat takes them no more than before', async () => {
    assistant = await startForTest()
    await addAccount('samira')
    const response = await fetch(`${assistant.address}/api/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'text=bonjour',
    })
    expect(response.status).toBe(415)
  })
})
