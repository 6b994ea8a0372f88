/** The whole assistant on WhatsApp's Cloud API: from the webhook of its own server to the Graph API and back. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { type Running, startForTest } from '../assistant.ts'
import { cloudSettings, type GraphServer, optionsOf, startGraphServer, wordsOf } from '../graph-server.ts'

const marks = { phone: '212677889900', name: 'Zebulon-Kwabena', number: '0677889911' }

let graph: GraphServer
let assistant: Running
afterEach(async () => {
  await assistant.stop()
  await graph.stop()
})

async function start(): Promise<void> {
  graph = await startGraphServer()
  assistant = await startForTest({ ...cloudSettings, WHATSAPP_API_ROOT: graph.apiRoot })
  expect(await graph.subscribe(`${assistant.address}/whatsapp`)).toBe(true)
}

function written(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.model'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString('latin1'))
    .join('\n')
}

describe('on WhatsApp by the Cloud API', () => {
  test('a question is answered, a choice and a position give the services of a city, and nothing personal is written', async () => {
    await start()
    const person = graph.person({ phone: marks.phone, name: marks.name })
    expect(await person.say(`je suis ${marks.name}, ${marks.number}, comment demander l'asile ?`)).toBe(200)
    const first = await person.reads(2)
    expect(first.map(wordsOf).join('\n')).toContain('HCR')
    expect(first.flatMap(optionsOf).map(({ reply }) => reply.id)).toContain('sources')
    await person.tap('sources')
    const replies = await graph.until(() => {
      const all = person.read().map(wordsOf).join('\n')
      return all.includes('UNHCR') && all
    }, 'the sources')
    expect(replies).toContain('🔗 https://')
    await person.share(35.77, -5.8)
    await graph.until(() => person.read().some((message) => wordsOf(message).includes('Tanger')), 'services in Tanger')
    expect(graph.calls.filter(({ status }) => status !== 200)).toEqual([])
    const everything = `${written(assistant.dataDir)}\n${assistant.log.join('\n')}`
    const secrets = [cloudSettings.WHATSAPP_ACCESS_TOKEN, cloudSettings.WHATSAPP_APP_SECRET]
    for (const mark of [marks.phone, marks.name, marks.number, ...secrets, cloudSettings.WHATSAPP_VERIFY_TOKEN])
      expect(everything.includes(mark), `"${mark}" was written`).toBe(false)
    expect(everything).toContain('asylum.apply')
  })
})
