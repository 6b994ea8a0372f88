import { describe, expect, test } from 'vitest'
import { crossValidate } from '../../src/commands/cross-validate.ts'
import type { Utterance } from '../../src/knowledge/library.ts'

function utterance(topic: string, text: string): Utterance {
  return { topic, text, language: 'fr', also: [], file: `intents/${topic}.yaml` }
}

const doctors = ['médecin', 'docteur', 'hôpital', 'infirmière', 'dispensaire'].flatMap((word, at) =>
  ['fièvre', 'toux', 'blessure', 'grippe', 'vertige'].map((ill) =>
    utterance('care', `${word} ${ill} malade soin ${at}`),
  ),
)
const houses = ['loyer', 'bail', 'caution', 'chambre', 'propriétaire'].flatMap((word, at) =>
  ['toit', 'voisin', 'clé', 'mur', 'porte'].map((part) => utterance('rent', `${word} ${part} logement maison ${at}`)),
)

describe('cross-validation', () => {
  test('every phrase is judged once, by models that have not learnt it', async () => {
    const { judged, disagreements } = await crossValidate([...doctors, ...houses])
    expect(judged).toHaveLength(50)
    expect(judged.every(({ ranked, truth }) => ranked[0]?.intent === truth)).toBe(true)
    expect(disagreements).toEqual([])
  })

  test('a label that all the others contradict is listed', async () => {
    const wrong = utterance('rent', 'médecin hôpital fièvre malade soin docteur infirmière toux')
    const { disagreements } = await crossValidate([...doctors, ...houses, wrong])
    expect(disagreements.map(({ phrase, guess }) => [phrase.text, guess])).toEqual([[wrong.text, 'care']])
  })

  test('near-doubles are held back together', async () => {
    const { groups } = await crossValidate([
      ...doctors.slice(0, 5),
      utterance('care', 'où voir un médecin sans papiers à Tanger'),
      utterance('care', 'ou voir un medecin sans papiers a tanger ?'),
    ])
    expect(groups).toBeLessThan(7)
  })
})
