/** What `dalil check` tells an author who made a slip: real files in a temporary folder, each broken in one place. */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkChannels } from '../../src/commands/check-channels.ts'
import { checkWordsInCode } from '../../src/commands/words-in-code.ts'
import { type Finding, formatFinding } from '../../src/errors.ts'
import { checkContent } from '../../src/knowledge/check.ts'
import { createLibraryReader } from '../../src/knowledge/library.ts'
import { type ContentCopy, copyContent } from '../content-copy.ts'

const today = '2026-11-25'
const rental = 'content/housing/housing.rental'

/** Findings of one file, as the author reads them. */
function findingsOf(copy: ContentCopy, file: string, day = today): string[] {
  return checkContent(copy.root, day)
    .filter((finding) => finding.file === file)
    .map(formatFinding)
}

/** Puts a paragraph under "## uncertain" of the French answer on renting. */
function withParagraph(text: string): ContentCopy {
  const copy = copyContent()
  copy.replace(`${rental}/fr.md`, '## uncertain\n', `## uncertain\n${text}\n\n`)
  return copy
}

/** The line of that paragraph. */
const at = (copy: ContentCopy): number => copy.read(`${rental}/fr.md`).split('\n').indexOf('## uncertain') + 2

describe('an author is told', () => {
  test('that the content as it is has no error but its missing phrases', () => {
    const errors = checkContent(copyContent().root, today).filter(({ file }) => !file.startsWith('intents'))
    expect(errors.map(formatFinding)).toEqual([])
  })

  test.each([
    ['bold', 'Un **mot** gras.', /strong/],
    ['a star that is not closed', 'Un *mot ouvert.', /mark of Markdown that is not closed: "\*"/],
    ['a table', 'Prix | Papiers', /stroke of a table/],
    ['a tag', 'Une ligne<br>de plus.', /html|HTML/],
    ['a link', 'Voyez [le site](https://example.org).', /link/],
    ['a web address', 'Voyez example.org pour la suite.', /an address: "example.org"/],
    ['a bracket without its other half', 'La caution (dépôt de garantie.', /\( and \) do not stand in pairs/],
    ['a quotation that is not closed', 'Il dit « payez.', /« and » do not stand in pairs/],
    ['a reference that is not closed', 'Appelez {{phone:gadem}.', /\{\{ and \}\} do not stand in pairs/],
    ['a mark of direction typed by hand', 'Appelez \u200eGADEM.', /cannot be seen \(U\+200E\)/],
    ['a number', 'Deux mois, soit 60 jours.', /a number stands in the text: ".*60/],
    ['a fact that is not there', 'Il faut {{no-such-fact}}.', /\{\{no-such-fact\}\} is no fact/],
    ['a service that is not there', 'Appelez {{phone:nobody}}.', /\{\{phone:nobody\}\} is not in the directory/],
  ])('of %s, with its line', (_name, text, sentence) => {
    const copy = withParagraph(text)
    const found = findingsOf(copy, `${rental}/fr.md`)
    expect(found.join('\n')).toMatch(sentence)
    expect(found[0]).toContain(`${rental}/fr.md:${at(copy)}: error`)
  })

  test('of a sentence of more than twenty-five words, with its line, but as a warning', () => {
    const copy = withParagraph(`Court. ${'mot '.repeat(25)}fin.`)
    expect(findingsOf(copy, `${rental}/fr.md`)).toEqual([
      expect.stringContaining(`${rental}/fr.md:${at(copy)}: warning: a sentence has 26 words: "mot mot`),
    ])
  })

  test('of a paragraph that no phone shows at once', () => {
    const copy = withParagraph('Une phrase assez courte ici. '.repeat(15).trim())
    expect(findingsOf(copy, `${rental}/fr.md`).join()).toMatch(/warning: this text has 4\d\d characters/)
  })

  test('of a direct answer that is too long as it is read, phones and facts filled in', () => {
    const copy = copyContent()
    const [title, , direct = ''] = copy.read(`${rental}/fr.md`).split('\n')
    // Short as it is written; each reference is printed as a number of fourteen characters.
    copy.replace(`${rental}/fr.md`, `${title}\n\n${direct}`, `${title}\n\n${'{{phone:gadem}} '.repeat(26).trim()}`)
    expect(findingsOf(copy, `${rental}/fr.md`).join()).toMatch(/error: the direct answer has 389 characters/)
  })

  test('of a language that is missing', () => {
    const copy = copyContent()
    rmSync(join(copy.root, rental, 'ary.md'))
    rmSync(join(copy.root, 'content/urgent/medical/es.md'))
    expect(findingsOf(copy, `${rental}/ary.md`).join()).toContain('the answer is missing in this language')
    expect(findingsOf(copy, 'content/urgent/medical/es.md').join()).toContain('the card is missing')
  })

  test('of sections that differ between languages', () => {
    const copy = copyContent()
    copy.replace(`${rental}/en.md`, '## cost', '## time')
    expect(findingsOf(copy, `${rental}/en.md`).join()).toMatch(/its sections .* differ from those of fr.md/)
  })

  test('when an answer is to be read again', () => {
    const found = findingsOf(copyContent(), `${rental}/topic.yaml`, '2030-01-01')
    expect(found.join()).toMatch(/topic.yaml:\d+: warning: the answer was to be read again by/)
  })

  test('of a related topic, a source and a city that do not exist', () => {
    const copy = copyContent()
    copy.replace(`${rental}/topic.yaml`, 'related: [', 'related: [housing.castle, ')
    copy.replace('content/services/rabat.yaml', 'source: S', 'source: SX')
    expect(findingsOf(copy, `${rental}/topic.yaml`).join()).toContain('there is no topic "housing.castle"')
    expect(findingsOf(copy, 'content/services/rabat.yaml').join()).toContain('there is no source "SX')
  })

  test('of an objective of the strategy that no topic serves', () => {
    const copy = copyContent()
    copy.replace('content/governance/snia.contact/topic.yaml', 'osp: [26, 27]', 'osp: [26]')
    expect(findingsOf(copy, 'content/programmes.yaml').join()).toMatch(
      /programmes.yaml:\d+: error: no topic of "governance" serves objective 27/,
    )
  })

  test('of a word of the glossary with a number, a wrong topic or the name of another word', () => {
    const copy = copyContent()
    copy.replace('content/glossary.yaml', 'The card of a foreigner', 'One of 2 cards of a foreigner')
    copy.replace('content/glossary.yaml', 'topic: residence.permit', 'topic: residence.nothing')
    copy.replace('content/glossary.yaml', 'es: [RNP, ', 'es: [RNP, RSU, ')
    const found = findingsOf(copy, 'content/glossary.yaml').join('\n')
    expect(found).toContain('a number stands in the sentence')
    expect(found).toContain('there is no topic "residence.nothing"')
    expect(found).toContain('"RSU" is a name of "rnp" too')
  })

  test('of words of the assistant that are missing or have other placeholders than French', () => {
    const copy = copyContent()
    copy.replace('locales/en.json', '{{nearest}}', 'there')
    copy.replace('locales/es.json', '"near":', '"nearby":')
    expect(findingsOf(copy, 'locales/en.json').join()).toMatch(
      /en.json:\d+: error: "services.elsewhere" has other placeholders/,
    )
    const spanish = findingsOf(copy, 'locales/es.json').join('\n')
    expect(spanish).toContain('"choice.near" is missing')
    expect(spanish).toContain('"choice.nearby" is not in fr.json')
  })

  test('of a word of the secretariat that one of its languages lacks, or that two files have', () => {
    const copy = copyContent()
    copy.replace('locales/admin/accounts.ar.json', '"language": "اللغة",', '')
    copy.write('locales/admin/more.fr.json', '{ "frame": { "language": "Langue" } }')
    copy.write('locales/admin/more.es.json', '{}')
    const found = checkContent(copy.root, today).map(formatFinding).join('\n')
    expect(found).toContain('locales/admin/accounts.ar.json: error: "frame.language" is missing')
    expect(found).toContain('"frame.language" is in locales/admin/accounts.fr.json too')
    expect(found).toContain('locales/admin/more.es.json: error: no page is read in this language')
  })
})

describe('phrases', () => {
  const phrases = (topic: string, french: readonly string[]) =>
    `topic: ${topic}\nutterances:\n  fr:\n${french.map((text) => `    - "${text}"\n`).join('')}`

  test('too few are told with how many are wanted; no phrase in a required language is an error', () => {
    const copy = copyContent()
    mkdirSync(join(copy.root, 'intents'))
    copy.write(
      'intents/one.yaml',
      phrases('housing.rental', ['louer', 'un bail', 'le loyer', 'un studio', 'un garant']),
    )
    copy.write('intents/two.yaml', phrases('bot.thanks', ['merci']))
    const rentals = findingsOf(copy, 'intents/one.yaml')
    expect(rentals).toContainEqual(
      expect.stringMatching(/one.yaml:3: warning: "housing.rental" has 5 phrases in fr → write 55 more/),
    )
    expect(rentals).toContainEqual(expect.stringContaining('error: "housing.rental" has 0 phrases in ary '))
    expect(rentals).toContainEqual(expect.stringContaining('warning: "housing.rental" has 0 phrases in wo → write 15 '))
    expect(findingsOf(copy, 'intents/two.yaml')).toContainEqual(
      expect.stringContaining('"bot.thanks" has 1 phrases in fr → write 14 more'),
    )
  })

  test('the same phrase under two topics is an error', () => {
    const copy = copyContent()
    mkdirSync(join(copy.root, 'intents'))
    copy.write('intents/one.yaml', phrases('housing.rental', ['je cherche un toit']))
    copy.write('intents/two.yaml', phrases('housing.shelter', ['Je cherche un toit !']))
    expect(findingsOf(copy, 'intents/two.yaml').join()).toContain('this phrase stands in intents/one.yaml too')
  })
})

describe('beyond the content', () => {
  const libraryOf = (copy: ContentCopy) => createLibraryReader(copy.root).read().library

  test('an answer whose end Telegram would leave out is told', () => {
    const items = Array.from({ length: 60 }, () => `- ${'Une phrase assez courte ici. '.repeat(12).trim()}`)
    const copy = withParagraph(items.join('\n'))
    const found = checkChannels(libraryOf(copy)).map(formatFinding)
    expect(found).toEqual([
      expect.stringContaining(`${rental}/fr.md: error: on Telegram the end of the answer is left out`),
    ])
  })

  test('an answer that needs two messages on Telegram is told', () => {
    const items = Array.from({ length: 9 }, () => `- ${'Une phrase assez courte ici. '.repeat(12).trim()}`)
    const found = checkChannels(libraryOf(withParagraph(items.join('\n')))).map(formatFinding)
    expect(found).toEqual([
      expect.stringContaining(`${rental}/fr.md: warning: on Telegram the answer needs 2 messages`),
    ])
  })

  test('words that the code says must be in locales, and words in locales must be said', () => {
    const copy = copyContent(['content', 'locales', 'src'])
    const known = checkWordsInCode(copy.root, libraryOf(copy)).map((finding: Finding) => finding.problem)
    expect(known).toEqual([])
    copy.replace('src/conversation/replies.ts', "say('choice.menu')", "say('choice.menue')")
    copy.replace('locales/fr.json', '"forget": {', '"goodbye": { "word": "Salut" },\n  "forget": {')
    const found = checkWordsInCode(copy.root, libraryOf(copy)).map(formatFinding)
    expect(found).toContainEqual(expect.stringMatching(/replies.ts:\d+: error: "choice.menue" is said, but/))
    expect(found).toContainEqual(expect.stringContaining('warning: "goodbye.word" is said nowhere in src/'))
  })
})
