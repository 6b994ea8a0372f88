/** What is counted of a question that got no answer, and what falls out before. */
import { describe, expect, test } from 'vitest'
import { findUnansweredTerms } from '../../src/conversation/unanswered-words.ts'
import { createLibraryReader } from '../../src/knowledge/library.ts'
import { projectRoot } from '../../src/root.ts'

const { library } = createLibraryReader(projectRoot).read()
const terms = (text: string) => findUnansweredTerms(library, text)

describe('words of unanswered questions', () => {
  test('are counted alone and in pairs, without what says nothing', () => {
    expect(terms('Comment échanger mon permis de conduire ?')).toEqual([
      'echanger',
      'permis',
      'echanger permis',
      'conduire',
      'permis conduire',
    ])
  })

  test.each([
    ['a name behind "je m\'appelle"', "je m'appelle Xanthippe Wozniakowska, permis de conduire"],
    ['a name behind "my name is"', 'my name is xanthippe wozniakowska. permis conduire'],
    ['a name behind "سميتي"', 'سميتي كسانتيب فوزنياكوفسكا، permis conduire'],
    ['a known name wherever it stands', 'permis de conduire fatoumata diallo'],
    ['an Arabic name in Arabic letters', 'عبد الله خديجة permis conduire'],
    ['a phone number', 'permis conduire 06 77 88 99 00 ou +212677889900'],
    ['a passport number', 'permis conduire AB1234567'],
    ['an address of mail', 'permis conduire xanthippe.w@example.org'],
    ['an address of the web and a user name', 'permis conduire wa.me/212600112233 @xanthippe'],
    ['a street', 'permis conduire, rue Wozniakowska Xanthippe 14'],
    ['a street in Arabic', 'permis conduire، شارع فوزنياكوفسكا'],
    ['a city and a quarter', 'permis conduire tanger boukhalef'],
  ])('%s falls out', (_what, text) => {
    expect(terms(text)).toEqual(['permis', 'conduire', 'permis conduire'])
  })

  test('no pair is built over what fell out', () => {
    expect(terms('permis mamadou conduire')).toEqual(['permis', 'conduire'])
  })

  test('digits that are letters of Darija stay', () => {
    expect(terms('ta2min tomobil')).toEqual(['ta2min', 'tomobil', 'ta2min tomobil'])
  })
})
