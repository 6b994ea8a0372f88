import { describe, expect, test } from 'vitest'
import { renderWhatsApp } from '../../../src/channels/whatsapp/render.ts'
import type { ReplyLanguage } from '../../../src/languages.ts'
import type { Block, Phone, Reply } from '../../../src/message.ts'
import { words } from '../words.ts'

const phone: Phone = { kind: 'phone', display: '05 37 54 54 00', dial: '+212537545400' }
const ambulance: Phone = { kind: 'phone', display: '15', dial: '15' }

function render(reply: Partial<Reply>): readonly string[] {
  return renderWhatsApp({ language: 'fr', blocks: [], choices: [], urgent: false, ...reply }, words)
}

function text(block: Block, language: ReplyLanguage = 'fr'): string | undefined {
  return render({ language, blocks: [block] })[0]
}

/**
 * What WhatsApp shows: a sign marks the text from the edge of a word to the edge of a word within a line; a line may
 * begin as a list or a quotation.
 */
function shown(message: string): { text: string; marked: readonly string[] } {
  const marked: string[] = []
  const lines = message.split('\n').map((line) => {
    const plain = line.replace(
      /(?<![\p{L}\p{N}])(```|[*_~`])(?=\S)(.*?\S)\1(?![\p{L}\p{N}])/gu,
      (_, sign: string, inside: string) => {
        marked.push(`${sign}${inside}`)
        return inside
      },
    )
    return plain.replace(/^([*->]) /u, (_, sign: string) => {
      marked.push(sign)
      return ''
    })
  })
  return { text: lines.join('\n'), marked }
}

