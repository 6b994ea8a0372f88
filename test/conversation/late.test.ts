/** What a person reads whose message came while its channel was out of reach; the real turn on the shipped content. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Brain, openBrain } from '../../src/brain.ts'
import { plainBlock } from '../../src/channels/channel.ts'
import { newTalk } from '../../src/conversation/state.ts'
import { createTurn } from '../../src/conversation/turn.ts'
import type { ChatKey, MessageContent } from '../../src/message.ts'
import { projectRoot } from '../../src/root.ts'

let brain: Brain
beforeAll(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'dalil-'))
  brain = await openBrain({ root: projectRoot, dataDir, watch: false, log: pino({ level: 'silent' }) })
})
afterAll(() => brain.close())

async function late(content: MessageContent) {
  const turn = createTurn({ library: brain.library, understander: brain.understander })
  const message = { channel: 'whatsapp', chat: 'a chat' as ChatKey, update: 'u', content, late: true } as const // any key
  const talk = { ...newTalk, greeted: true, offered: ['topic:asylum.apply'] }
  const { reply, talk: after } = await turn.take(message, talk)
  return { reply, after, text: reply.blocks.map((block) => plainBlock(block)).join('\n') }
}

test('a question gets one apology and the menu, in its language, and no answer out of nowhere', async () => {
  const { text, reply } = await late({ kind: 'text', text: 'where can I see a doctor without papers in Tanger?' })
  expect(text).toContain(brain.library().say('en', 'late.apology'))
  expect(reply.choices.map(({ id }) => id)).toContain('programme:health')
  expect(text).not.toContain('Tanger')
})

test('danger is answered with its card, however old', async () => {
  const { reply } = await late({ kind: 'text', text: 'bonjour\nmon mari me frappe, au secours' })
  expect(reply.urgent).toBe(true)
  expect(reply.blocks[0]?.kind).toBe('urgent')
})

test('a number chooses nothing of a list of long ago, a voice message gets the apology too', async () => {
  for (const content of [{ kind: 'text', text: '1' } as const, { kind: 'unreadable', media: 'voice' } as const])
    expect((await late(content)).text).toContain(brain.library().say('fr', 'late.apology'))
})

test('the wish to be forgotten holds at any time', async () => {
  expect((await late({ kind: 'text', text: '/forget' })).after).toBe('forget')
})
