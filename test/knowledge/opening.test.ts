/** What is said to be open, at moments that are easily got wrong: by Morocco's clock, in Ramadan, on holidays. */
import { describe, expect, test } from 'vitest'
import { composeService } from '../../src/knowledge/compose.ts'
import { createLibraryReader } from '../../src/knowledge/library.ts'
import { isRamadan, momentInMorocco, nextOpening } from '../../src/knowledge/opening.ts'
import { type Opening, type Service, servicesFile } from '../../src/knowledge/schema.ts'
import { type ReplyLanguage, replyLanguages } from '../../src/languages.ts'
import { projectRoot } from '../../src/root.ts'

const { library } = createLibraryReader(projectRoot).read()
const office: Opening = {
  week: [
    { days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '09:00', to: '12:30' },
    { days: ['monday', 'tuesday', 'wednesday', 'thursday'], from: '14:00', to: '18:00' },
  ],
  closed: ['2026-06-12'],
}
const none = new Set<string>()
const at = (iso: string) => Date.parse(iso)

describe('open now', () => {
  test.each([
    ['2026-06-10T08:30:00Z', { kind: 'open', until: '12:30' }],
    ['2026-06-10T11:30:00Z', { kind: 'opens', inDays: 0, weekday: 'wednesday', from: '14:00' }],
    ['2026-06-10T07:59:00Z', { kind: 'opens', inDays: 0, weekday: 'wednesday', from: '09:00' }],
    ['2026-06-10T17:00:00Z', { kind: 'opens', inDays: 1, weekday: 'thursday', from: '09:00' }],
    ['2026-06-11T17:00:00Z', { kind: 'opens', inDays: 4, weekday: 'monday', from: '09:00' }],
    ['2026-06-14T23:30:00Z', { kind: 'opens', inDays: 0, weekday: 'monday', from: '09:00' }],
  ])('at %s, by the clock of Morocco and without the day that is closed: %j', (moment, expected) => {
    expect(nextOpening(office, at(moment), none)).toEqual(expected)
  })

  test('the clock of Morocco follows its own rule: in the spring of 2026 an hour ahead of UTC, in Ramadan not', () => {
    expect(momentInMorocco(at('2026-06-10T23:30:00Z'))).toEqual({ day: '2026-06-11', time: '00:30' })
    expect(momentInMorocco(at('2026-03-03T23:30:00Z'))).toEqual({ day: '2026-03-03', time: '23:30' })
  })

  test('in Ramadan only hours of Ramadan count, and about its ends nothing is said', () => {
    expect(isRamadan('2026-03-03')).toBe(true)
    expect(isRamadan('2026-02-18')).toBe('perhaps')
    expect(isRamadan('2026-11-25')).toBe(false)
    expect(nextOpening(office, at('2026-03-03T10:00:00Z'), none)).toBeUndefined()
    const fasting: Opening = { ...office, ramadan: [{ days: ['tuesday'], from: '10:00', to: '14:00' }] }
    expect(nextOpening(fasting, at('2026-03-03T10:00:00Z'), none)).toEqual({ kind: 'open', until: '14:00' })
  })

  test('on a public holiday nobody is said to be there, and it is no next day either', () => {
    const holidays = new Set(['2026-06-11'])
    expect(nextOpening(office, at('2026-06-11T10:00:00Z'), holidays)).toEqual({ kind: 'holiday' })
    expect(nextOpening(office, at('2026-06-10T17:30:00Z'), holidays)).toMatchObject({ inDays: 5, weekday: 'monday' })
  })

  test('"Monday morning" never says "open now"', () => {
    const mornings: Opening = { week: [{ days: ['monday'], part: 'morning' }], closed: [] }
    expect(nextOpening(mornings, at('2026-06-15T08:00:00Z'), none)).toMatchObject({ kind: 'part', inDays: 0 })
    expect(nextOpening(mornings, at('2026-06-15T11:30:00Z'), none)).toMatchObject({ kind: 'part', inDays: 7 })
  })

  test('a line that always answers needs no such sentence', () => {
    expect(nextOpening('always', at('2026-06-10T08:30:00Z'), none)).toBeUndefined()
  })
})

