/** The suite sees what a person would mind: a suite that lets everything pass is worse than none. */
import { describe, expect, test } from 'vitest'
import { plainBlock } from '../../src/channels/channel.ts'
import { composeAnswer } from '../../src/knowledge/compose.ts'
import { createLibraryReader } from '../../src/knowledge/library.ts'
import type { TopicId } from '../../src/message.ts'
import { projectRoot } from '../../src/root.ts'
import type { Turn } from './conversations.ts'
import type { Seen } from './driver.ts'
import { ownWords, problemsOf } from './expectations.ts'
import { directionOfLines, isLabel, plainly, says } from './reading.ts'

const { library } = createLibraryReader(projectRoot).read()
const words = (topic: string, language: 'fr' | 'ar' | 'en') => ownWords(library, topic as TopicId, language) // ids of content/
const menu = (language: 'fr' | 'ar' | 'en') => library.say(language, 'choice.menu')

function problems(expected: Omit<Turn, 'say'>, seen: Partial<Seen> = {}): string[] {
  const reply = { text: words('asylum.apply', 'fr'), choices: [menu('fr')], ...seen }
  return problemsOf({ say: 'comment demander l’asile ?', ...expected }, reply, library)
}

describe('what a person sees is compared', () => {
  test('a right answer is right', () => {
    expect(problems({ topic: ['asylum.apply'], language: ['fr'], urgent: null, offers: ['menu'] })).toEqual([])
  })

  test.each<[what: string, expected: Omit<Turn, 'say'>, seen: Partial<Seen>, problem: string]>([
    ['another topic', { topic: ['legal.aid'] }, {}, 'it is not about legal.aid'],
    ['another language', { language: ['ar'] }, {}, 'the choice "Menu" is not in ar'],
    [
      'the topic in another language',
      { topic: ['asylum.apply'], language: ['en'] },
      { choices: [menu('en')] },
      'it is not about asylum.apply',
    ],
    [
      'Arabic that runs from left to right',
      { language: ['ar'] },
      { text: 'مرحبا', choices: [menu('ar')], direction: 'mixed' },
      'its lines run mixed',
    ],
    ['no card for somebody in danger', { urgent: 'medical' }, {}, 'it does not begin with the card "medical"'],
    ['a card without its numbers', { urgent: 'medical' }, { text: 'Urgence médicale' }, 'the card does not name 15'],
    [
      'a card below the answer',
      { urgent: 'medical' },
      { text: `${words('asylum.apply', 'fr')}\nUrgence médicale\n15\n141` },
      'it does not begin with the card "medical"',
    ],
    [
      'a card for nobody in danger',
      { urgent: null },
      { text: 'URGENCE MÉDICALE\n15' },
      'it begins as for somebody in danger',
    ],
    ['a missing word', { includes: ['BRA'] }, { text: 'HCR' }, '"BRA" is not said'],
    ['a forbidden word', { excludes: ['police'] }, { text: 'Allez à la Police.' }, '"police" is said'],
    ['another beginning', { begins: 'Récépissé' }, {}, 'it does not begin with "Récépissé"'],
    ['a missing choice', { offers: ['sources'] }, {}, 'sources is not offered'],
    ['a choice too many', { withholds: ['menu'] }, {}, 'menu is offered'],
    ['silence', {}, { text: '', choices: [] }, 'nothing is said'],
    [
      'what a program is told',
      { topic: ['asylum.apply'] },
      { exact: { topic: 'legal.aid', language: 'fr', urgent: null, choices: ['menu'] } },
      'exactly, its topic is legal.aid',
    ],
  ])('%s is a problem', (_what, expected, seen, problem) => {
    expect(problems(expected, seen)).toContain(problem)
  })

  test('no answer holds the words of another topic, so that an answer tells its topic', () => {
    const topics = [...library.topics.keys()]
    const answers = new Map(
      topics.flatMap((topic) =>
        (['fr', 'ar', 'en'] as const).map((language) => [
          `${topic} ${language}`,
          plainly(
            composeAnswer(library, { topic, language })
              .map((block) => plainBlock(block))
              .join('\n'),
          ),
        ]),
      ),
    )
    const alike = (['fr', 'ar', 'en'] as const).flatMap((language) =>
      topics.flatMap((one) => {
        const own = words(one, language)
        return topics
          .filter((other) => other !== one && answers.get(`${other} ${language}`)?.includes(own))
          .map((other) => `${language}: ${one} and ${other}`)
      }),
    )
    expect(alike).toEqual([])
  })
})

describe('what channels write differently is the same', () => {
  test.each([
    ['📞 +212666045606 · WhatsApp', '06 66 04 56 06'],
    ['Appeler le 08 01 00 15 15', '08 01 00 15 15'],
    ['Tél. \u2066+212 5 37 54 54 00\u2069', '05 37 54 54 00'],
    ['1\u00a0000 dirhams', '1 000 dirhams'],
    ['\u200fالقائمة', 'القائمة'],
  ])('"%s" says %s', (text, piece) => {
    expect(says(text, piece)).toBe(true)
  })

  test('another number is another number', () => {
    expect(says('05 37 54 54 01', '05 37 54 54 00')).toBe(false)
  })

  test('a label may be cut at its end, and nowhere else', () => {
    expect(isLabel('Carte de séjour…', 'Carte de séjour : demander, renouveler')).toBe(true)
    expect(isLabel('Carte', 'Carte de séjour : demander, renouveler')).toBe(false)
    expect(isLabel('…', 'Menu')).toBe(false)
  })

  test('plain text runs in the direction of the first letters of its lines', () => {
    expect(directionOfLines('القائمة\n\u200f+212 6')).toBe('rtl')
    expect(directionOfLines('القائمة\nGADEM')).toBe('mixed')
    expect(directionOfLines('\u2068GADEM\u2069 جمعية')).toBe('rtl')
    expect(directionOfLines('Menu\n15')).toBe('ltr')
  })
})
