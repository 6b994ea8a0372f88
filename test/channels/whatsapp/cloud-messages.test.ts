import { describe, expect, test } from 'vitest'
import { renderCloud } from '../../../src/channels/whatsapp/cloud-messages.ts'
import { replyLanguages } from '../../../src/languages.ts'
import type { Block, Choice, Reply } from '../../../src/message.ts'
import { words } from '../words.ts'

function render(reply: Partial<Reply>) {
  return renderCloud(
    { language: 'fr', blocks: [{ kind: 'paragraph', text: ['Voici'] }], choices: [], urgent: false, ...reply },
    words,
  ).map(({ body }) => body)
}

const choice = (label: string, more: Partial<Choice> = {}): Choice => ({ id: `topic:${label}`, label, ...more })
const many = (count: number, from = 1) => Array.from({ length: count }, (_, at) => choice(`Sujet ${from + at}`))
const verdicts = ['👍 Utile', '👎 Pas utile', '⚠️ Faux ou périmé'].map((label) => choice(label, { quiet: true }))
const paragraph = (length: number, sign = 'a'): Block => ({ kind: 'paragraph', text: [sign.repeat(length)] })

/** What can be tapped, message by message; sections apart. */
function offered(reply: Partial<Reply>) {
  return render(reply).map((message) => {
    if (message.type === 'text') return 'text'
    if (message.interactive.type === 'button')
      return { buttons: message.interactive.action.buttons.map((button) => button.reply.title) }
    const { sections } = message.interactive.action
    return { list: sections.map(({ rows }) => rows.map(({ title }) => title)) }
  })
}

describe('choices', () => {
  test('up to three short ones are buttons', () => {
    expect(offered({ choices: [choice('Santé'), choice('École'), choice('Menu')] })).toEqual([
      { buttons: ['Santé', 'École', 'Menu'] },
    ])
  })

  test('three of which one does not fit on a button are a list, so that nothing is cut', () => {
    expect(offered({ choices: [choice('Parler à une personne'), choice('Menu')] })).toEqual([
      { list: [['Parler à une personne', 'Menu']] },
    ])
  })

  test('four to ten are a list', () => {
    const choices = many(10)
    expect(offered({ choices })).toEqual([{ list: [choices.map(({ label }) => label)] }])
  })

  test('a label that is too long for a row is cut after a word and stands whole below it', () => {
    const label = 'Inscription à l’école pour les enfants migrants'
    const [message] = render({ choices: [choice(label), ...many(3)] })
    const row = { id: `topic:${label}`, title: 'Inscription à l’école…', description: label }
    expect(message).toMatchObject({ interactive: { action: { sections: [{ rows: [row, {}, {}, {}] }] } } })
  })

  test('quiet ones have a section of their own', () => {
    expect(offered({ choices: [...verdicts, ...many(5)] })).toEqual([
      { list: [many(5).map(({ label }) => label), verdicts.map(({ label }) => label)] },
    ])
  })

  test('quiet ones come in a message of their own where the list is full', () => {
    expect(offered({ choices: [...many(9), ...verdicts] })).toEqual([
      { list: [many(9).map(({ label }) => label)] },
      { buttons: verdicts.map(({ label }) => label) },
    ])
    const [, last] = render({ choices: [...many(9), ...verdicts] })
    expect(last).toMatchObject({ interactive: { body: { text: 'Cela vous aide ?' } } })
  })

  test('more than ten go on in another message', () => {
    expect(offered({ choices: many(13) })).toEqual([
      { list: [many(10).map(({ label }) => label)] },
      { buttons: ['Sujet 11', 'Sujet 12', 'Sujet 13'] },
    ])
    expect(render({ choices: many(13) })[1]).toMatchObject({ interactive: { body: { text: 'Autres choix :' } } })
  })

  test('the same one twice is offered once, because Meta refuses two of one id', () => {
    expect(offered({ choices: [choice('Menu'), choice('Menu')] })).toEqual([{ buttons: ['Menu'] }])
  })

  test('without buttons they are numbered as the conversation counts them', () => {
    const reply: Reply = {
      language: 'fr',
      blocks: [{ kind: 'paragraph', text: ['Voici'] }],
      choices: [...verdicts.slice(0, 1), ...many(2)],
      urgent: false,
    }
    expect(renderCloud(reply, words)[0]?.plain.text.body).toBe('Voici\n\n2. Sujet 1\n3. Sujet 2\n1. 👍 Utile')
  })

  test.each(replyLanguages)('words around them fit in %s', (language) => {
    expect(words(language, 'whatsapp.choose').length).toBeLessThanOrEqual(20)
    for (const key of ['whatsapp.next', 'whatsapp.useful']) expect(words(language, key).length).toBeLessThanOrEqual(24)
  })
})

describe('long replies', () => {
  const choices = [choice('Menu')]
  const lengths = (reply: Partial<Reply>) =>
    render(reply).map((message) => (message.type === 'text' ? message.text.body : message.interactive.body.text).length)

  test('that fit over buttons are one message', () => {
    expect(lengths({ blocks: [paragraph(500), paragraph(522)], choices })).toEqual([1024])
  })

  test('end over the buttons, as far as whole paragraphs fit there', () => {
    expect(lengths({ blocks: [paragraph(900), paragraph(500), paragraph(500)], choices })).toEqual([900, 1002])
  })

  test('whose last paragraph fits nowhere over buttons have a question there', () => {
    const messages = render({ blocks: [paragraph(1100)], choices })
    expect(messages).toMatchObject([
      { type: 'text' },
      { interactive: { body: { text: words('fr', 'whatsapp.next') } } },
    ])
  })

  test('without choices are text alone', () => {
    expect(lengths({ blocks: [paragraph(4000), paragraph(4000)] })).toEqual([4000, 4000])
  })
})

test('in an emergency the numbers do not depend on buttons', () => {
  const messages = render({ urgent: true, choices: [choice('Menu')] })
  expect(messages).toMatchObject([{ type: 'text', text: { body: 'Voici' } }, { type: 'interactive' }])
})

test('addresses are not shown as pictures of their pages', () => {
  expect(render({})).toEqual([{ type: 'text', text: { body: 'Voici', preview_url: false } }])
})

test('a reply that says and offers nothing is no message', () => {
  expect(render({ blocks: [] })).toEqual([])
})
