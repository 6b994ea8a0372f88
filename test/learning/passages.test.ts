/** What is offered where no topic is sure: the answers nearest in meaning, and nothing to who asks for something else. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Brain } from '../../src/brain.ts'
import { createKeys } from '../../src/channels/channel.ts'
import { openQuietBrain } from '../../src/commands/quiet-brain.ts'
import { newTalk } from '../../src/conversation/state.ts'
import { createTurn, type TurnResult } from '../../src/conversation/turn.ts'
import { passagesOf } from '../../src/knowledge/passages.ts'
import { indexPassages } from '../../src/learning/passages.ts'
import { createUnderstander, type Understander } from '../../src/understanding/understand.ts'

let brain: Brain
let understander: Understander

beforeAll(async () => {
  brain = await openQuietBrain()
  const parts = brain.parts()
  if (!parts.encoder) throw new Error('the project ships an encoder')
  const folder = mkdtempSync(join(tmpdir(), 'dalil-passages-'))
  const passages = await indexPassages(passagesOf(brain.library()), parts.encoder, folder)
  understander = createUnderstander({ ...parts, passages })
}, 120_000)
afterAll(() => brain.close())

function say(text: string): Promise<TurnResult> {
  const keys = createKeys('a secret of thirty-two characters')
  const turn = createTurn({ library: brain.library, understander: () => understander })
  return turn.take(
    {
      channel: 'cli',
      chat: keys.chatKey('cli', '1'),
      update: keys.updateKey('cli', '1'),
      content: { kind: 'text', text },
    },
    newTalk,
  )
}

test('where nothing is sure the nearest answers are offered, and none of them is given', async () => {
  const { reply, outcomes } = await say('pension alimentaire en france')
  expect(reply.blocks[0]).toEqual({ kind: 'paragraph', text: [brain.library().say('fr', 'unknown.perhaps')] })
  expect(reply.choices[0]?.id).toBe('topic:law.social-security')
  expect(reply.choices.map(({ id }) => id)).toContain('none')
  expect(outcomes).toMatchObject([{ result: 'unanswered', topic: 'unknown' }])
})

test('what is clearly about something else is offered nothing', async () => {
  const { reply } = await say('quelle équipe va gagner la coupe cette année ?')
  expect(reply.blocks[0]).toEqual({ kind: 'paragraph', text: [brain.library().say('fr', 'unknown.first')] })
})
