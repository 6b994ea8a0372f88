import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createInbox, type Inbox, type InboxOptions } from '../../src/conversation/inbox.ts'
import { createLimiter } from '../../src/conversation/limits.ts'
import { newTalk, readTalk } from '../../src/conversation/state.ts'
import type { Turn } from '../../src/conversation/turn.ts'
import type { ChatKey, IncomingMessage, Reply, TopicId } from '../../src/message.ts'
import { createRecorder } from '../../src/signals/record.ts'
import { openSqlite } from '../../src/store/engines.ts'
import type { Store } from '../../src/store/store.ts'

const now = () => Date.UTC(2026, 10, 24, 12)

/** A turn that echoes, so that what the inbox does can be seen; "danger" in a text is an emergency. */
const echo: Turn = {
  take: async (message) => ({
    reply: says(message.content.kind === 'text' ? message.content.text : ''),
    talk: { ...newTalk, topic: 'health.care' as TopicId },
    outcomes: [],
  }),
  urgencyOf: async (message) =>
    message.content.kind === 'text' && message.content.text.includes('danger') ? 'medical' : undefined,
  emergencyReply: () => says('card'),
  apology: () => says('sorry'),
  slowDown: () => says('slow down'),
}

function says(text: string): Reply {
  return { language: 'fr', blocks: [{ kind: 'paragraph', text: [text] }], choices: [], urgent: text.includes('danger') }
}

function textOf(reply: Reply): string {
  const [block] = reply.blocks
  return block?.kind === 'paragraph' ? String(block.text[0]) : ''
}

let store: Store
let updates = 0

beforeEach(async () => {
  store = await openSqlite(mkdtempSync(join(tmpdir(), 'dalil-')))
})
afterEach(() => store.close())

function inbox(changes: Partial<InboxOptions> = {}): Inbox {
  return createInbox({
    turn: echo,
    store,
    recorder: createRecorder({ store, now, programmeOf: () => undefined }),
    now,
    perChat: createLimiter(1000, 1000, now),
    overall: createLimiter(1000, 1000, now),
    log: { warn: () => {}, error: () => {} },
    ...changes,
  })
}

function message(text: string, chat = 'one', update = `u${updates++}`): IncomingMessage {
  return { channel: 'telegram', chat: chat as ChatKey, update, content: { kind: 'text', text } }
}

describe('the inbox', () => {
  test('a message is answered and the talk remembered', async () => {
    const replies: string[] = []
    await inbox().handle(message('bonjour'), async (reply) => void replies.push(textOf(reply)))
    expect(replies).toEqual(['bonjour'])
    expect((await readTalk(store, 'one' as ChatKey, now())).topic).toBe('health.care')
  })

  test('the same update twice is answered once, also by a process that starts anew', async () => {
    const replies: string[] = []
    const deliver = async (reply: Reply) => void replies.push(textOf(reply))
    const twice = message('bonjour')
    const first = inbox()
    await Promise.all([first.handle(twice, deliver), first.handle(twice, deliver)])
    await inbox().handle(twice, deliver)
    expect(replies).toEqual(['bonjour'])
  })

  test('messages of one chat are answered in order, whatever each takes', async () => {
    const replies: string[] = []
    const slow = async (reply: Reply) => {
      await new Promise((resolve) => setTimeout(resolve, textOf(reply) === 'first' ? 30 : 0))
      replies.push(textOf(reply))
    }
    const box = inbox()
    await Promise.all(['first', 'second', 'third'].map((text) => box.handle(message(text), slow)))
    expect(replies).toEqual(['first', 'second', 'third'])
  })

  test('an urgent message goes before those that wait', async () => {
    const order: string[] = []
    let release = () => {}
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    const box = inbox({ atOnce: 1 })
    const held = box.handle(message('held', 'a'), async () => gate)
    const deliver = async (reply: Reply) => void order.push(textOf(reply))
    const others = ['one', 'two', 'danger'].map((text) => box.handle(message(text, text), deliver))
    // Let all of them reach the queue before the first is done.
    await new Promise((resolve) => setTimeout(resolve, 20))
    release()
    await Promise.all([held, ...others])
    expect(order[0]).toBe('danger')
    expect([...order].sort()).toEqual(['danger', 'one', 'two'])
  })

  test('a flood gets one notice; a person in danger passes', async () => {
    const replies: string[] = []
    const deliver = async (reply: Reply) => void replies.push(textOf(reply))
    const box = inbox({ perChat: createLimiter(2, 0.001, now) })
    for (const text of ['1', '2', '3', '4', 'danger', '5']) await box.handle(message(text), deliver)
    expect(replies).toEqual(['1', '2', 'slow down', 'danger'])
  })

  test('an ordinary reply is not sent again when the process died while sending, an urgent one is', async () => {
    const replies: string[] = []
    const deliver = async (reply: Reply) => void replies.push(textOf(reply))
    for (const [update, step] of [
      ['ordinary', 'sending'],
      ['urgent', 'sending-urgent'],
      ['unsent', 'received'],
    ] as const) {
      await store.receiveUpdate(update, 9_999_999_999 as never) // an hour far away
      await store.markUpdate(update, step)
      await inbox().handle(message(`danger ${update}`, 'one', update), deliver)
    }
    expect(replies).toEqual(['danger urgent', 'danger unsent'])
  })

  test('a store that is down costs memory, not the answer', async () => {
    await store.close()
    const replies: string[] = []
    await inbox().handle(message('bonjour'), async (reply) => void replies.push(textOf(reply)))
    expect(replies).toEqual(['bonjour'])
  })

  test('a turn that fails is answered with an apology', async () => {
    const replies: string[] = []
    const broken: Turn = { ...echo, take: async () => Promise.reject(new Error('bug')) }
    await inbox({ turn: broken }).handle(message('bonjour'), async (reply) => void replies.push(textOf(reply)))
    expect(replies).toEqual(['sorry'])
  })

  test('a turn that fails under somebody in danger sends the emergency card from memory', async () => {
    const replies: string[] = []
    const broken: Turn = { ...echo, take: async () => Promise.reject(new Error('bug')) }
    await inbox({ turn: broken }).handle(message('danger'), async (reply) => void replies.push(textOf(reply)))
    expect(replies).toEqual(['card'])
  })

  test('draining waits for the message in hand', async () => {
    let release = () => {}
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    const box = inbox()
    let drained = false
    const held = box.handle(message('held'), () => gate)
    await new Promise((resolve) => setTimeout(resolve, 10))
    const draining = box.drain().then(() => {
      drained = true
    })
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(drained).toBe(false)
    release()
    await Promise.all([held, draining])
    expect(drained).toBe(true)
  })
})
