/** Which messages ask what a word of the glossary means, and which only hold such a word. */
import { describe, expect, test } from 'vitest'
import { findAskedWords } from '../../src/conversation/words-asked.ts'
import { createLibraryReader } from '../../src/knowledge/library.ts'
import { projectRoot } from '../../src/root.ts'

const { library } = createLibraryReader(projectRoot).read()
const asked = (text: string) => findAskedWords(library, text)?.terms.map(({ id }) => id)

describe('what a word means is asked by', () => {
  test.each([
    ["c'est quoi le récépissé", ['receipt']],
    ['C koi recipissé svp?', ['receipt']],
    ["bonjour, qu'est-ce que c'est que le BRA", ['refugee-office']],
    ['que veut dire AMO tadamon', ['amo-tadamon']],
    ['récépissé ça veut dire quoi ?', ['receipt']],
    ['je comprends pas le mot caution', ['deposit']],
    ['what is a récépissé', ['receipt']],
    ['what does CNSS mean?', ['cnss']],
    ['RSU meaning', ['rsu']],
    ['wetin be UNHCR', ['unhcr']],
    ['ما هو الوصل؟', ['receipt']],
    ['ما معنى المعادلة', ['equivalence']],
    ['شنو هو الريسيبيسي', ['receipt']],
    ['اش كتعني CNSS', ['cnss']],
    ['chno howa recipissi', ['receipt']],
    ['anapec chno hiya', ['anapec']],
    ['achno hiya lbra', ['refugee-office']],
    ['¿qué significa RNP?', ['rnp']],
    ['o que é o récépissé?', ['receipt']],
    ['AMO lan la', ['amo']],
  ])('%s', (text, ids) => expect(asked(text)).toEqual(ids))

  test.each([
    ['ça veut dire quoi RNP et RSU ?', ['rnp', 'rsu']],
    ['what is the difference between the receipt and the residence card', ['receipt', 'residence-card']],
    ['الفرق بين الوصل وبطاقة الإقامة', ['receipt', 'residence-card']],
  ])('%s – for both words', (text, ids) => expect(asked(text)).toEqual(ids))

  test('a word with a typing error', () => {
    expect(asked("c'est quoi l'equivalense")).toEqual(['equivalence'])
    expect(asked('what is the recepise')).toEqual(['receipt'])
  })
})

describe('a word is only mentioned in', () => {
  test.each([
    "c'est quoi l'adresse du HCR",
    "c'est quoi les papiers pour la carte de séjour",
    "je suis réfugié, c'est quoi mes droits",
    'où est le HCR',
    'comment avoir le récépissé',
    "qu'est-ce que je dois faire pour le RNP",
    'what is the price of the residence card',
    'ما هي الوثائق المطلوبة لبطاقة الإقامة',
    'شنو خاصني باش ندير لاكارط ديال الإقامة',
    'qué papeles necesito para la tarjeta de residencia',
    'RNP',
    '',
  ])('%s', (text) => expect(asked(text)).toBeUndefined())
})
