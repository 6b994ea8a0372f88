import { describe, expect, test } from 'vitest'
import { normalise } from '../../src/understanding/normalise.ts'
import { findPhrase, indexPhrases } from '../../src/understanding/phrase.ts'

function found(phrase: string, message: string): boolean {
  return findPhrase(indexPhrases([{ value: true, phrases: [phrase] }]), normalise(message).split(' ')) !== undefined
}

describe('phrases', () => {
  test.each([
    ['saigne beaucoup', 'elle saigne vraiment beaucoup', true],
    ['saigne beaucoup', 'beaucoup de gens saignent', false],
    ['saigne beaucoup', 'il saigne et hier nous avions mangé beaucoup', false],
    ['sans papier*', 'je suis sans papiers', true],
    ['ne respire plus|pas', 'mon fils ne respire pas !', true],
    ["j'ai demande l'asile", "J'ai demandé l'asile à Rabat", true],
    ['بدون اوراق', 'انا هنا بدون أوراق', true],
    ['bla wra9', 'ana bla wra9 f tanja', true],
  ])('"%s" in "%s": %s', (phrase, message, expected) => {
    expect(found(phrase, message)).toBe(expected)
  })

  test('the first row that is found wins, wherever its words stand', () => {
    const index = indexPhrases([
      { value: 'no papers', phrases: ['pas de carte'] },
      { value: 'card', phrases: ['ma carte'] },
    ])
    expect(findPhrase(index, normalise('ma carte est perdue, je n ai pas de carte').split(' '))?.value).toBe(
      'no papers',
    )
  })
})
