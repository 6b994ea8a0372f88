/**
 * The strategy has 27 specific objectives; a migrant can ask about each in each language that every topic has. The
 * questions are in `test/eval/objectives.yaml`, and go through a turn of the whole assistant.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import type { Brain } from '../../src/brain.ts'
import { createKeys, plainBlock } from '../../src/channels/channel.ts'
import { openQuietBrain } from '../../src/commands/quiet-brain.ts'
import { newTalk } from '../../src/conversation/state.ts'
import { createTurn } from '../../src/conversation/turn.ts'
import { requiredLanguages } from '../../src/knowledge/check-report.ts'
import type { ReplyLanguage } from '../../src/languages.ts'
import type { Reply, TopicId } from '../../src/message.ts'
import { projectRoot } from '../../src/root.ts'

const questions = z
  .array(
    z.strictObject({ osp: z.number(), ...Object.fromEntries(requiredLanguages.map((code) => [code, z.string()])) }),
  )
  .parse(parse(readFileSync(join(projectRoot, 'test/eval/objectives.yaml'), 'utf8'))) as ({ osp: number } & Record<
  ReplyLanguage,
  string
>)[] // every required language is a key

let brain: Brain

beforeAll(async () => {
  brain = await openQuietBrain()
})
afterAll(() => brain.close())

/** The first message of a new talk. */
async function ask(text: string): Promise<{ reply: Reply; topics: readonly string[] }> {
  const turn = createTurn({ library: brain.library, understander: brain.understander })
  const keys = createKeys(randomBytes(32).toString('hex'))
  const { reply, outcomes } = await turn.take(
    {
      channel: 'cli',
      chat: keys.chatKey('cli', 'terminal'),
      update: keys.updateKey('cli', '1'),
      content: { kind: 'text', text },
    },
    newTalk,
  )
  return { reply, topics: outcomes.map(({ topic }) => topic) }
}

/** Names of the organisations whose information the answer is. */
function publishersOf(topic: string): string[] {
  const { topics, sources } = brain.library()
  return (topics.get(topic as TopicId)?.sources ?? []).flatMap((key) => sources.get(key)?.publisher ?? []) // an id that a reply named
}

test('all 27 objectives have a question in every language', () => {
  expect(questions.map(({ osp }) => osp)).toEqual(Array.from({ length: 27 }, (_, at) => at + 1))
})

describe.each(requiredLanguages)('in %s a question reaches', (language) => {
  test.each(questions.map((question) => [question.osp, question[language]] as const))(
    'objective %i: %s',
    async (osp, text) => {
      const { reply, topics } = await ask(text)
      const seen = `the person saw (${topics.join(', ')}):\n${reply.blocks.map((block) => plainBlock(block)).join('\n')}`
      const served = topics.flatMap((topic) => brain.library().topics.get(topic as TopicId)?.osp ?? []) // as above
      expect(served, seen).toContain(osp)
      expect(reply.language, seen).toBe(language)
      const notes = reply.blocks.flatMap((block) => (block.kind === 'note' ? [plainBlock(block)] : []))
      const cited = topics.flatMap(publishersOf).some((publisher) => notes.some((note) => note.includes(publisher)))
      expect(cited || reply.urgent, seen).toBe(true)
    },
  )
})
