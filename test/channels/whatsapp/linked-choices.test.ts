import { expect, test } from 'vitest'
import { createOffers, renderNumbered } from '../../../src/channels/whatsapp/linked-choices.ts'
import type { ChatKey, Choice, MessageContent } from '../../../src/message.ts'
import { words } from '../words.ts'
import { say } from './linked-setting.ts'

const chat = 'a chat' as ChatKey // any key
const choices: readonly Choice[] = [
  { id: 'topic:health.care', label: 'Se soigner' },
  { id: 'menu', label: 'Menu' },
  { id: 'useful:useful', label: '👍 Utile', quiet: true },
]
const list = 'Voici.\n\nPour choisir, écrivez le numéro, par exemple 1 :\n1. Se soigner\n2. Menu\n3. 👍 Utile'

function read(text: string, quoted?: string, given = choices): MessageContent {
  const offers = createOffers()
  offers.remember(chat, given)
  return offers.read(chat, { kind: 'text', text }, quoted)
}

test('choices stand numbered under the last text', () => {
  expect(renderNumbered(say('Voici.', { choices }), words)).toEqual([list])
  expect(renderNumbered(say('Voici.'), words)).toEqual(['Voici.'])
})

test('choices that no longer fit under a text are a message of their own', () => {
  const [first, second] = renderNumbered(say('mot '.repeat(1020).trim(), { choices }), words)
  expect(first?.length).toBeLessThanOrEqual(4096)
  expect(second).toMatch(/^Pour choisir/)
})

test('in Arabic each line of the list begins from the right', () => {
  const arabic = [{ id: 'menu', label: 'القائمة' }]
  const [text = ''] = renderNumbered({ ...say('مرحبا', { choices: arabic }), language: 'ar' }, words)
  expect(text).toMatch(/\n1\. القائمة$/)
})

test.each(['Menu', 'menu', ' MENU! '])('the words of a choice, "%s", are the choice', (text) => {
  expect(read(text)).toEqual({ kind: 'choice', id: 'menu' })
})

test('a sign in front of a label need not be typed', () => {
  expect(read('utile')).toEqual({ kind: 'choice', id: 'useful:useful' })
})

test.each(['2', '٢', '۲', '2.', '(2)'])('a list that is tapped to reply to and "%s" means its second line', (text) => {
  expect(read(text, list)).toEqual({ kind: 'choice', id: 'menu' })
})

test('an older list that is tapped counts, not the newest', () => {
  const offers = createOffers()
  offers.remember(chat, choices)
  offers.remember(chat, [{ id: 'cities', label: 'Près de chez moi' }])
  expect(offers.read(chat, { kind: 'text', text: '1' }, list)).toEqual({ kind: 'choice', id: 'topic:health.care' })
})

test('after a restart the words behind the number are asked', () => {
  expect(read('1', list, [])).toEqual({ kind: 'text', text: 'Se soigner' })
})

test.each([
  ['9', list],
  ['où voir un médecin ?', list],
  ['2', 'un autre message'],
  ['2', undefined],
] as const)('"%s" as a reply to %o is left to the conversation', (text, quoted) => {
  expect(read(text, quoted)).toEqual({ kind: 'text', text })
})

test('who wants to be forgotten leaves no list behind', () => {
  const offers = createOffers()
  offers.remember(chat, choices)
  offers.forget(chat)
  expect(offers.read(chat, { kind: 'text', text: 'menu' }, undefined)).toEqual({ kind: 'text', text: 'menu' })
})
