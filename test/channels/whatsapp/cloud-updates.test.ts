/** Kinds of message as they stand in Meta's webhook reference, and what each means for us. */
import { expect, test } from 'vitest'
import { createKeys } from '../../../src/channels/channel.ts'
import { readCloudUpdate } from '../../../src/channels/whatsapp/cloud-updates.ts'

const keys = createKeys('a secret for tests')
const now = Date.UTC(2026, 10, 25)
const timestamp = String(now / 1000)

function read(fields: object) {
  const message = { from: '212677889900', from_user_id: 'MA.1', id: 'wamid.1', timestamp, ...fields }
  const metadata = { display_phone_number: '15550783881', phone_number_id: '1' }
  const contacts = [{ profile: { name: 'Awa' }, wa_id: '212677889900', user_id: 'MA.1' }]
  const value = { messaging_product: 'whatsapp', metadata, contacts, messages: [message] }
  const given = { object: 'whatsapp_business_account', entry: [{ id: '2', changes: [{ value, field: 'messages' }] }] }
  return readCloudUpdate(given, { keys, phoneNumberId: '1', now })
}

const media = { id: '3', mime_type: 'x/y', sha256: 'abc' }
const kinds: readonly { what: string; fields: object; content: object | undefined }[] = [
  { what: 'text', fields: { type: 'text', text: { body: 'bonjour' } }, content: { kind: 'text', text: 'bonjour' } },
  {
    what: 'text that answers another message',
    fields: { type: 'text', text: { body: 'oui' }, context: { from: '1', id: 'wamid.0' } },
    content: { kind: 'text', text: 'oui' },
  },
  {
    what: 'a link of an organisation',
    fields: { type: 'text', text: { body: ' DALIL-Gadem_7 ' } },
    content: { kind: 'start', referral: 'Gadem_7' },
  },
  {
    what: 'text that only speaks of such a link',
    fields: { type: 'text', text: { body: 'DALIL-7 que faire ?' } },
    content: { kind: 'text', text: 'DALIL-7 que faire ?' },
  },
  {
    what: 'a button',
    fields: { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: 'menu', title: 'Menu' } } },
    content: { kind: 'choice', id: 'menu' },
  },
  {
    what: 'a row of a list',
    fields: {
      type: 'interactive',
      interactive: { type: 'list_reply', list_reply: { id: 'city:rabat', title: 'Rabat', description: 'x' } },
    },
    content: { kind: 'choice', id: 'city:rabat' },
  },
  {
    what: 'a form of Meta',
    fields: { type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: { response_json: '{}' } } },
    content: { kind: 'unreadable', media: 'other' },
  },
  {
    what: 'a button of a template',
    fields: { type: 'button', button: { payload: 'X', text: 'Oui' } },
    content: { kind: 'text', text: 'Oui' },
  },
  {
    what: 'a position',
    fields: { type: 'location', location: { latitude: 35.77, longitude: -5.8, name: 'Chez moi', address: 'x' } },
    content: { kind: 'place', latitude: 35.77, longitude: -5.8 },
  },
  {
    what: 'voice',
    fields: { type: 'audio', audio: { ...media, voice: true } },
    content: { kind: 'unreadable', media: 'voice' },
  },
  {
    what: 'a picture',
    fields: { type: 'image', image: { ...media, caption: 'x' } },
    content: { kind: 'unreadable', media: 'picture' },
  },
  { what: 'a film', fields: { type: 'video', video: media }, content: { kind: 'unreadable', media: 'picture' } },
  {
    what: 'a document',
    fields: { type: 'document', document: media },
    content: { kind: 'unreadable', media: 'picture' },
  },
  { what: 'a sticker', fields: { type: 'sticker', sticker: media }, content: { kind: 'unreadable', media: 'other' } },
  { what: 'a contact', fields: { type: 'contacts', contacts: [{}] }, content: { kind: 'unreadable', media: 'other' } },
  { what: 'an order', fields: { type: 'order', order: {} }, content: { kind: 'unreadable', media: 'other' } },
  {
    what: 'a kind that Meta does not hand on',
    fields: { type: 'unsupported', errors: [{ code: 131051 }], unsupported: { type: 'poll_creation' } },
    content: { kind: 'unreadable', media: 'other' },
  },
  {
    what: 'an edit of an older message',
    fields: { type: 'unsupported', errors: [{ code: 131051 }], unsupported: { type: 'edit' } },
    content: undefined,
  },
  { what: 'a chat that was opened', fields: { type: 'request_welcome' }, content: { kind: 'start' } },
  {
    what: 'a reaction',
    fields: { type: 'reaction', reaction: { message_id: 'wamid.0', emoji: '👍' } },
    content: undefined,
  },
  {
    what: 'a new number of a person',
    fields: { type: 'system', system: { type: 'user_changed_number', wa_id: '2' } },
    content: undefined,
  },
  { what: 'a kind that came later', fields: { type: 'hologram', hologram: {} }, content: undefined },
  { what: 'a message in a group', fields: { type: 'text', text: { body: 'x' }, group_id: 'g' }, content: undefined },
  {
    what: 'a message of more than a day ago',
    fields: { type: 'text', text: { body: 'x' }, timestamp: String(now / 1000 - 86_401) },
    content: undefined,
  },
]

test.each(kinds)('$what', ({ fields, content }) => {
  const update = read(fields)
  expect(update?.received.map(({ message }) => message.content)).toEqual(content === undefined ? [] : [content])
  expect(update?.unknown).toBe(0)
})

test('a message without a sender, an id or a time is counted, not answered', () => {
  for (const fields of [{ id: '' }, { timestamp: 'yesterday' }])
    expect(read({ type: 'text', text: { body: 'x' }, ...fields })).toMatchObject({ received: [], unknown: 1 })
  expect(read({ type: 'text', text: { body: 'x' }, from: undefined, from_user_id: undefined })?.received).toEqual([])
})

test('no number, name or id of a person leaves for the conversation', () => {
  const message = JSON.stringify(read({ type: 'text', text: { body: 'bonjour' } })?.received[0]?.message)
  expect(message).not.toMatch(/212677889900|Awa|MA\.1|wamid/)
})
