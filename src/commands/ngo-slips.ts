/** `dalil ngo slips`: sheets of eight slips, to be cut: a page for each language, a PDF where a Chromium is found, codes. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findPrinter } from '../admin/pdf.ts'
import { DalilError } from '../errors.ts'
import { createLibraryReader } from '../knowledge/library.ts'
import type { ReplyLanguage } from '../languages.ts'
import type { OrganisationCode } from '../referral/codes.ts'
import { makeLinks } from '../referral/links.ts'
import type { TalkStart } from '../referral/tokens.ts'
import { projectRoot } from '../root.ts'
import { renderQrCode } from '../site/qr-code.ts'
import { renderQrPicture } from '../site/qr-picture.ts'
import { renderSlipSheet } from '../site/slip-sheet.ts'
import type { Desk } from './ngo-desk.ts'

export interface SlipWish {
  /** Who hands them out; its language is left aside, for each sheet has its own. Absent: cards of Dalil itself. */
  readonly from?: { readonly code: OrganisationCode; readonly name: string; readonly start: TalkStart }
  readonly languages: readonly ReplyLanguage[]
  readonly channel: string
  readonly folder: string
}

export async function makeSlips(desk: Pick<Desk, 'reach' | 'seal'>, wish: SlipWish): Promise<number> {
  const { library } = createLibraryReader(projectRoot).read()
  const { from } = wish
  const files = wish.languages.map((language) => {
    const token = from && desk.seal(from.code, { ...from.start, language })
    const address = makeLinks(desk.reach, token).find(({ channel }) => channel === wish.channel)?.address ?? ''
    const topic = from?.start.topic
    const sheet = renderSlipSheet(library, {
      language,
      address,
      ...(from && { organisation: from.name }),
      ...(topic && { topic }),
    })
    return { name: `slips-${language}`, address, sheet }
  })
  try {
    mkdirSync(wish.folder, { recursive: true })
    for (const { name, address, sheet } of files) {
      writeFileSync(join(wish.folder, `${name}.html`), sheet)
      writeFileSync(join(wish.folder, `${name}.svg`), renderQrCode(address, address).text)
      writeFileSync(join(wish.folder, `${name}.png`), renderQrPicture(address))
    }
    const print = findPrinter(process.env.CHROMIUM_PATH || undefined)
    if (print)
      for (const { name, sheet } of files) writeFileSync(join(wish.folder, `${name}.pdf`), await print(sheet, false))
    const how = print
      ? 'print the .pdf'
      : 'no Chromium was found (CHROMIUM_PATH names one): open the .html in a browser and print it'
    process.stdout.write(`${files.length} sheets of eight in ${wish.folder}; ${how}.\n`)
    return 0
  } catch (error) {
    if (error instanceof DalilError) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    process.stderr.write(`The folder ${wish.folder} cannot be written to (${code}). Name another one after --out.\n`)
    return 1
  }
}
