import { describe, expect, test } from 'vitest'
import { createKeys } from '../../../src/channels/channel.ts'
import { parseUpdate, readUpdate } from '../../../src/channels/telegram/updates.ts'
import type { MessageContent } from '../../../src/message.ts'

const keys = createKeys('a secret for tests')
const bot = { id: 666, username: 'TestNameBot' }
const awa = { id: 41, is_bot: false, first_name: 'Awa', language_code: 'ar-MA' }
const chat = { id: 41, type: 'private', first_name: 'Awa' }
const group = { id: -7, type: 'supergroup', title: 'Voisins' }

function read(update: object) {
  const parsed = parseUpdate({ update_id: 9, ...update })
  return parsed && readUpdate(parsed, keys, bot)
}

function contentOf(message: object): MessageContent | undefined {
  const received = read({ message: { message_id: 1, date: 1, chat, from: awa, ...message } })
  return received?.kind === 'private' ? received.message.content : undefined
}

describe('what a person sends', () => {
  const examples: readonly (readonly [message: object, content: MessageContent | undefined])[] = [
    [{ text: 'bonjour' }, { kind: 'text', text: 'bonjour' }],
    [{ text: '/start' }, { kind: 'start' }],
    [{ text: '/start ngo-TNG_1' }, { kind: 'start', referral: 'ngo-TNG_1' }],
    [{ text: '/start@TestNameBot ngo' }, { kind: 'start', referral: 'ngo' }],
    [{ text: `/start ${'x'.repeat(64)}` }, { kind: 'start', referral: 'x'.repeat(64) }],
    [{ text: `/start ${'x'.repeat(65)}` }, { kind: 'start' }],
    [{ text: '/start ../../etc' }, { kind: 'start' }],
    [{ text: '/start أحتاج مساعدة' }, { kind: 'text', text: '/start أحتاج مساعدة' }],
    [{ text: '/start help me' }, { kind: 'text', text: '/start help me' }],
    [{ text: '/help' }, { kind: 'choice', id: 'menu' }],
    [{ text: '/help@TestNameBot' }, { kind: 'choice', id: 'menu' }],
    [{ text: '/language' }, { kind: 'choice', id: 'languages' }],
    [{ text: '/city' }, { kind: 'choice', id: 'cities' }],
    [{ text: '/privacy' }, { kind: 'choice', id: 'privacy' }],
    [{ text: '/forget ' }, { kind: 'choice', id: 'forget' }],
    [{ text: '/human' }, { kind: 'choice', id: 'human' }],
    [{ text: '/help he hits me' }, { kind: 'text', text: '/help he hits me' }],
    [{ text: '/constructor' }, { kind: 'text', text: '/constructor' }],
    [
      { location: { latitude: 35.77, longitude: -5.8, live_period: 60 } },
      { kind: 'place', latitude: 35.77, longitude: -5.8 },
    ],
    [{ voice: { file_id: 'v' } }, { kind: 'unreadable', media: 'voice' }],
    [
      { audio: { file_id: 'a' }, caption: 'écoute' },
      { kind: 'unreadable', media: 'voice' },
    ],
    [{ video_note: { file_id: 'n' } }, { kind: 'unreadable', media: 'voice' }],
    [
      { photo: [{ file_id: 'p' }], caption: 'mon passeport' },
      { kind: 'unreadable', media: 'picture' },
    ],
    [{ document: { file_id: 'd' } }, { kind: 'unreadable', media: 'picture' }],
    [{ video: { file_id: 'm' } }, { kind: 'unreadable', media: 'picture' }],
    [{ sticker: { file_id: 's' } }, { kind: 'unreadable', media: 'other' }],
    [{ contact: { phone_number: '+212600000000' } }, { kind: 'unreadable', media: 'other' }],
    [{ poll: { id: '1' } }, { kind: 'unreadable', media: 'other' }],
    [{ pinned_message: { message_id: 3 } }, undefined],
    [{ text: 'bonjour', from: { ...awa, is_bot: true } }, undefined],
  ]
  test.each(examples)('%j is %j', (message, content) => {
    expect(contentOf(message)).toEqual(content)
  })

  test('a changed text is read again, with a key of its own', () => {
    const edited = { edited_message: { message_id: 1, chat, from: awa, text: 'bonsoir' } }
    expect(read(edited)).toMatchObject({ kind: 'private', message: { content: { kind: 'text', text: 'bonsoir' } } })
  })

  test('a position that moves is not read again', () => {
    const moved = { message_id: 1, chat, from: awa, location: { latitude: 35, longitude: -5 } }
    expect(read({ edited_message: moved })).toBeUndefined()
  })

  test('the pictures of an album count as one', () => {
    const picture = { message_id: 1, chat, from: awa, photo: [{}], media_group_id: '77' }
    const [first, second] = [1, 2].map((update_id) => read({ update_id, message: picture }))
    expect(first).toBeDefined()
    expect(second).toEqual(first)
  })

  test('a tap tells which message its button stood under', () => {
    const tap = { id: 'q', from: awa, data: 'city:rabat', message: { message_id: 5, chat } }
    expect(read({ callback_query: tap })).toMatchObject({
      chat: 41,
      message: { content: { kind: 'choice', id: 'city:rabat' } },
      tapped: { query: 'q', messageId: 5 },
    })
  })

  test('nothing in a message tells who wrote it', () => {
    const received = read({ message: { message_id: 1, chat, from: awa, text: 'bonjour' } })
    const message = received?.kind === 'private' ? received.message : undefined
    expect(Object.keys(message ?? {}).sort()).toEqual(['channel', 'chat', 'content', 'update'])
    expect(message?.chat).toBe(keys.chatKey('telegram', '41'))
    expect(message?.update).toBe(keys.updateKey('telegram', '9'))
  })
})