describe('each kind of block', () => {
  const examples: readonly { shows: string; block: Block; text: string }[] = [
    { shows: 'a paragraph', block: { kind: 'paragraph', text: ['Bonjour'] }, text: 'Bonjour' },
    { shows: 'a heading is bold', block: { kind: 'heading', text: 'Prix' }, text: '*Prix*' },
    {
      shows: 'steps are numbered',
      block: { kind: 'steps', steps: [['Allez'], ['Demandez']] },
      text: '1. Allez\n2. Demandez',
    },
    {
      shows: 'items have a bullet',
      block: { kind: 'items', items: [['passeport'], ['photo']] },
      text: '• passeport\n• photo',
    },
    { shows: 'a note is in italics', block: { kind: 'note', text: ['Relu en mai.'] }, text: '_Relu en mai._' },
    {
      shows: 'a note of several pieces is marked as one',
      block: { kind: 'note', text: ['Au ', phone, '.'] },
      text: '_Au +212537545400._',
    },
    {
      shows: 'a note of two lines is marked line by line',
      block: { kind: 'note', text: ['Un.\n Deux.'] },
      text: '_Un._\n _Deux._',
    },
    {
      shows: 'a short number stands as it is',
      block: { kind: 'paragraph', text: ['Appelez le ', ambulance, '.'] },
      text: 'Appelez le 15.',
    },
    {
      shows: 'a phone stands in the form that is dialled',
      block: { kind: 'paragraph', text: ['Au ', phone] },
      text: 'Au +212537545400',
    },
    {
      shows: 'a sentence stays where the title of its link is the address itself',
      block: {
        kind: 'paragraph',
        text: [
          'Inscription sur ',
          { kind: 'link', title: 'rn.ae.gov.ma', url: 'https://rn.ae.gov.ma/a' },
          ', gratuite.',
        ],
      },
      text: 'Inscription sur rn.ae.gov.ma, gratuite.\n🔗 https://rn.ae.gov.ma/a',
    },
    {
      shows: 'the address of a link stands alone in the next line',
      block: {
        kind: 'paragraph',
        text: ['Voir ', { kind: 'link', title: 'CNSS', url: 'https://cnss.ma/?a=1&b=2' }, '.'],
      },
      text: 'Voir CNSS.\n🔗 https://cnss.ma/?a=1&b=2',
    },
    {
      shows: 'an address that is written out stays where it is',
      block: {
        kind: 'paragraph',
        text: ['Sur ', { kind: 'link', title: 'https://a.ma/_b', url: 'https://a.ma/_b' }, '.'],
      },
      text: 'Sur https://a.ma/%5Fb.',
    },
    {
      shows: 'an address by its short name has the whole one below',
      block: { kind: 'paragraph', text: ['Sur ', { kind: 'link', title: 'a.ma', url: 'https://a.ma/b' }, '.'] },
      text: 'Sur a.ma.\n🔗 https://a.ma/b',
    },
    {
      shows: 'a link to anything but a web page is only its title',
      block: { kind: 'paragraph', text: [{ kind: 'link', title: 'ici', url: 'javascript:alert(1)' }] },
      text: 'ici',
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
      text: [
        '🆘 *Appelez maintenant*',
        '📞 15',
        '📞 +212537545400 · WhatsApp (24 h/24)',
        '🔗 https://wa.me/212537545400',
        '• Restez avec la personne.',
        '*Au téléphone, dites :*',
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
      text: [
        '*Caritas*',
        '📞 +212537545400',
        '📍 3 rue Ghandi, Rabat',
        '🕒 lundi à vendredi',
        '_Sans rendez-vous._',
        '🔗 https://www.caritas.ma/centre/rabat',
      ].join('\n'),
    },
    {
      shows: 'sources have their dates, and their addresses below',
      block: {
        kind: 'sources',
        items: [
          { title: 'Loi 02-03', url: 'https://sgg.gov.ma/loi', date: 'novembre 2003' },
          { title: 'Entretien', date: 'sans date' },
        ],
      },
      text: '• Loi 02-03 (novembre 2003)\n🔗 https://sgg.gov.ma/loi\n• Entretien (sans date)',
    },
  ]
  test.each(examples)('$shows', ({ block, text: expected }) => {
    expect(text(block)).toBe(expected)
  })

  test('a heading stands directly over what it is about', () => {
    const blocks: Block[] = [
      { kind: 'paragraph', text: ['Oui.'] },
      { kind: 'heading', text: 'Que faire' },
      { kind: 'steps', steps: [['Allez']] },
    ]
    expect(render({ blocks })).toEqual(['Oui.\n\n*Que faire*\n1. Allez'])
  })
})

describe('signs that WhatsApp would take for marks', () => {
  const signs = '*a* _b_ ~c~ `d` ```e``` * f * _ g_h i*j (*k*) "_l_"'
  const inEveryPlace: Block[] = [
    { kind: 'paragraph', text: [signs, { kind: 'link', title: signs, url: 'https://a.ma/_b_/*c*/~d' }] },
    { kind: 'items', items: [[signs]] },
    { kind: 'steps', steps: [[signs]] },
    { kind: 'service', name: 'A', phones: [], place: { address: signs, city: signs }, hours: signs },
    { kind: 'sources', items: [{ title: signs, date: signs }] },
  ]

  test('mark nothing, in every place', () => {
    const [message = ''] = render({ blocks: inEveryPlace })
    expect(shown(message).marked).toEqual(['*A'])
  })

  test('are read as signs that look the same', () => {
    expect(text({ kind: 'paragraph', text: ['*a* _b_ ~c~ `d`'] })).toBe('∗a∗ ＿b＿ ∼c∼ ˋdˋ')
  })

  test('do not break bold and italic text that they stand in', () => {
    const [message = ''] = render({
      blocks: [
        { kind: 'heading', text: 'a *b* c' },
        { kind: 'note', text: ['d _e_ f'] },
      ],
    })
    expect(shown(message)).toEqual({ text: 'a ∗b∗ c\nd ＿e＿ f', marked: ['*a ∗b∗ c', '_d ＿e＿ f'] })
  })

  test('stay where they stand between letters, as in addresses', () => {
    expect(text({ kind: 'paragraph', text: ['docs_inside 2*3'] })).toBe('docs_inside 2*3')
    const url = 'https://raemh.org/docs_inside.php?lang=fr&doc_id=62'
    expect(text({ kind: 'sources', items: [{ title: 'RAEMH', url, date: '2022' }] })).toContain(`🔗 ${url}`)
  })

  test('in an address are written in the form that leads to the same page', () => {
    const url = 'https://a.ma/_b_/~c'
    expect(text({ kind: 'paragraph', text: [{ kind: 'link', title: 'B', url }] })).toBe(
      'B\n🔗 https://a.ma/%5Fb%5F/%7Ec',
    )
  })

  test.each([
    ['- un', '– un'],
    ['> un', '› un'],
    ['* un', '∗ un'],
  ])('%j at the start of a line begins no list and no quotation', (written, expected) => {
    expect(text({ kind: 'paragraph', text: [written] })).toBe(expected)
    expect(text({ kind: 'paragraph', text: [`Un :\n${written}`] })).toBe(`Un :\n${expected}`)
  })
})

describe('right to left', () => {
  test('a line that begins with a Latin word is marked, one that begins in Arabic is not', () => {
    expect(text({ kind: 'paragraph', text: ['CNSS هي الصندوق'] }, 'ar')).toBe('\u200fCNSS هي الصندوق')
    expect(text({ kind: 'paragraph', text: ['الصندوق CNSS'] }, 'ary')).toBe('الصندوق CNSS')
  })

  test('phones stand isolated, so that + stays before the number', () => {
    expect(text({ kind: 'service', name: 'مركز', phones: [phone] }, 'ar')).toContain('📞 \u2066+212537545400\u2069')
  })

  test('a Latin name in a card does not turn its line, and its mark touches it', () => {
    const place = { address: '3 rue Ghandi', city: 'الرباط' }
    expect(text({ kind: 'service', name: 'Caritas', phones: [], place }, 'ar')).toBe(
      '\u200f*\u2068Caritas\u2069*\n\u200f📍 \u20683 rue Ghandi\u2069, \u2068الرباط\u2069',
    )
  })

  test('an address stands in a line from right to left, and no sign touches it that a tap could take along', () => {
    const url = 'https://sgg.gov.ma/loi'
    const message = text({ kind: 'sources', items: [{ title: 'القانون', url, date: '2003' }] }, 'ar')
    expect(message?.split('\n').at(-1)).toBe(`\u200f🔗 ${url}`)
    const card = text({ kind: 'service', name: 'مركز', phones: [], url }, 'ar')
    expect(card?.split('\n').at(-1)).toBe(`\u200f🔗 ${url}`)
  })

  test('a French reply has no marks of direction', () => {
    expect(text({ kind: 'service', name: 'مركز', phones: [phone] })).not.toMatch(/[\u200e\u200f\u2066-\u2069]/)
  })
})

describe('long replies', () => {
  const paragraph = (length: number, sign = 'a'): Block => ({ kind: 'paragraph', text: [sign.repeat(length)] })

  test('are cut at the ends of paragraphs', () => {
    const messages = render({ blocks: [paragraph(2000, 'a'), paragraph(2000, 'b'), paragraph(2000, 'c')] })
    expect(messages).toEqual([`${'a'.repeat(2000)}\n\n${'b'.repeat(2000)}`, 'c'.repeat(2000)])
  })

  test('count addresses and marks, because WhatsApp counts them', () => {
    const items = Array.from({ length: 60 }, (_, at) => [
      { kind: 'link', title: `Titre ${at}`, url: `https://example.ma/${'x'.repeat(90)}` } as const,
    ])
    const headings = Array.from({ length: 900 }, (): Block => ({ kind: 'heading', text: 'abc' }))
    const messages = render({ blocks: [{ kind: 'items', items }, ...headings, paragraph(10)] })
    expect(messages.length).toBeGreaterThan(2)
    for (const message of messages) expect(message.length).toBeLessThanOrEqual(4096)
    expect(messages.join('\n').match(/\*abc\*/g)).toHaveLength(900)
  })

  test('marked text that is cut is marked on both sides of the cut', () => {
    const messages = render({ blocks: [{ kind: 'note', text: ['Une phrase qui dit. '.repeat(400).trim()] }] })
    expect(messages.length).toBeGreaterThan(1)
    for (const message of messages) expect(message.trim()).toMatch(/^_Une .*dit\._$/)
  })

  test('are at most four messages, the last of which says that something is missing', () => {
    const messages = render({ blocks: Array.from({ length: 30 }, () => paragraph(1363)) })
    expect(messages).toHaveLength(4)
    expect(messages[3]?.endsWith('\n…')).toBe(true)
    for (const message of messages) expect(message.length).toBeLessThanOrEqual(4096)
  })
})

test('choices of cities come with the hint that a position can be sent', () => {
  const choices = [{ id: 'city:rabat', label: 'Rabat' }]
  const blocks: Block[] = [{ kind: 'paragraph', text: ['Où ?'] }]
  expect(render({ blocks, choices })).toEqual(['Où ?\n\nVous pouvez aussi envoyer votre position avec 📎 ou +.'])
})

test('choices without any words come with a question, because WhatsApp has no choices without a message', () => {
  expect(render({ choices: [{ id: 'menu', label: 'Menu' }] })[0]).toContain("De quoi s'agit-il")
})

test('a reply that says and offers nothing is no message', () => {
  expect(render({})).toEqual([])
})
