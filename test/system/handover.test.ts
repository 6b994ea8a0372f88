/** Handing a person to an organisation, through the HTTP API and the public pages of the whole assistant. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ChatResponse } from '../../src/channels/web.ts'
import { replyLanguages } from '../../src/languages.ts'
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
    expect(readable(await talk.tap('topic:asylum.apply', { city: 'rabat', lang: 'fr' }))).toContain(
      "ouvert maintenant, jusqu'à 15:00",
    )
    expect(await page()).toContain('ouvert maintenant, jusqu&#39;à 15:00')
    now = wednesday + 8 * 3_600_000
    expect(readable(await talk.tap('topic:asylum.apply', { city: 'rabat', lang: 'fr' }))).toContain(
      'fermé maintenant, ouvre demain à 9:00',
    )
    expect(await page()).toContain('fermé maintenant, ouvre demain à 9:00')
  })
})

describe('handing over to a person', () => {
  const servicesIn = (response: ChatResponse) =>
    response.reply.blocks.flatMap((block) => (block.kind === 'service' ? [block] : []))
  const offered = (response: ChatResponse) => response.reply.choices.map(({ id }) => id)

  test('names who helps with this topic in this city first, what to expect there and what to bring', async () => {
    const talk = openTalk(assistant.address)
    await talk.tap('topic:education.enrol', { city: 'rabat', lang: 'fr' })
    const handed = await talk.tap('human')
    const [first] = servicesIn(handed)
    expect(first?.name).toBe('Fondation Orient-Occident – Rabat')
    expect(first?.note).toContain('On y parle : français, anglais et arabe.')
    expect(first?.note).toContain("Appelez : nous ne connaissons pas d'adresse.")
    expect(first?.hours).toContain('lundi matin')
    expect(readable(handed)).toContain('Papiers à apporter')
    expect(offered(handed)).toContain('note')
  })

  test('a second "I do not know" shows them, those of the topic in hand first', async () => {
    const talk = openTalk(assistant.address)
    await talk.tap('topic:legal.aid', { city: 'rabat', status: 'asylum-seeker' })
    await talk.say('xqzv wrtp blmn')
    const again = await talk.say('qqqq zzzz xxxx')
    expect(servicesIn(again)[0]?.name).toContain('GADEM')
    expect(offered(again)).toContain('human')
  })

  test.each(replyLanguages)(
    'somebody in danger gets organisations below the card, and a person one tap away (%s)',
    async (lang) => {
      const talk = openTalk(assistant.address)
      await talk.tap('city:rabat', { lang })
      const danger = await talk.say('mon mari me frappe, aidez-moi', { lang, status: 'no-papers' })
      expect(danger.reply.blocks[0]?.kind).toBe('urgent')
      expect(servicesIn(danger).length).toBeGreaterThan(0)
      expect(servicesIn(danger).map(({ name }) => name)).not.toContain('Police (villes)')
      expect(offered(danger)).toContain('human')
    },
  )

  test('a topic where an answer alone does not help offers a person before anything else', async () => {
    const answer = await openTalk(assistant.address).tap('topic:legal.arrest', { status: 'refugee', city: 'rabat' })
    expect(offered(answer)[0]).toBe('human')
    expect(servicesIn(answer).length).toBeGreaterThan(3)
  })
})

describe('the note to carry along', () => {
  test('holds what was chosen with buttons and nothing that was written', async () => {
    const talk = openTalk(assistant.address)
    await talk.say("je m'appelle Zebulon, je suis réfugié à Tanger, comment inscrire ma fille à l'école ?")
    const empty = await talk.tap('note')
    expect(readable(empty)).toContain("Je n'ai encore rien à écrire")
    await talk.tap('topic:education.enrol')
    const topicOnly = readable(await talk.tap('note'))
    expect(topicOnly).toContain('Sujet : ')
    expect(topicOnly).not.toMatch(/Tanger|Réfugié|Zebulon/)
    await talk.tap('city:tanger')
    await talk.tap('situation:refugee')
    const whole = readable(await talk.tap('note'))
    expect(whole).toContain('Ville : Tanger')
    expect(whole).toContain('Situation : Réfugié(e) reconnu(e)')
    await talk.say('et à Rabat ?')
    expect(readable(await talk.tap('note'))).not.toMatch(/Ville/)
  })

  test.each(replyLanguages)('is written for the organisation, and says in %s what it means', async (lang) => {
    const talk = openTalk(assistant.address)
    await talk.tap(`language:${lang}`)
    await talk.tap('topic:legal.aid')
    await talk.tap('city:rabat')
    await talk.tap('situation:card')
    const note = await talk.tap('note')
    // GADEM, which helps card holders in Rabat, works in French.
    const lists = note.reply.blocks.filter((block) => block.kind === 'items')
    expect(readable(note)).toContain("Bonjour, je cherche de l'aide.")
    expect(lists).toHaveLength(lang === 'fr' ? 1 : 2)
    expect(note.lang).toBe(lang)
  })

  test("is in the person's own language where it is spoken there", async () => {
    const talk = openTalk(assistant.address)
    await talk.tap('language:ar')
    await talk.tap('topic:education.enrol')
    await talk.tap('city:rabat')
    const note = await talk.tap('note')
    expect(note.reply.blocks.filter((block) => block.kind === 'items')).toHaveLength(1)
    expect(readable(note)).toContain('المدينة: الرباط')
  })

  test('is not kept: the database knows what was chosen, in closed words, and no sentence of it', async () => {
    const talk = openTalk(assistant.address)
    await talk.tap('language:fr')
    await talk.tap('city:oujda')
    await talk.tap('note')
    const files = readdirSync(assistant.dataDir).filter((name) => name.startsWith('dalil.sqlite'))
    const written = files.map((name) => readFileSync(join(assistant.dataDir, name)).toString('latin1')).join('')
    expect(written).toContain('oujda')
    expect(written).not.toContain("cherche de l'aide")
  })
})