describe('in a group', () => {
  const inGroup = (message: object) => read({ message: { message_id: 1, chat: group, from: awa, ...message } })
  const mention = (text: string, type = 'mention') =>
    inGroup({ text, entities: [{ type, offset: 0, length: text.length }] })

  test('a mention, a reply to us and a command for us are noticed, in the language of who wrote', () => {
    const noticed = { kind: 'group', chat: -7, language: 'ar' }
    expect(mention('@testnamebot')).toEqual(noticed)
    expect(mention('/help@TestNameBot', 'bot_command')).toEqual(noticed)
    expect(inGroup({ text: 'oui', reply_to_message: { from: { id: 666 } } })).toEqual(noticed)
  })

  test('what others say to each other is none of our business', () => {
    expect(inGroup({ text: 'bonjour' })).toBeUndefined()
    expect(mention('@SomebodyElse')).toBeUndefined()
    expect(mention('/help', 'bot_command')).toBeUndefined()
    expect(inGroup({ text: 'oui', reply_to_message: { from: { id: 667 } } })).toBeUndefined()
    expect(
      read({ callback_query: { id: 'q', from: awa, data: 'menu', message: { message_id: 5, chat: group } } }),
    ).toBeUndefined()
  })

  test('being added is noticed, being removed is not', () => {
    const status = (before: string, after: string) =>
      read({
        my_chat_member: {
          chat: group,
          from: awa,
          old_chat_member: { status: before },
          new_chat_member: { status: after },
        },
      })
    expect(status('left', 'member')).toMatchObject({ kind: 'group', chat: -7 })
    expect(status('member', 'administrator')).toBeUndefined()
    expect(status('member', 'kicked')).toBeUndefined()
  })

  test('a language that Telegram knows and we do not is answered in French', () => {
    const pulaar = { ...awa, language_code: 'ff' }
    expect(inGroup({ text: 'x', from: pulaar, reply_to_message: { from: { id: 666 } } })).toMatchObject({
      language: 'fr',
    })
  })
})

test.each([[null], ['text'], [{}], [{ update_id: '1' }], [{ update_id: 1, message: { text: 'no chat' } }], [[]]])(
  '%j is no update',
  (given) => {
    expect(parseUpdate(given)).toBeUndefined()
  },
)

test('kinds of update that we did not ask for are left out', () => {
  expect(read({ poll_answer: {} })).toBeUndefined()
  expect(read({ channel_post: { chat: { id: -9, type: 'channel' }, text: 'x' } })).toBeUndefined()
})
