import { describe, expect, test } from 'vitest'
import { readAnswer } from '../../src/knowledge/answer.ts'

const good = `# Voir un médecin

Oui. Appelez le {{phone:line-samu-141}} avant {{hours}} heures.

## steps
1. Allez au centre de santé.
2. Demandez un reçu.

## uncertain
- La pratique varie.
`

describe('an answer file', () => {
  test('is a title, a direct answer and sections', () => {
    const { answer, findings } = readAnswer(good, 'fr.md')
    expect(findings).toEqual([])
    expect(answer.title).toBe('Voir un médecin')
    expect([...answer.sections.keys()]).toEqual(['steps', 'uncertain'])
    expect(answer.direct).toEqual([
      [
        'Oui. Appelez le ',
        { kind: 'phone', service: 'line-samu-141', nth: 1 },
        ' avant ',
        { kind: 'fact', id: 'hours' },
        ' heures.',
      ],
    ])
  })

  test.each([
    ['an unknown section', good.replace('## steps', '## étapes'), /étapes.*is no section/, 5],
    ['bold text', good.replace('Oui.', '**Oui.**'), /strong/, 3],
    ['a missing title', good.replace('# Voir un médecin', ''), /no title/, 1],
    ['a table or HTML', `${good}\n<b>Oui</b>\n`, /html/, 12],
  ])('%s is told with its line', (_case, text, problem, line) => {
    const { findings } = readAnswer(text, 'fr.md')
    expect(findings[0]?.problem).toMatch(problem)
    expect(findings[0]?.line).toBe(line)
  })
})
