import { describe, expect, test } from 'vitest'
import { buildEntityLists } from '../../src/conversation/lists.ts'
import { createLibraryReader } from '../../src/knowledge/library.ts'
import { projectRoot } from '../../src/root.ts'
import { createEntityFinder } from '../../src/understanding/entities.ts'
import { normalise } from '../../src/understanding/normalise.ts'

const finder = createEntityFinder(buildEntityLists(createLibraryReader(projectRoot).read().library))

function find(text: string) {
  return finder.find(normalise(text).split(' '), text)
}

describe('what a message says of itself', () => {
  test.each([
    ['où voir un médecin à Tanger', 'tanger'],
    ['fin kayn tbib f tanja', 'tanger'],
    ['في طنجة', 'tanger'],
    ['فطنجة', 'tanger'],
    ['in Casablnca', 'casablanca'],
    ['j’habite à Takaddoum', 'rabat'],
    ['Beni Mellal', 'beni-mellal'],
    ['médecin à Salé', 'sale'],
    ['je suis en danger', undefined],
    ['ma chambre est sale', undefined],
    ['je viens du Soudan', undefined],
    ['safi baraka', undefined],
    ['انا من العراق', undefined],
    ['mon mari Mohamed', undefined],
  ])('"%s": city %s', (text, city) => {
    expect(find(text).city).toBe(city)
  })

  test.each([
    ['g pa 2 papié', 'no-papers'],
    ['je suis sans papiers', 'no-papers'],
    ['on n’a pas de carte de séjour', 'no-papers'],
    ['j’ai une carte de séjour', 'card'],
    ['comment avoir la carte de séjour', undefined],
    ['ما عنديش لوراق', 'no-papers'],
    ['ana bla wra9', 'no-papers'],
    ['i am a refugee', 'refugee'],
    ['je suis demandeur d’asile', 'asylum-seeker'],
    ['my wife has no documents', 'no-papers'],
  ])('"%s": situation %s', (text, situation) => {
    expect(find(text).situation).toBe(situation)
  })

  test.each([
    ['combien ça coûte', 'cost'],
    ['combien de temps ça prend', 'time'],
    ['quels papiers il faut', 'papers'],
    ['c’est où', 'where'],
    ['ch7al', 'cost'],
    ['أين', 'where'],
  ])('"%s" asks for %s', (text, aspect) => {
    expect(find(text).aspect).toBe(aspect)
  })

  test('an organisation is known by its name, also with a typing error', () => {
    expect(find('numéro du gadem').services).toContain('gadem')
    expect(find('fondation orient occidant').services).toContain('foo-rabat')
    expect(find('caritas').services).toContain('caritas-tanger')
  })

  test('"et à Rabat" leans on what was said before, "je veux et j’exige" does not', () => {
    expect(find('et à Rabat ?').continues).toBe(true)
    expect(find('je veux un médecin et un avocat').continues).toBe(false)
  })
})

describe('ages, and whose they are', () => {
  test.each([
    ["j'ai 16 ans et je suis seul", { years: 16, of: 'self' }],
    ['my son is 8 years old', { years: 8, of: 'child' }],
    ['ولدي عندو 5 سنين', { years: 5, of: 'child' }],
    ['wldi 3ndo 6 snin', { years: 6, of: 'child' }],
    ['bébé de 3 mois', { years: 0, of: 'baby' }],
    ['tengo quince años', { years: 15, of: 'self' }],
    ['عمري سبعة عشر سنة', { years: 17, of: 'self' }],
    ['je suis au Maroc depuis 8 ans', undefined],
    ['she is 8 months pregnant', undefined],
    ['il y a 3 ans on a quitté Conakry', undefined],
    ['18 mois de loyer', undefined],
  ])('"%s"', (text, age) => {
    expect(find(text).age).toEqual(age)
  })

  test('who says to be under eighteen is a minor; whose child is, is not', () => {
    expect(find("j'ai 16 ans").isMinor).toBe(true)
    expect(find('je suis mineur').isMinor).toBe(true)
    expect(find('mon fils a 16 ans').isMinor).toBe(false)
    expect(find("j'ai 26 ans").isMinor).toBe(false)
  })
})

describe('whom it concerns, where from, when', () => {
  test.each([
    ['ma femme est enceinte', 'wife'],
    ['my husband lost his card', 'husband'],
    ['mrati 7amla', 'wife'],
    ['mi hija no va al colegio', 'child'],
    ['mon mari me frappe', undefined],
  ])('"%s": %s', (text, person) => {
    expect(find(text).person).toBe(person)
  })

  test.each([
    ['je suis sénégalaise', 'senegal'],
    ['أنا من سوريا', 'syria'],
    ['je veux aller en Espagne', undefined],
  ])('"%s": country %s', (text, country) => {
    expect(find(text).nationality).toBe(country)
  })

  test.each([
    ['rendez-vous demain', { when: 'future', days: 1 }],
    ['il y a 2 mois', { when: 'past', days: 60 }],
    ['le 12 mars', { day: 12, month: 3 }],
    ['convocation 12/03', { day: 12, month: 3 }],
    ['ouvert 24/7', undefined],
  ])('"%s"', (text, date) => {
    expect(find(text).date).toEqual(date)
  })

  test.each([
    ['je ne suis pas réfugié', undefined],
    ['machi refugié', undefined],
    ["I'm not a refugee", undefined],
    ['pas de papiers', 'no-papers'],
    ['ما عنديش لوراق', 'no-papers'],
    ['bla wra9', 'no-papers'],
  ])('"%s": situation %s', (text, situation) => {
    expect(find(text).situation).toBe(situation)
  })
})
