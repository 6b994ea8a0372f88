/** Content, phrases and words are read again while the assistant runs. */
import { cpSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { projectRoot } from '../../src/root.ts'
import { openTalk, type Running, readable, startForTest } from '../assistant.ts'

let assistant: Running
const root = mkdtempSync(join(tmpdir(), 'dalil-root-'))
const answer = join(root, 'content/health/health.care/fr.md')

beforeAll(async () => {
  for (const folder of ['content', 'intents', 'locales', 'models'])
    cpSync(join(projectRoot, folder), join(root, folder), { recursive: true })
  assistant = await startForTest({}, { root })
})
afterAll(() => assistant.stop())

async function seen(): Promise<string> {
  return readable(await openTalk(assistant.address).tap('topic:health.care'))
}

describe('reloading', () => {
  test('a corrected answer is given without a restart', async () => {
    writeFileSync(answer, readFileSync(answer, 'utf8').replace('## steps', '## steps\n1. Première étape corrigée.'))
    await vi.waitFor(async () => expect(await seen()).toContain('Première étape corrigée.'), { timeout: 10_000 })
  })

  test('a file that is replaced, as editors and git do, is read each time', async () => {
    const write = (step: string) => {
      writeFileSync(`${answer}.new`, readFileSync(answer, 'utf8').replace('## steps', `## steps\n1. ${step}`))
      renameSync(`${answer}.new`, answer)
    }
    for (const step of ['Remplacée une fois.', 'Remplacée deux fois.', 'Première étape corrigée.']) {
      write(step)
      await vi.waitFor(async () => expect(await seen()).toContain(step), { timeout: 10_000 })
    }
  })

  test('a broken file keeps the last good version and the log says where it is broken', async () => {
    writeFileSync(answer, '<b>broken</b>')
    await vi.waitFor(() => expect(assistant.log.join('')).toContain('content/health/health.care/fr.md'), {
      timeout: 10_000,
    })
    expect(await seen()).toContain('Première étape corrigée.')
  })

  test('a file that is no YAML at all takes no topic away', async () => {
    const topic = join(root, 'content/health/health.care/topic.yaml')
    writeFileSync(topic, 'id: [broken')
    await vi.waitFor(() => expect(assistant.log.join('')).toContain('not valid YAML'), { timeout: 10_000 })
    expect(await seen()).toContain('Première étape corrigée.')
  })

  test('a changed button is shown', async () => {
    const words = join(root, 'locales/fr.json')
    writeFileSync(words, readFileSync(words, 'utf8').replace('"Sources et dates"', '"Mes sources"'))
    await vi.waitFor(
      async () => {
        const { reply } = await openTalk(assistant.address).tap('topic:health.care')
        expect(reply.choices.map(({ label }) => label)).toContain('Mes sources')
      },
      { timeout: 10_000 },
    )
  })
})
