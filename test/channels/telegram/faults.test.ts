/** What goes wrong between Telegram and us, in both modes: each message is answered once, in order per chat. */
import { afterEach, describe, expect, test } from 'vitest'
import type { IncomingMessage } from '../../../src/message.ts'
import type { CallBody, TelegramServer } from '../../telegram-server.ts'
import { type Mode, type Setting, type SettingOptions, say, startSetting } from './setting.ts'

const settings: Setting[] = []

async function start(options: SettingOptions): Promise<Setting> {
  const setting = await startSetting(options)
  settings.push(setting)
  return setting
}

afterEach(async () => {
  for (const setting of settings.splice(0)) await setting.stop()
})

const textOf = ({ content }: IncomingMessage) => (content.kind === 'text' ? content.text : '')
const echo = (message: IncomingMessage) => say(textOf(message))

function updateOf(id: number, text: string, chat = 1000) {
  return { update_id: id, message: { message_id: id, chat: { id: chat, type: 'private' }, text } }
}

/** Brings updates in this order, as Telegram would in either mode. */
async function bringAll(telegram: TelegramServer, mode: Mode, updates: readonly object[]): Promise<void> {
  if (mode === 'webhook') {
    // Telegram keeps 40 connections by default.
    const left = [...updates]
    const bringNext = async (): Promise<void> => {
      for (let next = left.shift(); next; next = left.shift()) await telegram.bring(next)
    }
    await Promise.all(Array.from({ length: 40 }, bringNext))
    return
  }
  let at = 0
  telegram.answer('getUpdates', ({ limit = 100 }) => {
    const result = updates.slice(at, at + limit)
    at += result.length
    return { ok: true, result }
  })
}

describe.each<Mode>(['polling', 'webhook'])('by %s', (mode) => {
  test('a reply whose connection breaks is sent again, and the next one comes after it', async () => {
    const { telegram } = await start({ mode, reply: echo })
    telegram.fail('sendMessage', ['reset'])
    const awa = telegram.person()
    await awa.say('un')
    await awa.say('deux')
    expect((await awa.reads(3)).map(({ text }) => text)).toEqual(['un', 'un', 'deux'])
  })

  test('a reply that Telegram does not confirm is sent again', async () => {
    const { telegram } = await start({ mode, reply: echo, pace: { messagesPerSecond: 30, answerSeconds: 1 } })
    telegram.fail('sendMessage', ['silence'])
    const awa = telegram.person()
    await awa.say('un')
    expect((await awa.reads(2)).map(({ text }) => text)).toEqual(['un', 'un'])
  })

  test('updates in another order than that of their ids are each answered once', async () => {
    const { telegram, heard } = await start({ mode, reply: echo })
    const awa = telegram.person({ id: 1000 })
    const ids = [75, 72, 74, 72, 71, 75, 73]
    await bringAll(
      telegram,
      mode,
      ids.map((id) => updateOf(id, String(id))),
    )
    const texts = (await awa.reads(5)).map(({ text }) => text)
    expect(texts.sort()).toEqual(['71', '72', '73', '74', '75'])
    expect(heard).toHaveLength(5)
  })

  test('what is no update, and what we do not know, costs those beside it nothing', async () => {
    const { telegram, heard } = await start({ mode, reply: echo })
    const awa = telegram.person({ id: 1000 })
    await bringAll(telegram, mode, [
      updateOf(81, 'avant'),
      { update_id: 'no number' },
      { update_id: 82, message: { text: 'no chat' } },
      { update_id: 83, poll_answer: { poll_id: '1' } },
      { update_id: 84, a_kind_of_next_year: { chat: { id: 1000, type: 'private' } } },
      updateOf(85, 'après'),
    ])
    expect((await awa.reads(2)).map(({ text }) => text).sort()).toEqual(['après', 'avant'])
    expect(heard).toHaveLength(2)
  })

  test('10,000 updates at once are each answered once, and who is in danger before those who wait', async () => {
    const [chats, perChat] = [2500, 4]
    const inDanger = 20
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    // The inbox asks of each message that finds others waiting whether somebody is in danger.
    const waitFor = mode === 'webhook' ? 9900 : 200 // long polling fetches no faster than messages are answered
    let asked = 0
    const { telegram } = await start({
      mode,
      limits: { perChat: [20, 0.5], overall: [500, 200] },
      pace: { messagesPerSecond: 100_000, answerSeconds: 15 },
      isUrgent(message) {
        asked += 1
        if (asked === waitFor) release()
        return textOf(message).startsWith('danger')
      },
      async reply(message) {
        await held
        return echo(message)
      },
    })
    const sent: CallBody[] = []
    const all = new Promise<void>((resolve) => {
      telegram.answer('sendMessage', (body) => {
        sent.push(body)
        if (sent.length === chats * perChat + inDanger) resolve()
        return { ok: true, result: { message_id: sent.length, date: 1, chat: { id: body.chat_id, type: 'private' } } }
      })
    })
    const updates = Array.from({ length: chats * perChat }, (_, at) =>
      updateOf(1000 + at, String(Math.floor(at / chats)), 5000 + (at % chats)),
    )
    const danger = Array.from({ length: inDanger }, (_, at) => updateOf(500 + at, `danger ${at}`, 100 + at))
    await bringAll(telegram, mode, [...updates.slice(0, 150), ...danger, ...updates.slice(150)])
    await all

    const urgentPlaces = sent.flatMap(({ text }, at) => (text?.startsWith('danger') ? [at] : []))
    expect(urgentPlaces).toHaveLength(inDanger)
    // 32 are in hand when they come; each frees a place for one of them.
    expect(Math.max(...urgentPlaces)).toBeLessThan(32 + 2 * inDanger + 32)
    const read = Map.groupBy(sent, ({ chat_id }) => chat_id)
    for (const [chat = 0, messages] of read) {
      const numbers = messages.map(({ text }) => Number(text)).filter((number) => !Number.isNaN(number))
      expect(messages).toHaveLength(chat < 5000 ? 1 : perChat)
      expect(numbers).toEqual([...numbers].sort())
    }
  }, 600_000)
})