function cardOf(id: string, language: ReplyLanguage, moment?: string) {
  const service = library.services.find((one) => one.id === id)
  if (!service) throw new Error(`there is no service ${id}`)
  return cardOfService(service, language, moment)
}
function cardOfService(service: Service, language: ReplyLanguage, moment?: string) {
  const block = composeService(library, service, language, moment === undefined ? undefined : at(moment))
  if (block.kind !== 'service') throw new Error('a service is composed as another block')
  return block
}

describe('the card of a service', () => {
  test('says in all six languages whether it is open, before the hours', () => {
    const hours = replyLanguages.map((language) => cardOf('hcr-rabat', language, '2026-06-10T08:30:00Z').hours)
    expect(new Set(hours).size).toBe(6)
    for (const text of hours) expect(text).toContain('15:00')
    expect(hours[0]).toBe("D'après ses horaires : ouvert maintenant, jusqu'à 15:00. Du lundi au vendredi, 9 h-15 h")
    const closed = cardOf('hcr-rabat', 'en', '2026-06-13T08:30:00Z').hours
    expect(closed).toContain('closed now, opens Monday at 9:00')
    expect(cardOf('hcr-rabat', 'ar', '2026-06-13T08:30:00Z').hours).toContain('يفتح الاثنين على الساعة 9:00')
  })

  test('says nothing of now in a page that is kept', () => {
    expect(cardOf('hcr-rabat', 'fr').hours).toBe('Du lundi au vendredi, 9 h-15 h')
  })

  test('writes the week out where only data was given', () => {
    const { hours: _, ...rest } = library.services.find(({ id }) => id === 'hcr-rabat') ?? {}
    const service = { ...rest, opening: office } as Service // the one above, found by its id
    expect(cardOfService(service, 'en').hours).toBe(
      'Monday–Friday from 9:00 to 12:30. Monday–Thursday from 14:00 to 18:00.',
    )
  })

  test('whoever travels to a service not confirmed for twelve months is told to check', () => {
    const service = library.services.find(({ id }) => id === 'omdh-rabat') // seen in June 2024
    if (!service) throw new Error('there is no service omdh-rabat')
    const note = (moment: string, more: Partial<Service> = {}) =>
      cardOfService({ ...service, ...more }, 'fr', moment).note
    expect(note('2025-05-20T00:00:00Z')).not.toContain('Vérifiez')
    expect(note('2025-06-20T00:00:00Z')).toContain("juin 2024. Vérifiez avant d'y aller.")
    expect(note('2026-06-10T00:00:00Z', { confirmed: '2026-02-01' })).not.toContain('Vérifiez')
    expect(note('2026-06-10T00:00:00Z', { asOf: 'undated' })).toContain('sans date')
    for (const language of replyLanguages)
      expect(cardOfService({ ...service, asOf: 'undated' }, language, '2026-06-10T00:00:00Z').note).toBeTruthy()
  })
})

describe('hours as data', () => {
  const entry = {
    id: 'x',
    name: 'X',
    kind: 'ngo',
    city: 'rabat',
    topics: ['legal.aid'],
    who: ['anyone'],
    source: 'S1',
    asOf: 'undated',
  }
  const parse = (opening: unknown) => servicesFile.safeParse({ services: [{ ...entry, opening }] }).success
  test('that close before they open, or on a day that does not exist, are refused', () => {
    expect(parse({ week: [{ days: ['monday'], from: '09:00', to: '15:00' }] })).toBe(true)
    expect(parse({ week: [{ days: ['monday'], from: '15:00', to: '09:00' }] })).toBe(false)
    expect(parse({ week: [{ days: ['lundi'], from: '09:00', to: '15:00' }] })).toBe(false)
    expect(parse({ week: [] })).toBe(false)
  })
})
