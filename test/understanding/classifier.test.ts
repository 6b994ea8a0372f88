import { describe, expect, test } from 'vitest'
import { type Example, scoreCounts, train } from '../../src/understanding/classifier.ts'
import { countFeatures } from '../../src/understanding/features.ts'
import { normalise } from '../../src/understanding/normalise.ts'
import { createViews, type Models } from '../../src/understanding/views.ts'

const fruit = ['une pomme rouge', 'des pommes mûres', 'la poire jaune', 'poires et pommes', 'un panier de fruits']
const tools = [
  'un marteau lourd',
  'le tournevis cassé',
  'des clous et un marteau',
  'une scie neuve',
  'la boîte à outils',
]
const examples: Example[] = [
  ...fruit.map((text) => ({ text, label: 'fruit' })),
  ...tools.map((text) => ({ text, label: 'tool' })),
]

function match(topic: Models['topic'], text: string) {
  return createViews({ topic, language: topic, urgency: topic }).topics({ counts: countFeatures(normalise(text)) })
}

describe('the classifier', () => {
  test('a message goes to the label whose phrases it resembles', () => {
    const model = train(examples)
    expect(match(model, 'je cherche un marteau')[0]?.label).toBe('tool')
    expect(match(model, 'acheter des pomes')[0]?.label).toBe('fruit')
  })

  test('confidences are probabilities over all labels, best first', () => {
    const ranked = match(train(examples), 'pommes')
    expect(ranked.map(({ label }) => label).sort()).toEqual(['fruit', 'tool'])
    expect(ranked.reduce((sum, { confidence }) => sum + confidence, 0)).toBeCloseTo(1)
    expect(ranked[0]?.confidence).toBeGreaterThan(ranked[1]?.confidence ?? 1)
  })

  test('the same phrases give the same model', () => {
    expect(train(examples).weights).toEqual(train(examples).weights)
  })

  test('a message without a known letter still gets a ranking', () => {
    expect(match(train(examples), '')).toHaveLength(2)
    expect(scoreCounts(train(examples), new Map())).toHaveLength(2)
  })
})
