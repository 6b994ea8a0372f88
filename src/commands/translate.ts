/**
 * `dalil export --csv` and `dalil import --csv`: texts out as a table for a translator's spreadsheet, and the table back in. Writes nothing where a
 * number, phone or other reference got lost on the way.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatFinding } from '../errors.ts'
import { checkContent } from '../knowledge/check.ts'
import { formatCsv, parseCsv } from '../knowledge/csv.ts'
import { type ExchangeRow, headerOf, listRows } from '../knowledge/exchange.ts'
import { takeRows } from '../knowledge/exchange-back.ts'
import { createLibraryReader, readFileText } from '../knowledge/library.ts'
import { type ReplyLanguage, replyLanguages } from '../languages.ts'
import { projectRoot } from '../root.ts'
import { refuse, withFile } from './refuse.ts'

type Options = Readonly<Record<string, unknown>>

/** `dalil export --csv FILE --lang xx` */
export async function exportTable({ csv, lang }: Options): Promise<number> {
  const language = wanted(lang)
  if (!language || typeof csv !== 'string') return refuseLanguage('export --csv FILE --lang xx')
  return withFile(() => {
    writeFileSync(csv, writeTable(projectRoot, language))
    return 0
  })
}

/** `dalil import --csv FILE --lang xx` */
export async function importTable(_words: readonly string[], { csv, lang }: Options): Promise<number> {
  const language = wanted(lang)
  if (!language || typeof csv !== 'string') return refuseLanguage('import --csv FILE --lang xx')
  return withFile(() => {
    const { says, done } = readTable(projectRoot, language, readFileSync(csv))
    ;(done ? process.stdout : process.stderr).write(`${says.join('\n')}\n`)
    return done ? 0 : 1
  })
}

/** French is what the others are written from. */
const translated = replyLanguages.filter((language) => language !== 'fr')

function wanted(lang: unknown): ReplyLanguage | undefined {
  return translated.find((language) => language === lang)
}

function refuseLanguage(usage: string): number {
  return refuse(`Usage: ${usage}; xx is one of ${translated.join(', ')}.`)
}

/** @param root folder that holds `content/` and `locales/` */
export function writeTable(root: string, language: ReplyLanguage): string {
  const { library } = createLibraryReader(root).read()
  const rows = listRows(library, (path) => readFileText(root, path), language)
  return formatCsv([headerOf(language), ...rows.map(({ id, section, french, text }) => [id, section, french, text])])
}

/** Writes the files that change, or none. @returns what the author reads, line by line */
export function readTable(
  root: string,
  language: ReplyLanguage,
  file: Buffer,
): { readonly done: boolean; readonly says: readonly string[] } {
  const nothing = (...problems: readonly string[]) => ({
    done: false,
    says: [...problems, `Nothing was written. Problems: ${problems.length}.`],
  })
  const decoded = decode(file)
  if (decoded === undefined) return nothing('The file is not UTF-8: save it as "CSV UTF-8".')
  const parsed = parseCsv(decoded)
  if (!parsed.ok) return nothing(`The file is no CSV: ${parsed.problem}.`)
  const [header, ...lines] = parsed.rows
  const wanted = headerOf(language)
  if (header?.[3]?.trim() !== wanted[3])
    return nothing(
      `The fourth column is "${header?.[3] ?? ''}", not "${wanted[3]}": is this the file of another language?`,
    )
  const short = lines.findIndex((cells) => cells.length < wanted.length)
  if (short >= 0)
    return nothing(`Row ${short + 2} ("${lines[short]?.[0] ?? ''}") has fewer than ${wanted.length} cells.`)
  const { library } = createLibraryReader(root).read()
  const exchange = takeRows(library, (path) => readFileText(root, path), language, lines.map(readRow))
  if (exchange.problems.length > 0) return nothing(...exchange.problems)
  for (const { path, text } of exchange.files) writeFileSync(join(root, path), text)
  const findings = checkContent(root, new Date().toISOString().slice(0, 10)).filter(
    ({ file: path }) => path.endsWith(`/${language}.md`) || path === `locales/${language}.json`,
  )
  return {
    done: true,
    says: [
      ...exchange.changes.map(({ id, before, after }) => `${id}\n  - ${before}\n  + ${after}`),
      ...exchange.notes,
      ...findings.map(formatFinding),
      `${exchange.changes.length} texts changed, ${exchange.files.length} files written, ${findings.length} findings of the check in ${language}.`,
    ],
  }
}

function readRow(cells: readonly string[]): ExchangeRow {
  const [id = '', section = '', french = '', text = ''] = cells.map((cell) =>
    cell.replace(/ *[\r\n]+ */g, ' ').replace(/^ +| +$/g, ''),
  )
  return { id, section, french, text }
}

/** UTF-8, or UTF-16 as Excel writes "Unicode text"; undefined for an older encoding, which would spoil every accent. */
function decode(file: Buffer): string | undefined {
  try {
    const wide = file[0] === 0xff && file[1] === 0xfe
    return new TextDecoder(wide ? 'utf-16le' : 'utf-8', { fatal: true, ignoreBOM: true }).decode(file)
  } catch {
    return undefined
  }
}
