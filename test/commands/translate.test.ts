/** Texts to a translator and back: the real content in a temporary folder, and the command by its output. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readTable, writeTable } from '../../src/commands/translate.ts'
import { formatCsv, parseCsv } from '../../src/knowledge/csv.ts'
import { listContentFiles } from '../../src/knowledge/library.ts'
import { type ReplyLanguage, replyLanguages } from '../../src/languages.ts'
import { projectRoot } from '../../src/root.ts'
import { type ContentCopy, copyContent } from '../content-copy.ts'

const others = replyLanguages.filter((language) => language !== 'fr')
const rental = 'content/housing/housing.rental'

function rowsOf(table: string): string[][] {
  const parsed = parseCsv(table)
  if (!parsed.ok) throw new Error(parsed.problem)
  return parsed.rows.map((row) => [...row])
}

/** The table of a copy with some cells of its last column changed, by id. */
function translated(copy: ContentCopy, language: ReplyLanguage, changes: Readonly<Record<string, string>>): Buffer {
  const rows = rowsOf(writeTable(copy.root, language))
  for (const [id, text] of Object.entries(changes)) {
    const row = rows.find(([known]) => known === id)
    if (!row) throw new Error(`there is no row ${id}`)
    row[3] = text
  }
  return Buffer.from(formatCsv(rows))
}

/** Everything that people read, file by file. */
function contentOf(copy: ContentCopy): Map<string, string> {
  return new Map(listContentFiles(copy.root).map((path) => [path, copy.read(path)]))
}

