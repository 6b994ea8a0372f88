import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Brain } from '../../src/brain.ts'
import { createKeys } from '../../src/channels/channel.ts'
import { openQuietBrain } from '../../src/commands/quiet-brain.ts'
import { withFileNames } from '../../src/conversation/file-names.ts'
import { newTalk } from '../../src/conversation/state.ts'
import { createTurn } from '../../src/conversation/turn.ts'

let brain: Brain

beforeAll(async () => {
  brain = await openQuietBrain()
})
afterAll(() => brain.close())

function say(text: string) {
  const keys = createKeys('a secret of thirty-two characters')
  const turn = withFileNames(createTurn({ library: brain.library, understander: brain.understander }), brain.library)
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

test('an author at work sees the file of an answer, in the language of the answer', async () => {
  const { reply } = await say('where can I see a doctor without papers')
  expect(reply.blocks.at(-1)).toEqual({ kind: 'note', text: ['content/health/health.care/en.md'] })
})

test('a greeting has no file', async () => {
  const { reply } = await say('hello')
  expect(JSON.stringify(reply)).not.toContain('.md')
})
