/** `dalil report`: what the steering committee gets of a quarter, as a file that needs no service and no account. */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { localeFor } from '../admin/locale.ts'
import { findPrinter } from '../admin/pdf.ts'
import { renderReportDocument } from '../admin/report-document.ts'
import { adminLanguages } from '../admin/words.ts'
import { openFigures } from '../figures.ts'
import { createLibraryReader } from '../knowledge/library.ts'
import { projectRoot } from '../root.ts'
import { readSettings } from '../settings.ts'
import { buildAssets } from '../site/assets.ts'
import { openSqlite } from '../store/engines.ts'
import { refuse } from './refuse.ts'

const asked = z.object({
  quarter: z.string().regex(/^20\d\dQ[1-4]$/),
  lang: z.enum(adminLanguages).default('fr'),
  out: z.string().min(1).optional(),
})

export async function report(words: readonly string[], options: Readonly<Record<string, unknown>>): Promise<number> {
  const parsed = asked.safeParse(options)
  if (!parsed.success || words.length > 0)
    return refuse(`Name a quarter and perhaps a language: report --quarter 2026Q3 --lang ${adminLanguages.join('|')}`)
  const read = readSettings(process.env)
  if (!read.ok) return refuse(read.problems.join('\n'))
  const { settings } = read
  if (!existsSync(join(settings.dataDir, 'dalil.sqlite')))
    return refuse(`${settings.dataDir} holds no database. Name its folder: DATA_DIR=… npm run dalil -- report`)
  const { quarter, lang } = parsed.data
  const { library } = createLibraryReader(projectRoot).read()
  const store = await openSqlite(settings.dataDir)
  try {
    const disclosure = await openFigures(store, () => library, Date.now)
    const quarters = await disclosure.quarters()
    if (!quarters.includes(quarter))
      return refuse(
        quarters.length > 0
          ? `There are no figures for ${quarter}. Finished quarters with figures: ${quarters.join(', ')}`
          : 'There are no figures yet: a report is made once a quarter is over.',
      )
    const locale = localeFor(library.sayAdmin, lang)
    const parts = { library: () => library, disclosure, now: Date.now }
    const page = await renderReportDocument(quarter, parts, locale, buildAssets().adminStyle.body.toString())
    const label = disclosure.simulated ? 'simulated-' : ''
    const file = parsed.data.out ?? `${label}dalil-${quarter}-${lang}.html`
    writeFileSync(file, page)
    process.stdout.write(`${file}\n`)
    return await printBeside(file, page, settings.chromium)
  } finally {
    await store.close()
  }
}

async function printBeside(file: string, page: string, chromium: string | undefined): Promise<number> {
  const print = findPrinter(chromium)
  if (!print) {
    process.stderr.write('No Chromium is found (CHROMIUM_PATH), so there is no PDF: print the file from a browser.\n')
    return 0
  }
  const pdf = `${file.replace(/\.html$/, '')}.pdf`
  writeFileSync(pdf, await print(page))
  process.stdout.write(`${pdf}\n`)
  return 0
}
