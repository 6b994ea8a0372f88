/** What may be said, over all topics, languages and situations at once. */
import { describe, expect, test } from 'vitest'
import { plainBlock } from '../../src/channels/channel.ts'
import { composeAnswer, composeSources, composeUrgent, formatDate, formatPhone } from '../../src/knowledge/compose.ts'
import { createLibraryReader } from '../../src/knowledge/library.ts'
import { citiesWithServices, findServices, nearestCity } from '../../src/knowledge/services.ts'
import { type ReplyLanguage, replyLanguages } from '../../src/languages.ts'
import type { CityId, TopicId } from '../../src/message.ts'
import { situations } from '../../src/message.ts'
import { projectRoot } from '../../src/root.ts'

const { library } = createLibraryReader(projectRoot).read()
const topics = [...library.topics.keys()]
const complete: readonly ReplyLanguage[] = ['fr', 'ar', 'en']

describe('answers', () => {
  test('every topic of the strategy has one in French, Arabic and English, with sources', () => {
    expect(topics).toHaveLength(53)
    for (const topic of topics)
      for (const language of complete) {
        const blocks = composeAnswer(library, { topic, language })
        expect(blocks.length, `${topic} ${language}`).toBeGreaterThan(1)
        const found = library.topics.get(topic)
        expect(found && composeSources(library, found, language)[0], topic).toMatchObject({ kind: 'sources' })
      }
  })

  test('no answer shows a reference that was not filled in', () => {
    for (const topic of topics)
      for (const language of replyLanguages)
        for (const situation of situations) {
          const text = composeAnswer(library, { topic, language, situation })
            .map((block) => plainBlock(block))
            .join('\n')
          expect(text, `${topic} ${language}`).not.toMatch(/\{\{|\}\}|undefined| {2,}\./)
        }
  })

  test('a person without papers is never given the card of the police', () => {
    for (const topic of topics) {
      const { services } = findServices(library, { topic, situation: 'no-papers', limit: 99 })
      expect(
        services.filter(({ police }) => police).map(({ id }) => id),
        topic,
      ).toEqual([])
    }
  })

  test('a situation adds what differs for it', () => {
    const general = composeAnswer(library, { topic: 'residence.permit' as TopicId, language: 'fr' }).map((block) =>
      plainBlock(block),
    )
    const refugee = composeAnswer(library, {
      topic: 'residence.permit' as TopicId,
      language: 'fr',
      situation: 'refugee',
    }).map((block) => plainBlock(block))
    expect(refugee.filter((block) => !general.includes(block)).join('\n')).toContain('BRA')
  })

  test('a language without its own answer gets the nearest one, never nothing', () => {
    for (const topic of topics)
      for (const language of replyLanguages)
        expect(composeAnswer(library, { topic, language }).length, `${topic} ${language}`).toBeGreaterThan(0)
  })

  test('every emergency card stands in all six languages with a number that dials', () => {
    for (const kind of library.urgent.keys())
      for (const language of replyLanguages) {
        const [card] = composeUrgent(library, kind, language)
        if (card?.kind !== 'urgent') throw new Error(`no card for ${kind} in ${language}`)
        expect(card.phones.length).toBeGreaterThan(0)
        expect(card.lines.length).toBeGreaterThan(1)
      }
  })
})

describe('phones, numbers, dates', () => {
  test.each([
    ['0537545400', '05 37 54 54 00', '+212537545400'],
    ['+212666045606', '06 66 04 56 06', '+212666045606'],
    ['0800004747', '0800 00 47 47', '0800004747'],
    ['15', '15', '15'],
    ['2511', '2511', '2511'],
  ])('%s is read as %s and dialled as %s', (number, display, dial) => {
    expect(formatPhone({ number })).toMatchObject({ display, dial })
  })

  test('the number of a law is not turned round by the Arabic around it', () => {
    const text = composeAnswer(library, { topic: 'education.enrol' as TopicId, language: 'ar' })
      .map((block) => plainBlock(block))
      .join()
    expect(text).toContain('\u200e13-487\u200e')
  })

  test('a date is as exact as its source', () => {
    expect(formatDate('2018', 'fr')).toBe('2018')
    expect(formatDate('2018-03', 'fr')).toBe('mars 2018')
    expect(formatDate('2018-03-27', 'en')).toBe('March 27, 2018')
    expect(formatDate('2018-03', 'ar')).toMatch(/2018/)
  })
})

describe('services', () => {
  test('those of the city come before national ones', () => {
    const { services } = findServices(library, {
      topic: 'social.solidarity' as TopicId,
      city: 'tanger' as CityId,
      limit: 9,
    })
    const cities = services.map(({ city }) => city)
    expect(cities[0]).toBe('tanger')
    expect(cities.lastIndexOf('tanger')).toBeLessThan(cities.indexOf('national'))
  })

  test('where a city has none, the nearest city that has one is named', () => {
    const { services, elsewhere } = findServices(library, {
      topic: 'legal.aid' as TopicId,
      city: 'sale' as CityId,
      limit: 3,
    })
    expect(elsewhere?.id).toBe('rabat')
    expect(services[0]?.city).toBe('rabat')
  })

  test('a service for refugees alone is not offered to others', () => {
    const { services } = findServices(library, {
      topic: 'legal.aid' as TopicId,
      situation: 'no-papers',
      city: 'rabat' as CityId,
      limit: 9,
    })
    expect(services.every(({ who }) => who.includes('anyone'))).toBe(true)
  })

  test('a position finds its city', () => {
    expect(nearestCity(library, 34.69, -1.9)?.id).toBe('oujda')
  })

  test('cities with most services for a topic are offered first', () => {
    expect(citiesWithServices(library, 'social.solidarity' as TopicId).length).toBeGreaterThan(5)
  })
})
