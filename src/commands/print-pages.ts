/** Pages → PDF by a Chromium of this machine, without a request to anywhere. */
import { existsSync } from 'node:fs'
import puppeteer from 'puppeteer-core'

/** Where packages and installers of the usual systems put it. */
const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** @returns one PDF a page in order; undefined where no Chromium is found */
export async function printPages(pages: readonly string[]): Promise<Uint8Array[] | undefined> {
  const executablePath = process.env.CHROMIUM_PATH || usualPlaces.find((place) => existsSync(place))
  if (!executablePath) return undefined
  // As root, in a container, Chromium has no sandbox; the page is our own and has no script.
  const asRoot = process.getuid?.() === 0
  const browser = await puppeteer.launch({ executablePath, args: asRoot ? ['--no-sandbox'] : [] })
  try {
    const page = await browser.newPage()
    await page.setJavaScriptEnabled(false)
    const printed: Uint8Array[] = []
    for (const html of pages) {
      await page.setContent(html)
      printed.push(await page.pdf({ preferCSSPageSize: true, printBackground: true }))
    }
    return printed
  } finally {
    await browser.close()
  }
}
