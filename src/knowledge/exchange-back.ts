/**
 * Rows that come back from a translator → which files change and how, or why nothing may be written. Pure: the command
 * writes. All or nothing, because half a translation with a lost phone number is worse than none.
 */
import type { ReplyLanguage } from '../languages.ts'
import { type AnswerFile, listAnswerFiles } from './answer-files.ts'
import { type AnswerText, type PlacedText, readAnswerTexts, writeAnswerTexts } from './answer-lines.ts'
import { flattenWords, placeholdersOf } from './check-words.ts'
import { type ExchangeRow, listRows, placeOf, type ReadText } from './exchange.ts'
import type { Library } from './library.ts'

export interface Exchange {
  /** Whole files with their new text, only those that differ. */
  readonly files: readonly { readonly path: string; readonly text: string }[]
  readonly changes: readonly { readonly id: string; readonly before: string; readonly after: string }[]
  /** Sentences that forbid to write; each begins with the id of its row. */
  readonly problems: readonly string[]
  /** Sentences to read afterwards. */
  readonly notes: readonly string[]
}

export function takeRows(
  library: Library,
  read: ReadText,
  language: ReplyLanguage,
  rows: readonly ExchangeRow[],
): Exchange {
  const current = new Map(listRows(library, read, language).map((row) => [row.id, row]))
  const problems: string[] = []
  const notes: string[] = []
  const wanted = new Map<string, ExchangeRow>()
  for (const row of rows) {
    const now = current.get(row.id)
    if (!now) problems.push(`${row.id}: there is no such text; take the row out, or write a new file from this version`)
    else if (wanted.has(row.id)) problems.push(`${row.id}: the row stands twice`)
    else if (row.text === '' && now.text !== '' && now.french !== '')
      problems.push(`${row.id}: the cell is empty, but the text is there in ${language}; write it or take the row out`)
    else if (row.text !== '' && /^(#|[-*+]\s|\d+[.)]\s)/.test(row.text))
      problems.push(`${row.id}: a text may not begin with #, a dash or a number; the list is made by the row`)
    else {
      wanted.set(row.id, row)
      if (row.french !== now.french)
        notes.push(`${row.id}: the French text has changed since; compare: "${now.french}"`)
    }
  }
  const changes = [...wanted.values()].flatMap(({ id, text }) => {
    const before = current.get(id)?.text ?? ''
    return before === text ? [] : [{ id, before, after: text }]
  })
  const changed = new Map(changes.map(({ id, after }) => [id, after]))
  const answers = listAnswerFiles(library).flatMap((file) =>
    rewriteAnswer(file, read, language, changed, problems, notes),
  )
  const words = rewriteWords(library, read, language, changed, problems)
  return { files: problems.length > 0 ? [] : [...answers, ...words], changes, problems, notes }
}

type File = Exchange['files'][number]

function rewriteAnswer(
  { id, folder }: AnswerFile,
  read: ReadText,
  language: ReplyLanguage,
  changed: ReadonlyMap<string, string>,
  problems: string[],
  notes: string[],
): File[] {
  const path = `${folder}/${language}.md`
  const french = readAnswerTexts(read(`${folder}/fr.md`) ?? '')
  const other = readAnswerTexts(read(path) ?? '')
  if (![...changed.keys()].some((row) => row.startsWith(`${id}/`))) return []
  const texts = (other.length > 0 ? insertNew(other, french) : french).map((text): PlacedText => {
    const own = other.find((one) => placeOf(one) === placeOf(text))
    return { ...text, text: changed.get(`${id}/${placeOf(text)}`) ?? own?.text ?? '' }
  })
  if (other.length === 0) {
    const missing = texts.filter(({ text }) => text === '').length
    if (missing > 0) {
      notes.push(`${id}: ${missing} of ${texts.length} rows are not translated yet; ${path} is written when all are`)
      return []
    }
  }
  const written = texts.filter(({ text }) => text !== '')
  const lost = lostPlaceholders(other.length > 0 ? other : french, written)
  problems.push(...lost.map((one) => `${id}/${one}`))
  return [{ path, text: writeAnswerTexts(renumber(written)) }]
}

/** The texts as they stand, with those that only French has where French has them. */
function insertNew(own: readonly PlacedText[], french: readonly PlacedText[]): PlacedText[] {
  const places = new Set(own.map(placeOf))
  const result = [...own]
  for (const [at, text] of french.entries()) {
    if (places.has(placeOf(text))) continue
    const before = french.slice(0, at).findLast((one) => result.some((two) => placeOf(two) === placeOf(one)))
    const from = before ? result.findIndex((one) => placeOf(one) === placeOf(before)) + 1 : 0
    result.splice(from, 0, text)
  }
  return result
}

/** Steps are counted anew where one was taken out. */
function renumber(texts: readonly AnswerText[]): AnswerText[] {
  const counts = new Map<string, number>()
  return texts.map((text) => {
    const key = `${text.section} ${text.kind}`
    const nth = (counts.get(key) ?? 0) + 1
    counts.set(key, nth)
    return { ...text, nth }
  })
}

/** A reference may move within its section, but not vanish from it. */
function lostPlaceholders(before: readonly AnswerText[], after: readonly AnswerText[]): string[] {
  return [...new Set(before.map(({ section }) => section))].flatMap((section) => {
    const textOf = (texts: readonly AnswerText[]) =>
      texts.flatMap((text) => (text.section === section ? [text.text] : [])).join(' ')
    return missingFrom(textOf(before), textOf(after)).map(
      (placeholder) => `${section}: ${placeholder} got lost; write it again, letter by letter, where it belongs`,
    )
  })
}

function missingFrom(before: string, after: string): string[] {
  const left = placeholdersOf(after).split(' ')
  return placeholdersOf(before)
    .split(' ')
    .filter((placeholder) => {
      const at = left.indexOf(placeholder)
      if (at >= 0) left.splice(at, 1)
      return at < 0
    })
}

function rewriteWords(
  library: Library,
  read: ReadText,
  language: ReplyLanguage,
  changed: ReadonlyMap<string, string>,
  problems: string[],
): File[] {
  const path = `locales/${language}.json`
  const own = flattenWords(library.locales[language] ?? {})
  const french = flattenWords(library.locales.fr ?? {})
  const texts = new Map(own)
  for (const [id, text] of changed) if (id.startsWith('locales/')) texts.set(id.slice('locales/'.length), text)
  for (const [key, text] of texts) {
    if (own.get(key) === text) continue
    const wanted = french.get(key) ?? own.get(key) ?? ''
    for (const placeholder of missingFrom(wanted, text)) problems.push(`locales/${key}: ${placeholder} got lost`)
  }
  const order = [...new Set([...french.keys(), ...texts.keys()])].filter((key) => texts.get(key))
  const text = `${JSON.stringify(nest(order.map((key) => [key, texts.get(key) ?? ''])), undefined, 2)}\n`
  return [...changed.keys()].some((id) => id.startsWith('locales/')) && text !== read(path) ? [{ path, text }] : []
}

/** `menu.title` → `{ menu: { title } }`. A map at each level, because a key may be `__proto__`. */
function nest(entries: readonly (readonly [string, string])[]): object {
  const groups = new Map<string, string | [string, string][]>()
  for (const [key, text] of entries) {
    const dot = key.indexOf('.')
    if (dot < 0) groups.set(key, text)
    else {
      const group = groups.get(key.slice(0, dot))
      const inner: [string, string] = [key.slice(dot + 1), text]
      groups.set(key.slice(0, dot), Array.isArray(group) ? [...group, inner] : [inner])
    }
  }
  return Object.fromEntries([...groups].map(([key, value]) => [key, Array.isArray(value) ? nest(value) : value]))
}
