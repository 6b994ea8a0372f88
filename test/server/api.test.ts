import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTalk, postChat, type Running, startForTest } from '../assistant.ts'

let assistant: Running

beforeAll(async () => {
  assistant = await startForTest()
})
afterAll(() => assistant.stop())

async function problemOf(response: Response): Promise<{ status: number; type: string | null; detail: string }> {
  const body = (await response.json()) as { detail: string } // problem+json has it
  return { status: response.status, type: response.headers.get('content-type'), detail: body.detail }
}

describe('the chat API', () => {
  test('gives a token with the first reply and knows the talk by it', async () => {
    const talk = openTalk(assistant.address)
    const first = await talk.say('où trouver un avocat gratuit ?')
    expect(first.chat).toMatch(/^[\w-]{22}$/)
    const second = await talk.say('et à Rabat ?')
    expect(second.chat).toBe(first.chat)
    expect(JSON.stringify(second.reply)).toContain('GADEM')
  })

  test('takes language, city and situation beside the text', async () => {
    const response = await postChat(assistant.address, {
      text: 'où voir un médecin ?',
      lang: 'en',
      city: 'Tanger',
      status: 'no-papers',
    })
    const body = JSON.stringify(await response.json())
    expect(body).toContain('Caritas – archidiocèse de Tanger')
    expect(body).toContain('No papers')
  })

  test('says what the text told beside its question', async () => {
    const response = await postChat(assistant.address, {
      text: 'my wife is pregnant, we have no papers, hospital in Tangier?',
    })
    expect(await response.json()).toMatchObject({
      entities: { city: 'tanger', situation: 'no-papers', person: 'wife' },
    })
  })

  test('a shared position gives the services of the nearest city', async () => {
    const talk = openTalk(assistant.address)
    const { chat } = await talk.say('où trouver un avocat gratuit ?')
    const response = await postChat(assistant.address, { chat, place: { latitude: 35.78, longitude: -5.81 } })
    expect(JSON.stringify(await response.json())).toContain('Tanger')
  })

  test.each([
    ['a wrong type', { text: 5 }, /^text: /],
    ['an unknown field', { text: 'bonjour', name: 'x' }, /name/],
    ['two messages in one', { text: 'bonjour', button: 'menu' }, /exactly one/],
    ['no message', {}, /exactly one/],
    ['a token that we do not make', { chat: '../etc', text: 'bonjour' }, /^chat: /],
    ['a place outside the world', { place: { latitude: 200, longitude: 0 } }, /latitude/],
  ])('%s is a problem that names the field', async (_case, body, detail) => {
    const problem = await problemOf(await postChat(assistant.address, body))
    expect(problem).toMatchObject({ status: 400, type: expect.stringContaining('application/problem+json') })
    expect(problem.detail).toMatch(detail)
  })

  test.each([
    ['malformed JSON', '{"text":', 'application/json', 400],
    ['prototype keys', '{"text":"a","__proto__":{"x":1}}', 'application/json', 400],
    ['another media type', 'text=bonjour', 'application/x-www-form-urlencoded', 415],
    ['a body of a megabyte', JSON.stringify({ text: 'a'.repeat(1_000_000) }), 'application/json', 413],
  ])('%s is refused clearly', async (_case, body, type, status) => {
    const response = await fetch(`${assistant.address}/api/chat`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    })
    expect((await problemOf(response)).status).toBe(status)
  })

  test('an unknown route is a problem too', async () => {
    expect((await problemOf(await fetch(`${assistant.address}/nope`))).status).toBe(404)
  })

  test('nothing but spaces gets a kind reply with the programmes', async () => {
    const { reply } = await openTalk(assistant.address).say('   ')
    expect(reply.choices.map(({ id }) => id)).toContain('programme:health')
  })

  test('a text of 20,000 signs gets a kind reply', async () => {
    const response = await postChat(assistant.address, { text: `où voir un médecin ${'a'.repeat(19_000)}` })
    expect(response.status).toBe(200)
  })

  test('what a flood gets is "too many"; somebody in danger is answered all the same', async () => {
    const { chat } = await openTalk(assistant.address).say('bonjour')
    const statuses: number[] = []
    for (let at = 0; at < 25; at++) statuses.push((await postChat(assistant.address, { chat, text: 'encore' })).status)
    expect(statuses).toContain(429)
    const urgent = await postChat(assistant.address, { chat, text: 'mon fils ne respire plus' })
    expect(await urgent.json()).toMatchObject({ urgent: 'medical' })
  })

  test('its description is made of the schemas that it checks by', async () => {
    const described = (await (await fetch(`${assistant.address}/api/openapi.json`)).json()) as {
      openapi: string
      components: { schemas: { ChatRequest: { properties: object } } }
    }
    expect(described.openapi).toBe('3.1.0')
    expect(Object.keys(described.components.schemas.ChatRequest.properties)).toEqual([
      'chat',
      'text',
      'button',
      'place',
      'referral',
      'lang',
      'city',
      'status',
    ])
    expect((await fetch(`${assistant.address}/api/docs`)).headers.get('content-type')).toContain('text/html')
    const asked = await fetch(`${assistant.address}/api/docs`, { headers: { accept: 'application/json' } })
    expect(await asked.json()).toEqual(described)
  })

  test('health and readiness are told', async () => {
    expect(await (await fetch(`${assistant.address}/healthz`)).json()).toEqual({ status: 'alive' })
    expect(await (await fetch(`${assistant.address}/readyz`)).json()).toMatchObject({ status: 'ready' })
  })

  test('pages allow no script but our own and no frame', async () => {
    const { headers } = await fetch(`${assistant.address}/`)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe-inline')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  })

  test('bytes that are no HTTP end the connection and nothing else', async () => {
    const { port } = new URL(assistant.address)
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('\u0000\u0001 nonsense\r\n\r\n'))
      socket.on('data', () => {})
      socket.on('close', () => resolve())
    })
    expect((await fetch(`${assistant.address}/healthz`)).status).toBe(200)
  })
})
