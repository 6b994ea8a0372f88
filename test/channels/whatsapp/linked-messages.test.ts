import { describe, expect, test } from 'vitest'
import { createKeys } from '../../../src/channels/channel.ts'
import { joinLate, readCall, readHeard } from '../../../src/channels/whatsapp/linked-messages.ts'
import { messageOf } from '../../../src/channels/whatsapp/linked-page.ts'
import type { HeardMessage } from '../../../src/channels/whatsapp/linked-wire.ts'
import type { MessageContent } from '../../../src/message.ts'

const keys = createKeys('a secret for tests')
const heard: HeardMessage = { id: '3A1', chat: '212600000001@c.us', type: 'chat', seconds: 1_700_000_000 }
const me = '212699999999@c.us'

function read(fields: Partial<HeardMessage>) {
  const received = readHeard({ ...heard, ...fields }, keys)
  return received?.kind === 'private' ? received.message : undefined
}

describe('a private message', () => {
  const kinds: readonly [Partial<HeardMessage>, MessageContent | undefined][] = [
    [{ text: 'où voir un médecin ?' }, { kind: 'text', text: 'où voir un médecin ?' }],
    [{ text: 'DALIL-ABC123' }, { kind: 'start', referral: 'ABC123' }],
    [{ text: 'DALIL-ABC123 où voir un médecin ?' }, { kind: 'text', text: 'DALIL-ABC123 où voir un médecin ?' }],
    [
      { type: 'location', place: { latitude: 35.77, longitude: -5.8 } },
      { kind: 'place', latitude: 35.77, longitude: -5.8 },
    ],
    [{ type: 'ptt' }, { kind: 'unreadable', media: 'voice' }],
    [{ type: 'audio' }, { kind: 'unreadable', media: 'voice' }],
    [{ type: 'image' }, { kind: 'unreadable', media: 'picture' }],
    [{ type: 'video' }, { kind: 'unreadable', media: 'picture' }],
    [{ type: 'document' }, { kind: 'unreadable', media: 'picture' }],
    [{ type: 'sticker' }, { kind: 'unreadable', media: 'other' }],
    [{ type: 'vcard' }, { kind: 'unreadable', media: 'other' }],
    [{ type: 'poll_creation' }, { kind: 'unreadable', media: 'other' }],
    [{ type: 'ciphertext' }, { kind: 'unreadable', media: 'other' }],
    [{ type: 'e2e_notification' }, undefined],
    [{ type: 'call_log' }, undefined],
    [{ type: 'revoked' }, undefined],
    [{ type: 'a kind of next year' }, undefined],
  ]
  test.each(kinds)('%o is read as %o', (fields, content) => {
    expect(read(fields)?.content).toEqual(content)
  })

  test('a person who is known by a hidden number is answered like any other', () => {
    expect(read({ chat: '98765432109876@lid', text: 'bonjour' })?.content.kind).toBe('text')
  })

  test('no id of WhatsApp goes further', () => {
    const message = read({ text: 'bonjour' })
    expect(JSON.stringify(message)).not.toMatch(/2126|3A1/)
  })

  test('pictures sent at once are one message, an edited text is a new one', () => {
    const update = (fields: Partial<HeardMessage>) => read(fields)?.update
    expect(update({ id: '1', type: 'image', album: 'A' })).toBe(update({ id: '2', type: 'image', album: 'A' }))
    expect(update({ text: 'a', edited: 5 })).not.toBe(update({ text: 'a' }))
  })
})

describe('is left alone', () => {
  test.each(['status@broadcast', '12345@broadcast', '12345@newsletter', '0@c.us', '120363@g.us', 'nonsense'])(
    'what comes from %s',
    (chat) => {
      expect(readHeard({ ...heard, chat, text: 'bonjour' }, keys)).toBeUndefined()
    },
  )
})

test('a group that names us is a group, without its words', () => {
  const given = { id: { id: '1' }, from: '12036@g.us', type: 'chat', timestamp: 5, body: 'un nom', mentionedIds: [me] }
  const message = messageOf(given, me)
  expect(message).toEqual({ id: '1', chat: '12036@g.us', type: 'chat', seconds: 5, forUs: true })
  expect(message && readHeard(message, keys)).toEqual({ kind: 'group', chat: '12036@g.us' })
  expect(messageOf({ ...given, mentionedIds: [] }, me)?.forUs).toBe(false)
})

test('a call is answered like a voice message, one of a group is not', () => {
  expect(readCall(heard.chat, 'C1', keys)?.message.content).toEqual({ kind: 'unreadable', media: 'voice' })
  expect(readCall('12036@g.us', 'C1', keys)).toBeUndefined()
})

test('the preview of a picture and the name of a person stay in the library', () => {
  const given = { id: { id: '1' }, from: heard.chat, type: 'image', timestamp: 5, body: '/9j/4AAQ', notifyName: 'Awa' }
  expect(messageOf(given, me)).toEqual({ id: '1', chat: heard.chat, type: 'image', seconds: 5 })
})

test.each([{ id: { id: '1', fromMe: true } }, { id: { id: '1' }, isStatus: true }, { id: 5 }, 'nonsense', null])(
  'our own, a status, a shape that nobody knows: %o is no message',
  (fields) => {
    const given = typeof fields === 'object' ? { from: heard.chat, type: 'chat', body: 'x', ...fields } : fields
    expect(messageOf(given, me)).toBeUndefined()
  },
)

test('old messages of a chat become one, under the key of the newest', () => {
  const old = ['bonjour', 'mon mari me frappe'].flatMap((text, at) => read({ id: String(at), text }) ?? [])
  expect(joinLate(old)).toEqual({
    ...old[1],
    late: true,
    content: { kind: 'text', text: 'bonjour\nmon mari me frappe' },
  })
  const voice = read({ type: 'ptt' })
  expect(voice && joinLate([voice])).toMatchObject({ late: true, content: { kind: 'unreadable' } })
})
