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
    expect(find('quel est le numéro de la police ?').services).toEqual(['line-police-19'])
  })

  test.each(['mon ami est malade', "j'ai peur de la police", 'my bank account', 'onde fica o hospital?'])(
    '"%s" asks for no organisation',
    (text) => {
      expect(find(text).services).toEqual([])
    },
  )

  test('"et à Rabat" leans on what was said before, "je veux et j’exige" does not', () => {
    expect(find('et à Rabat ?').continues).toBe(true)
    expect(find('je veux un médecin et un avocat').continues).toBe(false)
  })
})

describe('a minor', () => {
  test.each([
    ["j'ai 16 ans", true],
    ['je suis mineur', true],
    ["I'm under 18", true],
    ['عمري 17 سنة', true],
    ['ana 14 3am', true],
    ['soy menor de edad', true],
    ["j'ai 16 ans et mon frère a 8 ans", true],
    ['mon fils a 16 ans', false],
    ['mon fils est mineur', false],
    ["je suis venu il y a 10 ans, j'ai 26 ans", false],
    ["j'ai 16 ans d'expérience", false],
    ['je ne suis pas mineur', false],
  ])('is who says so of oneself: "%s": %s', (text, expected) => {
    expect(find(text).isMinor).toBe(expected)
  })
})

describe('of several things said', () => {
  test('the age is that of whom the message concerns', () => {
    expect(find("j'ai 35 ans, ma fille de 6 ans tousse").age).toEqual({ years: 6, of: 'child' })
    expect(find("j'ai 35 ans, mon frère dit que ça fait 6 ans").age).toEqual({ years: 35, of: 'self' })
  })

  test('nothing found is left out', () => {
    expect(find('comment faire du vélo')).toEqual({ aspect: 'steps', services: [], continues: false, isMinor: false })
  })
})
