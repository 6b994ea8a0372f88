import { describe, expect, test } from 'vitest'
import { splitClauses } from '../../src/understanding/clauses.ts'

describe('clauses', () => {
  test.each([
    ['Où voir un médecin ? Et comment inscrire ma fille à l’école ?', 2],
    ['je veux apprendre le français et aussi trouver du travail', 2],
    ['كيف أسجل ابني في المدرسة؟ وأين أجد طبيبا؟', 2],
    ['mon mari et moi avons un enfant', 1],
    ['ok. oui.', 1],
    ['', 1],
  ])('"%s" has %i', (text, count) => {
    expect(splitClauses(text)).toHaveLength(count)
  })

  test('a long story stays whole', () => {
    const story =
      'Je suis arrivé à Tanger. On m’a tout pris. Je dors chez un ami. Il veut partir. Je ne connais personne. Je suis malade. Aidez-moi.'
    expect(splitClauses(story)).toEqual([story])
  })
})
