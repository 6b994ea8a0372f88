/** Handing a person to an organisation, through the HTTP API and the public pages of the whole assistant. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTalk, type Running, readable, startForTest } from '../assistant.ts'

/** A Wednesday at half past eight by UTC. */
const wednesday = Date.UTC(2026, 5, 10, 8, 30)
let now = wednesday
let assistant: Running
beforeAll(async () => {
  assistant = await startForTest({}, { now: () => now })
})
afterAll(() => assistant.stop())

describe('opening hours', () => {
  test('a card in the chat and on the page of the city says whether it is open at this moment', async () => {
    now = wednesday
    const talk = openTalk(assistant.address)
    const page = async () => (await fetch(`${assistant.address}/fr/s/rabat`)).text()
    expect(readable(await talk.tap('topic:asylum.apply', { city: 'rabat', lang: 'fr' }))).toContain("ouvert maintenant, jusqu'à 15:00")
    expect(await page()).toContain('ouvert maintenant, jusqu&#39;à 15:00')
    now = wednesday + 8 * 3_600_000
    expect(readable(await talk.tap('topic:asylum.apply', { city: 'rabat', lang: 'fr' }))).toContain('fermé maintenant, ouvre demain à 9:00')
    expect(await page()).toContain('fermé maintenant, ouvre demain à 9:00')
  })
})
