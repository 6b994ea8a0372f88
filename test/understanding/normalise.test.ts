import { describe, expect, test } from 'vitest'
import { encoderText, normalise, normaliseWords, visibleText } from '../../src/understanding/normalise.ts'

/** What people write → what is compared. Extend it by a line. */
const examples: readonly (readonly [written: string, compared: string])[] = [
  ['Où   aller ?!', 'ou aller'],
  ['g pa 2 papier', 'j ai pas 2 papier'],
  ['SVPPPPP aidez-moi', 's il vous plait aidez moi'],
  ['ŒUVRE', 'oeuvre'],
  ['niño', 'nino'],
  ['أُرِيدُ الإِقَامَةَ', 'اريد الاقامه'],
  ['مـــرحبا', 'مرحبا'],
  ['عندي ١٥ سنة', 'عندي 15 سنه'],
  ['بزاااااف', 'بزاف'],
  ['bghit n9ra 3arbia', 'bghit n9ra 3arbia'],
  ['on a besoin d’une 🚑', 'on a besoin d une ambulance'],
  ['ｆｕｌｌ ｗｉｄｔｈ', 'full width'],
]

describe('normalising', () => {
  test.each(examples)('%s → %s', (written, compared) => {
    expect(normalise(written)).toBe(compared)
  })

  test('marks that nobody sees change nothing', () => {
    expect(visibleText('éc\u200bo\u202ele\u200f')).toBe('école')
  })

  test('a text of a million letters is cut at 2,000', () => {
    expect(Array.from(visibleText('é'.repeat(1_000_000)))).toHaveLength(2000)
  })

  test('half an emoji does no harm', () => {
    expect(visibleText('aide \ud83d')).toBe('aide \ufffd')
  })

  test('the encoder keeps accents and punctuation', () => {
    expect(encoderText('Où ALLER, svppp ? عِنْدِي ٣')).toBe('où aller, svp ? عندي 3')
  })
})

describe('the way back from a normalised word', () => {
  test.each([
    ["J'ai pô 2 papié 😷🏥", ['J', 'ai', 'pô', '2', 'papié', '🏥']],
    ['المــدرسة، بغيييت', ['المــدرسة', 'بغيييت']],
    ['svppppp l’hôpital', ['svppppp', 'l', 'hôpital']],
  ])('%s', (text, written) => {
    expect(normaliseWords(text).map(({ from, to }) => text.slice(from, to))).toEqual(written)
  })
})
