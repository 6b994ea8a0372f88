import { describe, expect, test } from 'vitest'
import { renderReply } from '../../../src/channels/telegram/render.ts'
import type { ReplyLanguage } from '../../../src/languages.ts'
import type { Block, Choice, Phone, Reply } from '../../../src/message.ts'
import { words } from '../words.ts'
import { say } from './setting.ts'

const phone: Phone = { kind: 'phone', display: '05 37 54 54 00', dial: '+212537545400' }
const ambulance: Phone = { kind: 'phone', display: '15', dial: '15' }

function render(reply: Partial<Reply>) {
  return renderReply({ language: 'fr', blocks: [], choices: [], urgent: false, ...reply }, words)
}

function html(block: Block, language: ReplyLanguage = 'fr'): string | undefined {
  return render({ language, blocks: [block] })[0]?.html
}

/** What a person reads. Fails on a tag that Telegram does not know, is not closed, or stands in another's way. */
function visible(marked: string): string {
  const open: string[] = []
  const text = marked.replace(/<(\/?)(b|i|a)( href="[^"<>]*")?>/g, (_, closing, tag) => {
    if (closing) expect(open.pop(), `what </${tag}> closes`).toBe(tag)
    else open.push(tag)
    return ''
  })
  expect(open, 'tags left open').toEqual([])
  expect(text, 'a sign that is no tag').not.toMatch(/[<>]|&(?!(amp|lt|gt|quot);)/)
  const signs: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' }
  return text.replace(/&(amp|lt|gt|quot);/g, (_, name) => signs[name] ?? '')
}

describe('each kind of block', () => {
  const examples: readonly { shows: string; block: Block; html: string }[] = [
    { shows: 'a paragraph', block: { kind: 'paragraph', text: ['Bonjour'] }, html: 'Bonjour' },
    { shows: 'a heading is bold', block: { kind: 'heading', text: 'Prix' }, html: '<b>Prix</b>' },
    {
      shows: 'steps are numbered',
      block: { kind: 'steps', steps: [['Allez'], ['Demandez']] },
      html: '1. Allez\n2. Demandez',
    },
    {
      shows: 'items have a bullet',
      block: { kind: 'items', items: [['passeport'], ['photo']] },
      html: '• passeport\n• photo',
    },
    { shows: 'a note is in italics', block: { kind: 'note', text: ['Relu en mai.'] }, html: '<i>Relu en mai.</i>' },
    {
      shows: 'a short number stands as it is',
      block: { kind: 'paragraph', text: ['Appelez le ', ambulance, '.'] },
      html: 'Appelez le 15.',
    },
    {
      shows: 'a phone stands in the form that is dialled',
      block: { kind: 'paragraph', text: ['Au ', phone] },
      html: 'Au +212537545400',
    },
    {
      shows: 'a link has its address escaped',
      block: { kind: 'paragraph', text: ['Voir ', { kind: 'link', title: 'CNSS', url: 'https://cnss.ma/?a=1&b="2"' }] },
      html: 'Voir <a href="https://cnss.ma/?a=1&amp;b=&quot;2&quot;">CNSS</a>',
    },
    {
      shows: 'a link to anything but a web page is only its title',
      block: { kind: 'paragraph', text: [{ kind: 'link', title: 'ici', url: 'javascript:alert(1)' }] },
      html: 'ici',
    },
    {
      shows: 'an emergency shows its numbers first, each on its own line',
      block: {
        kind: 'urgent',
        title: 'Appelez maintenant',
        lines: [['Restez avec la personne.']],
        say: [['J’ai besoin d’une ambulance.']],
        phones: [ambulance, { ...phone, whatsapp: true, hours: '24 h/24' }],
      },
      html: [
        '🆘 <b>Appelez maintenant</b>',
        '📞 15',
        '📞 +212537545400 · <a href="https://wa.me/212537545400">WhatsApp</a> (24 h/24)',
        '• Restez avec la personne.',
        '<b>Au téléphone, dites :</b>',
        '– J’ai besoin d’une ambulance.',
      ].join('\n'),
    },
    {
      shows: 'a service is a card of short lines',
      block: {
        kind: 'service',
        name: 'Caritas',
        phones: [phone],
        place: { address: '3 rue Ghandi', city: 'Rabat', latitude: 34, longitude: -6.8 },
        hours: 'lundi à vendredi',
        note: 'Sans rendez-vous.',
        url: 'https://www.caritas.ma/centre/rabat',
      },
      html: [
        '<b>Caritas</b>',
        '📞 +212537545400',
        '📍 <a href="https://www.openstreetmap.org/search?query=3%20rue%20Ghandi%2C%20Rabat">3 rue Ghandi, Rabat</a>',
        '🕒 lundi à vendredi',
        '<i>Sans rendez-vous.</i>',
        '🔗 <a href="https://www.caritas.ma/centre/rabat">caritas.ma</a>',
      ].join('\n'),
    },
    {
      shows: 'a city is not said twice',
      block: { kind: 'service', name: 'HCR', phones: [], place: { address: '10 avenue Mehdi, Rabat', city: 'Rabat' } },
      html: '<b>HCR</b>\n📍 <a href="https://www.openstreetmap.org/search?query=10%20avenue%20Mehdi%2C%20Rabat">10 avenue Mehdi, Rabat</a>',
    },
    {
      shows: 'a service without address has its city',
      block: { kind: 'service', name: 'OIM', phones: [], place: { city: 'Oujda' } },
      html: '<b>OIM</b>\n📍 Oujda',
    },
    {
      shows: 'sources have their dates',
      block: {
        kind: 'sources',
        items: [
          { title: 'Loi 02-03', url: 'https://sgg.gov.ma/loi', date: 'novembre 2003' },
          { title: 'Entretien', date: 'sans date' },
        ],
      },
      html: '• <a href="https://sgg.gov.ma/loi">Loi 02-03</a> (novembre 2003)\n• Entretien (sans date)',
    },
  ]
  test.each(examples)('$shows', ({ block, html: expected }) => {
    expect(html(block)).toBe(expected)
  })

  test('signs of HTML are read as they were written, in every place', () => {
    const text = 'a < b & "c" > d </b> &amp;'
    const blocks: Block[] = [
      { kind: 'heading', text },
      { kind: 'paragraph', text: [text, { kind: 'link', title: text, url: 'https://a.ma/?x=<b>&y="' }] },
      { kind: 'note', text: [text] },
      { kind: 'service', name: text, phones: [], place: { address: text, city: text }, hours: text, note: text },
      { kind: 'sources', items: [{ title: text, date: text }] },
    ]
    const [message] = render({ blocks })
    expect(visible(message?.html ?? '').split(text).length - 1).toBe(10)
  })

  test('a heading stands directly over what it is about', () => {
    const blocks: Block[] = [
      { kind: 'paragraph', text: ['Oui.'] },
      { kind: 'heading', text: 'Que faire' },
      { kind: 'steps', steps: [['Allez']] },
    ]
    expect(render({ blocks })[0]?.html).toBe('Oui.\n\n<b>Que faire</b>\n1. Allez')
  })

  test('a text that is empty leaves no empty line', () => {
    const blocks: Block[] = [
      { kind: 'paragraph', text: ['A'] },
      { kind: 'paragraph', text: [''] },
      { kind: 'items', items: [['x']] },
    ]
    expect(render({ blocks })[0]?.html).toBe('A\n\n• x')
  })

  test('without marks, the same words and the addresses are still there', () => {
    const blocks: Block[] = [
      { kind: 'heading', text: 'A & B' },
      { kind: 'paragraph', text: [{ kind: 'link', title: 'CNSS', url: 'https://cnss.ma' }] },
    ]
    expect(render({ blocks })[0]?.plain).toBe('A & B\nCNSS (https://cnss.ma)')
  })
})

