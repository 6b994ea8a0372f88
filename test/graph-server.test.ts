/** The local Graph API refuses what Meta says that it refuses; otherwise a green test would say nothing of Meta. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cloudSettings, type GraphServer, type Person, startGraphServer } from './graph-server.ts'

let graph: GraphServer
let time = Date.UTC(2026, 10, 25)
let awa: Person
beforeAll(async () => {
  graph = await startGraphServer({ now: () => time })
  const { createServer } = await import('node:http')
  const site = createServer((request, response) => {
    response.end(new URL(request.url ?? '/', 'http://x').searchParams.get('hub.challenge') ?? '{}')
  }).listen(0, '127.0.0.1')
  await new Promise((listening) => site.once('listening', listening))
  const address = site.address()
  await graph.subscribe(`http://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}/`)
  awa = graph.person()
  await awa.say('bonjour')
  site.close()
})
afterAll(() => graph.stop())

const { WHATSAPP_API_VERSION: version, WHATSAPP_PHONE_NUMBER_ID: number, WHATSAPP_ACCESS_TOKEN: token } = cloudSettings

async function post(body: object, { path = `/${version}/${number}/messages`, bearer = token as string } = {}) {
  const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' }
  const answer = await fetch(`${graph.apiRoot}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  const { error } = (await answer.json()) as { error?: { code: number } } // the shape that Meta documents
  return { status: answer.status, code: error?.code }
}

const text = (body: string, more: object = {}) => ({
  messaging_product: 'whatsapp',
  to: awa.phone,
  type: 'text',
  text: { body },
  ...more,
})
const interactive = (given: object) => ({
  messaging_product: 'whatsapp',
  to: awa.phone,
  type: 'interactive',
  interactive: { body: { text: 'Voici' }, ...given },
})
const buttons = (titles: readonly string[], ids: readonly string[] = titles) =>
  interactive({
    type: 'button',
    action: { buttons: titles.map((title, at) => ({ type: 'reply', reply: { id: ids[at], title } })) },
  })
const list = (rows: readonly object[], more: object = {}) =>
  interactive({ type: 'list', action: { button: 'Choisir', sections: [{ rows }], ...more } })
const rows = (count: number) => Array.from({ length: count }, (_, at) => ({ id: `row${at}`, title: `Sujet ${at}` }))

test('takes what is right', async () => {
  for (const body of [text('a'.repeat(4096)), buttons(['Un', 'Deux', 'b'.repeat(20)]), list(rows(10))])
    expect(await post(body)).toEqual({ status: 200, code: undefined })
})

test.each([
  { what: 'no messaging_product', body: () => ({ ...text('x'), messaging_product: undefined }), code: 100 },
  { what: 'an unknown field', body: () => text('x', { colour: 'red' }), code: 100 },
  { what: 'no recipient', body: () => text('x', { to: undefined }), code: 131008 },
  { what: 'no text', body: () => text('') },
  { what: 'a text of 4,097 characters', body: () => text('a'.repeat(4097)) },
  { what: 'four buttons', body: () => buttons(['1', '2', '3', '4']) },
  { what: 'a button of 21 characters', body: () => buttons(['b'.repeat(21)]) },
  { what: 'two buttons of one id', body: () => buttons(['Un', 'Deux'], ['a', 'a']) },
  { what: 'two buttons of one title', body: () => buttons(['Un', 'Un'], ['a', 'b']) },
  { what: 'an id of 257 characters', body: () => buttons(['Un'], ['a'.repeat(257)]) },
  { what: 'eleven rows', body: () => list(rows(11)) },
  {
    what: 'eleven rows in two sections',
    body: () =>
      list([], {
        sections: [
          { title: 'A', rows: rows(6) },
          { title: 'B', rows: rows(11).slice(6) },
        ],
      }),
  },
  {
    what: 'two sections without titles',
    body: () => list([], { sections: [{ rows: rows(1) }, { rows: rows(2).slice(1) }] }),
  },
  {
    what: 'a section title of 25 characters',
    body: () => list([], { sections: [{ title: 's'.repeat(25), rows: rows(1) }] }),
  },
  { what: 'no row', body: () => list([]) },
  { what: 'a row title of 25 characters', body: () => list([{ id: 'a', title: 't'.repeat(25) }]) },
  { what: 'a description of 73 characters', body: () => list([{ id: 'a', title: 't', description: 'd'.repeat(73) }]) },
  { what: 'two rows of one id', body: () => list([rows(1), rows(1)].flat()) },
  { what: 'a list button of 21 characters', body: () => list(rows(1), { button: 'b'.repeat(21) }) },
  {
    what: 'a body of 1,025 characters over buttons',
    body: () => interactive({ ...(buttons(['Un']).interactive as object), body: { text: 'a'.repeat(1025) } }),
  },
])('refuses $what', async ({ body, code = 131009 }) => {
  expect(await post(body())).toEqual({ status: 400, code })
})

test('refuses a wrong token, another number, a stranger and who was silent for a day', async () => {
  expect(await post(text('x'), { bearer: 'another' })).toEqual({ status: 401, code: 190 })
  expect(await post(text('x'), { path: `/${version}/1/messages` })).toEqual({ status: 400, code: 100 })
  expect(await post(text('x', { to: '212600000000' }))).toEqual({ status: 400, code: 131026 })
  time += 24 * 3_600_000 + 1
  expect(await post(text('x'))).toEqual({ status: 400, code: 131047 })
})
