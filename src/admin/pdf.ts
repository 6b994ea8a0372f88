/** Prints a page of ours as PDF with the Chromium of this machine, where there is one. */
import puppeteer from 'puppeteer-core'
import { findChromium } from '../chromium.ts'
import { DalilError } from '../errors.ts'

/** @param numbered false where the page fills its paper to the edge, as slips to be cut do */
export type PrintPdf = (page: string, numbered?: boolean) => Promise<Uint8Array>

/**
 * @param named `CHROMIUM_PATH`; looked for in the usual places where it is not set
 * @returns undefined where there is none: the page can then be printed from any browser
 */
export function findPrinter(named: string | undefined): PrintPdf | undefined {
  const executable = findChromium(named)
  if (executable === undefined) return undefined
  // One browser at a time: each takes 200 MB, and a report is asked for four times a year.
  let queue: Promise<unknown> = Promise.resolve()
  return (page, numbered = true) => {
    const printed = queue.then(() => print(executable, page, numbered))
    queue = printed.catch(() => undefined)
    return printed
  }
}

/** Numbers alone, so that they need no language. Chromium gives such a line no letters' size of its own. */
const pageNumbers =
  '<div style="width:100%;font-size:8px;text-align:center"><span class="pageNumber"></span> / <span class="totalPages"></span></div>'

/** @throws DalilError `pdf-failed` */
async function print(executablePath: string, page: string, numbered: boolean): Promise<Uint8Array> {
  try {
    const browser = await puppeteer.launch({
      executablePath,
      headless: true,
      // As root, in a container, Chromium's own sandbox cannot start; the page is ours and runs no script.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    })
    try {
      const tab = await browser.newPage()
      await tab.setJavaScriptEnabled(false)
      await tab.setOfflineMode(true)
      await tab.setContent(page)
      return await tab.pdf({
        preferCSSPageSize: true,
        printBackground: true,
        tagged: true,
        displayHeaderFooter: numbered,
        headerTemplate: '<span></span>',
        footerTemplate: pageNumbers,
      })
    } finally {
      await browser.close()
    }
  } catch (cause) {
    throw new DalilError('pdf-failed', { cause })
  }
}