describe('right to left', () => {
  test('a line that begins with a Latin word is marked, one that begins in Arabic is not', () => {
    expect(html({ kind: 'paragraph', text: ['CNSS هي الصندوق'] }, 'ar')).toBe('\u200fCNSS هي الصندوق')
    expect(html({ kind: 'paragraph', text: ['الصندوق CNSS'] }, 'ary')).toBe('الصندوق CNSS')
    expect(html({ kind: 'steps', steps: [['CNSS'], ['الصندوق']] }, 'ar')).toBe('\u200f1. CNSS\n2. الصندوق')
  })

  test('phones stand isolated, so that + stays before the number', () => {
    expect(html({ kind: 'paragraph', text: ['اتصل ب ', phone] }, 'ar')).toBe('اتصل ب \u2066+212537545400\u2069')
    expect(html({ kind: 'service', name: 'مركز', phones: [phone] }, 'ar')).toContain('📞 \u2066+212537545400\u2069')
  })

  test('a Latin name in a card does not turn its line', () => {
    const block: Block = {
      kind: 'service',
      name: 'Caritas',
      phones: [],
      place: { address: '3 rue Ghandi', city: 'الرباط' },
    }
    expect(html(block, 'ar')).toBe(
      '\u200f<b>\u2068Caritas\u2069</b>\n\u200f📍 <a href="https://www.openstreetmap.org/search?query=3%20rue%20Ghandi%2C%20%D8%A7%D9%84%D8%B1%D8%A8%D8%A7%D8%B7">\u20683 rue Ghandi\u2069, \u2068الرباط\u2069</a>',
    )
  })

  test('a French reply has no marks of direction', () => {
    expect(html({ kind: 'service', name: 'مركز', phones: [phone] })).not.toMatch(/[\u200e\u200f\u2066-\u2069]/)
  })
})

