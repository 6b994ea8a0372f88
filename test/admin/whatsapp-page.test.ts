import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWhatsappPage, type PhoneLink } from '../../src/admin/whatsapp-page.ts'
import { createLibraryReader } from '../../src/knowledge/library.ts'
import { projectRoot } from '../../src/root.ts'
import { readModules } from '../qr-reader.ts'
import {
  type AdminServer,
  goodPassword,
  openClient,
  readText,
  signIn,
  signInWithApp,
  startAdminServer,
} from './admin-server.ts'

let server: AdminServer
let link: PhoneLink = { kind: 'connected' }
const asked: string[] = []
const { library } = createLibraryReader(projectRoot).read()

beforeAll(async () => {
  const views = createWhatsappPage({
    words: library.sayAdmin,
    link: () => link,
    pair(phone) {
      asked.push(phone)
      return link.kind === 'waiting'
    },
  })
  server = await startAdminServer({ views })
  await server.accounts.addWithPassword({ name: 'chef', role: 'admin' }, goodPassword)
  await server.accounts.addWithPassword({ name: 'samira', role: 'secretariat' }, goodPassword)
})
afterAll(() => server.close())

let manager: ReturnType<typeof openClient> | undefined
async function asManager() {
  if (manager) return manager
  manager = openClient(server.address)
  await signInWithApp(server, manager, 'chef')
  return manager
}

/** The square as a camera would see it: runs of dark modules in a drawing of so many modules. */
function scan(page: string): string | undefined {
  const size = Number(page.match(/class="code" viewBox="0 0 (\d+)/)?.[1])
  const rows = Array.from({ length: size }, () => Array<boolean>(size).fill(false))
  for (const [, x, y, width] of page.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    rows[Number(y)]?.fill(true, Number(x), Number(x) + Number(width))
  return readModules(rows)
}

test('nobody but whoever manages accounts sees the code, signed in or not', async () => {
  link = { kind: 'waiting', code: { kind: 'qr', text: 'a secret for a minute' } }
  const officer = openClient(server.address)
  await signIn(officer, 'samira')
  expect((await officer.get('/admin/whatsapp')).status).toBe(403)
  const stranger = await openClient(server.address).get('/admin/whatsapp')
  expect(stranger.path).toContain('/admin/sign-in')
  expect(stranger.text).not.toContain('class="qr"')
})

test('the code can be scanned from the page', async () => {
  link = { kind: 'waiting', code: { kind: 'qr', text: '2@abc,def=,ghi=,secret,1' } }
  const page = await (await asManager()).get('/admin/whatsapp')
  expect(scan(page.text)).toBe('2@abc,def=,ghi=,secret,1')
  expect(page.headers.get('cache-control')).toContain('no-store')
})

test.each(['starting', 'connected', 'reconnecting', 'no-chromium', 'stopped', 'waiting', 'removed'] as const)(
  'the state "%s" says what to do, in each language',
  async (kind) => {
    link = { kind }
    for (const language of ['fr', 'ar', 'en'] as const) {
      const page = readText((await (await asManager()).get(`/admin/whatsapp?lang=${language}`)).text)
      expect(page).toContain(library.sayAdmin(language, `whatsapp.state.${kind}`))
      expect(page).toContain(library.sayAdmin(language, `whatsapp.todo.${kind}`))
      expect(page).not.toMatch(/whatsapp\.\w/)
    }
    await (await asManager()).get('/admin/whatsapp?lang=fr')
  },
)

test('a number as people write it is asked a pairing code for, which is shown to be typed', async () => {
  link = { kind: 'waiting' }
  const client = await asManager()
  await client.get('/admin/whatsapp')
  await client.submit('/admin/whatsapp/pair', { phone: '+212 6 00-00.00 01' })
  expect(asked.at(-1)).toBe('212600000001')
  link = { kind: 'waiting', code: { kind: 'pairing', code: 'ABCD1234' } }
  expect(readText((await client.get('/admin/whatsapp')).text)).toContain('ABCD-1234')
})

test.each(['0600000001', 'demain', ''])('"%s" is no number to be linked, and the page says why', async (phone) => {
  link = { kind: 'waiting' }
  const client = await asManager()
  await client.get('/admin/whatsapp')
  const count = asked.length
  const page = await client.submit('/admin/whatsapp/pair', { phone })
  expect(page.status).toBe(400)
  expect(readText(page.text)).toContain(library.sayAdmin('fr', 'whatsapp.phoneWrong'))
  expect(asked.length).toBe(count)
})

test('neither the number nor the code stands in the log or in the audit trail', async () => {
  link = { kind: 'waiting' }
  const client = await asManager()
  await client.get('/admin/whatsapp')
  await client.submit('/admin/whatsapp/pair', { phone: '212677889900' })
  const trail = readText((await client.get('/admin/audit')).text)
  expect(trail).toContain(library.sayAdmin('fr', 'audit.whatsapp-paired'))
  expect(`${trail}${server.log.join()}`).not.toContain('677889900')
})