describe('a table that comes back', () => {
  test.each(others)(
    'in %s, with every text changed and changed back, leaves every file as it was, letter by letter',
    (language) => {
      const copy = copyContent()
      const before = contentOf(copy)
      const table = writeTable(copy.root, language)
      const [header = [], ...rows] = rowsOf(table)
      const marked = rows.map(([id = '', section = '', french = '', text = '']) => [
        id,
        section,
        french,
        text && `${text} ¶`,
      ])
      expect(readTable(copy.root, language, Buffer.from(formatCsv([header, ...marked]))).done).toBe(true)
      const between = contentOf(copy)
      const own = [...before.keys()].filter(
        (path) => path.endsWith(`/${language}.md`) || path === `locales/${language}.json`,
      )
      expect(own.filter((path) => between.get(path) === before.get(path))).toEqual([])
      expect(own.length).toBeGreaterThan(20)
      const { done, says } = readTable(copy.root, language, Buffer.from(table))
      expect(done, says.join('\n')).toBe(true)
      expect(contentOf(copy)).toEqual(before)
    },
  )

  test('says which texts changed, and what the check finds', () => {
    const copy = copyContent()
    const { done, says } = readTable(
      copy.root,
      'en',
      translated(copy, 'en', { 'housing.rental/title/title-1': 'Rent 2 rooms' }),
    )
    expect(done).toBe(true)
    expect(copy.read(`${rental}/en.md`)).toMatch(/^# Rent 2 rooms\n/)
    expect(says.join('\n')).toContain('housing.rental/title/title-1\n  - Renting a home\n  + Rent 2 rooms')
    expect(says.at(-1)).toBe('1 texts changed, 1 files written, 0 findings of the check in en.')
    const wrong = readTable(
      copy.root,
      'en',
      translated(copy, 'en', { 'housing.rental/cost/paragraph-1': 'Ask for 5 dirhams.' }),
    )
    expect(wrong.says.join('\n')).toMatch(/got lost|a number stands in the text/)
  })

  test('is refused whole where a placeholder got lost', () => {
    const copy = copyContent()
    const before = contentOf(copy)
    const row = rowsOf(writeTable(copy.root, 'es')).find(
      ([id, , , text]) => id?.startsWith('health.care/') && text?.includes('{{'),
    )
    const [id = '', , , text = ''] = row ?? []
    const table = translated(copy, 'es', {
      [id]: text.replace(/\{\{.*?\}\}/, ''),
      'housing.rental/title/title-1': 'Otro título',
    })
    const { done, says } = readTable(copy.root, 'es', table)
    expect(done).toBe(false)
    expect(says.join('\n')).toMatch(/health\.care\/.*\{\{.*\}\} got lost/)
    expect(contentOf(copy)).toEqual(before)
  })

  test('is refused where a placeholder of the assistant’s own words got lost', () => {
    const copy = copyContent()
    const table = translated(copy, 'pt', { 'locales/city.noted': 'Está anotado.' })
    expect(readTable(copy.root, 'pt', table).says.join()).toContain('locales/city.noted: {{city}} got lost')
  })

  test('may move a placeholder to another sentence of the same section', () => {
    const copy = copyContent()
    copy.write(`${rental}/en.md`, '# Renting\n\nOne {{phone:gadem}}.\n\nTwo.\n')
    const table = translated(copy, 'en', {
      'housing.rental/direct/paragraph-1': 'One.',
      'housing.rental/direct/paragraph-2': 'Two {{phone:gadem}}.',
    })
    expect(readTable(copy.root, 'en', table).done).toBe(true)
    expect(copy.read(`${rental}/en.md`)).toBe('# Renting\n\nOne.\n\nTwo {{phone:gadem}}.\n')
  })

  test('may be half of the table, and in another order', () => {
    const copy = copyContent()
    const before = contentOf(copy)
    const [header = [], ...rows] = rowsOf(writeTable(copy.root, 'ar'))
    const half = rows.filter((_, at) => at % 2 === 0).reverse()
    expect(readTable(copy.root, 'ar', Buffer.from(formatCsv([header, ...half]))).done).toBe(true)
    expect(contentOf(copy)).toEqual(before)
  })

  test('writes a topic that the language does not have once all its rows are there', () => {
    const copy = copyContent()
    const english = copy.read(`${rental}/en.md`)
    const rows = rowsOf(writeTable(copy.root, 'en'))
    rmSync(join(copy.root, rental, 'en.md'))
    const half = rows.filter(([id]) => id !== 'housing.rental/title/title-1')
    const first = readTable(copy.root, 'en', Buffer.from(formatCsv(half)))
    expect(first.says.join('\n')).toMatch(/housing.rental: 1 of \d+ rows are not translated yet/)
    expect(listContentFiles(copy.root)).not.toContain(`${rental}/en.md`)
    expect(readTable(copy.root, 'en', Buffer.from(formatCsv(rows))).done).toBe(true)
    expect(copy.read(`${rental}/en.md`)).toBe(english)
  })

  test('says that French has changed since', () => {
    const copy = copyContent()
    const table = Buffer.from(writeTable(copy.root, 'en'))
    copy.replace(`${rental}/fr.md`, '# Louer un logement', '# Louer une maison')
    expect(readTable(copy.root, 'en', table).says.join('\n')).toContain(
      'housing.rental/title/title-1: the French text has changed since; compare: "Louer une maison"',
    )
  })

  test.each([
    ['an empty cell', { 'housing.rental/title/title-1': '' }, /the cell is empty/],
    ['a text that would begin a list', { 'housing.rental/direct/paragraph-1': '- first' }, /may not begin with/],
  ])('is refused with %s', (_name, changes, sentence) => {
    const copy = copyContent()
    expect(readTable(copy.root, 'en', translated(copy, 'en', changes)).says.join('\n')).toMatch(sentence)
  })

  test('is refused with unknown rows, with a row twice, as another language, and in an old encoding', () => {
    const copy = copyContent()
    const rows = rowsOf(writeTable(copy.root, 'en'))
    const [header = [], first = []] = rows
    const says = (...table: string[][]) => readTable(copy.root, 'en', Buffer.from(formatCsv(table))).says.join('\n')
    expect(says(header, ['housing.castle/title/title-1', 'title', '', 'Castle'])).toContain('there is no such text')
    expect(says(header, first, first)).toContain('the row stands twice')
    expect(says(header, first.slice(0, 2))).toContain('has fewer than 4 cells')
    expect(readTable(copy.root, 'es', Buffer.from(formatCsv(rows))).says[0]).toContain('the file of another language?')
    expect(readTable(copy.root, 'en', Buffer.from('id,section,é', 'latin1')).says[0]).toContain(
      'save it as "CSV UTF-8"',
    )
  })
})

describe('dalil export --csv and import --csv', () => {
  const dalil = (...words: readonly string[]) => {
    const run = spawnSync(process.execPath, ['src/cli.ts', ...words], {
      cwd: projectRoot,
      encoding: 'utf8',
    })
    return { code: run.status, out: run.stdout, errors: run.stderr }
  }
  const folder = mkdtempSync(join(tmpdir(), 'dalil-translate-'))

  test('writes a table that comes back without a change', () => {
    const file = join(folder, 'ary.csv')
    expect(dalil('export', '--csv', file, '--lang', 'ary')).toEqual({ code: 0, out: '', errors: '' })
    expect(readFileSync(file, 'utf8')).toMatch(/^\ufeffid,section,French,الدارجة \(ary\)\r\n/)
    const { code, out } = dalil('import', '--csv', file, '--lang', 'ary')
    expect(out).toMatch(/^0 texts changed, 0 files written, \d+ findings/m)
    expect(code).toBe(0)
  })

  test('ends with 1 and writes nothing where the table is wrong', () => {
    const file = join(folder, 'wrong.csv')
    writeFileSync(file, 'id,section,French,English (en)\nhousing.castle/title/title-1,title,x,y\n')
    const { code, errors } = dalil('import', '--csv', file, '--lang', 'en')
    expect(errors).toContain('Nothing was written. Problems: 1.')
    expect(code).toBe(1)
  })

  test.each([
    [['export', '--csv', join(folder, 'x.csv')], /one of ar, ary, en, es, pt/],
    [['export', '--lang', 'fr', '--csv', join(folder, 'x.csv')], /one of ar, ary/],
    [['import', '--lang', 'ar'], /Usage: import/],
    [['import', '--lang', 'ar', '--csv', join(folder, 'none.csv')], /cannot be opened \(ENOENT\)/],
  ])('a wrong call %j ends with 2 and says how', (words, sentence) => {
    const { code, errors } = dalil(...words)
    expect(code).toBe(2)
    expect(errors).toMatch(sentence)
  })
})