describe('long replies', () => {
  const paragraph = (length: number, sign = 'a'): Block => ({ kind: 'paragraph', text: [sign.repeat(length)] })

  test('are cut at the ends of paragraphs', () => {
    const messages = render({ blocks: [paragraph(2000, 'a'), paragraph(2000, 'b'), paragraph(2000, 'c')] })
    expect(messages.map(({ html }) => html)).toEqual([`${'a'.repeat(2000)}\n\n${'b'.repeat(2000)}`, 'c'.repeat(2000)])
  })

  test('count what is read, not the tags', () => {
    const items = Array.from({ length: 60 }, (_, at) => [
      { kind: 'link', title: `Titre ${at}`, url: `https://example.ma/${'x'.repeat(90)}` } as const,
    ])
    const messages = render({ blocks: [{ kind: 'items', items }] })
    expect(messages).toHaveLength(1)
    expect(messages[0]?.html.length).toBeGreaterThan(4096)
  })

  test('never end a message with a heading', () => {
    const blocks: Block[] = [paragraph(4000), { kind: 'heading', text: 'Prix' }, paragraph(200, 'b')]
    expect(render({ blocks })[1]?.html).toBe(`<b>Prix</b>\n${'b'.repeat(200)}`)
  })

  test('are cut after a line, a sentence or a word where a paragraph alone is too long', () => {
    const steps = Array.from({ length: 40 }, () => ['s'.repeat(200)])
    for (const { html } of render({ blocks: [{ kind: 'steps', steps }] })) expect(html).toMatch(/^\d+\. s{200}(\n|$)/)
    const sentences = 'Une phrase qui dit. '.repeat(400).trim()
    for (const { html } of render({ blocks: [{ kind: 'paragraph', text: [sentences] }] }))
      expect(html.trim()).toMatch(/^Une .*dit\.$/)
    const words = 'mot '.repeat(2000).trim()
    for (const { html } of render({ blocks: [{ kind: 'paragraph', text: [words] }] }))
      expect(html.trim()).toMatch(/^mot.*mot$/)
  })

  test('never cut inside a tag or a character', () => {
    const link = { kind: 'link', title: `${'😀'.repeat(3000)}`, url: 'https://example.ma/' } as const
    const messages = render({ blocks: [{ kind: 'note', text: ['x', link] }] })
    expect(messages.length).toBeGreaterThan(1)
    for (const { html } of messages) expect(visible(html)).toMatch(/^x?(😀)+$/u)
  })

  test('fit Telegram: at most four messages of 4,096 characters, the last of which says that something is missing', () => {
    const messages = render({ blocks: Array.from({ length: 30 }, () => paragraph(1363)) })
    expect(messages).toHaveLength(4)
    for (const { html } of messages) expect(visible(html).length).toBeLessThanOrEqual(4096)
    expect(messages[3]?.html.endsWith('\n…')).toBe(true)
    expect(messages[2]?.html.endsWith('…')).toBe(false)
  })
})

describe('choices', () => {
  const choice = (label: string, more: Partial<Choice> = {}): Choice => ({ id: `topic:${label}`, label, ...more })
  const rows = (choices: readonly Choice[], language: ReplyLanguage = 'fr') =>
    render({ language, blocks: [{ kind: 'paragraph', text: ['?'] }], choices })
      .at(-1)
      ?.keyboard?.map((row) => row.map(({ text }) => text))

  test('come back by their id', () => {
    expect(render(say('?', { choices: [{ id: 'city:tanger', label: 'Tanger' }] }))[0]?.keyboard).toEqual([
      [{ text: 'Tanger', callback_data: 'city:tanger' }],
    ])
  })

  test('short ones stand two a row, long ones alone', () => {
    expect(rows(['Santé', 'École', 'Je cherche un médecin', 'Travail', 'Menu'].map((label) => choice(label)))).toEqual([
      ['Santé', 'École'],
      ['Je cherche un médecin'],
      ['Travail', 'Menu'],
    ])
  })

  test('quiet ones stand three in the last row', () => {
    const quiet = ['👍', '👎', '⚠️'].map((label) => choice(label, { quiet: true }))
    expect(rows([...quiet, choice('Menu')])).toEqual([['Menu'], ['👍', '👎', '⚠️']])
  })

  test('stand from right to left in an Arabic reply', () => {
    expect(rows([choice('الصحة'), choice('المدرسة')], 'ar')).toEqual([['المدرسة', 'الصحة']])
  })

  test('are at most a hundred, the quiet ones among them', () => {
    const many = Array.from({ length: 150 }, (_, at) => choice(`Ville ${at}`))
    const flat = rows([...many, choice('👍', { quiet: true })])?.flat()
    expect(flat).toHaveLength(100)
    expect(flat?.at(-1)).toBe('👍')
  })

  test('stand under the last message only', () => {
    const blocks: Block[] = ['a', 'b'].map((sign) => ({ kind: 'paragraph', text: [sign.repeat(3000)] }))
    expect(render({ blocks, choices: [choice('Menu')] }).map(({ keyboard }) => keyboard?.length)).toEqual([
      undefined,
      1,
    ])
  })

  test('of cities come with the hint that a position can be sent', () => {
    const choices = [{ id: 'city:rabat', label: 'Rabat' }]
    expect(render(say('Où ?', { choices }))[0]?.html).toBe('Où ?\n\nVous pouvez aussi envoyer votre position avec 📎.')
  })

  test('without any words are still shown, because Telegram has no keyboard without a message', () => {
    expect(render({ choices: [choice('Menu')] })[0]?.html).toContain("De quoi s'agit-il")
  })
})

test('a reply that says and offers nothing is no message', () => {
  expect(render({})).toEqual([])
})
