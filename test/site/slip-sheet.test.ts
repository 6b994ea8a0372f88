/** The sheet of slips as it is printed: eight that fit, in every language, whose codes a telephone can read. */
import { inflateSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { titleOf } from '../../src/knowledge/compose.ts'
import { createLibraryReader } from '../../src/knowledge/library.ts'
import { replyLanguages } from '../../src/languages.ts'
import { projectRoot } from '../../src/root.ts'
import { renderQrPicture } from '../../src/site/qr-picture.ts'
import { renderSlipSheet } from '../../src/site/slip-sheet.ts'
import { startBrowser } from '../browser.ts'
import { readQr } from '../qr-reader.ts'

const { library } = createLibraryReader(projectRoot).read()
const address = 'https://dalil.example.org/r/FDMHsV0mmrAxB4YKAgoG0w2X9F67bON8pMlv'
let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser.close())

describe('a sheet of slips', () => {
  test.each(replyLanguages)('has eight that fit on A4 with the longest topic and name, in %s', async (language) => {
    const [topic] = [...library.topics.keys()].sort(
      (a, b) => titleOf(library, b, language).length - titleOf(library, a, language).length,
    )
    const organisation = `Association ${'Solidarité '.repeat(4)}Tanger`
    const page = await browser.newPage()
    await page.setContent(renderSlipSheet(library, { language, address, organisation, ...(topic && { topic }) }))
    const slips = page.locator('.slip')
    expect(await slips.count()).toBe(8)
    const overflow = await slips.evaluateAll((all) =>
      all.map((slip) => slip.scrollHeight - slip.clientHeight + (slip.scrollWidth - slip.clientWidth)),
    )
    expect(Math.max(...overflow)).toBeLessThanOrEqual(1)
    const text = await slips.first().textContent()
    for (const number of ['15', '19', '177']) expect(text).toContain(number)
    expect(text).toContain('/forget')
    const height = await page.locator('.sheet').evaluate((sheet) => sheet.getBoundingClientRect().height)
    expect(Math.round(height)).toBe(1123) // 297 mm at 96 pixels an inch: one page
    await page.close()
  })

  test('shows a name as it was written, whatever signs are in it', async () => {
    const page = await browser.newPage()
    const organisation = '<script>document.title="hit"</script>'
    await page.setContent(renderSlipSheet(library, { language: 'fr', address, organisation }))
    expect(await page.title()).toBe('Dalil')
    expect(await page.locator('.given').first().textContent()).toContain(organisation)
    await page.close()
  })

  test('has a code that a decoder reads as the address, as drawn in Chromium', async () => {
    const page = await browser.newPage({ deviceScaleFactor: 3 })
    await page.setContent(renderSlipSheet(library, { language: 'ar', address }))
    const shot = await page.locator('.code').first().screenshot()
    const { width, height, data } = await page.evaluate(
      async (source) => {
        const picture = new Image()
        picture.src = source
        await picture.decode()
        const canvas = document.createElement('canvas')
        canvas.width = picture.width
        canvas.height = picture.height
        const context = canvas.getContext('2d')
        context?.drawImage(picture, 0, 0)
        const pixels = context?.getImageData(0, 0, picture.width, picture.height).data ?? []
        return { width: picture.width, height: picture.height, data: [...pixels] }
      },
      `data:image/png;base64,${shot.toString('base64')}`,
    )
    expect(readQr(Uint8ClampedArray.from(data), width, height)).toBe(address)
    await page.close()
  })

  test('comes with the code as a PNG that a decoder reads', () => {
    const png = renderQrPicture(address)
    const size = png.readUInt32BE(16)
    const dataLength = png.readUInt32BE(33)
    const lines = inflateSync(png.subarray(41, 41 + dataLength))
    const lineBytes = 1 + Math.ceil(size / 8)
    const pixels = new Uint8ClampedArray(size * size * 4).fill(255)
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++)
        if (((lines[y * lineBytes + 1 + (x >> 3)] ?? 0) & (128 >> (x & 7))) === 0)
          pixels.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3)
    expect(readQr(pixels, size, size)).toBe(address)
    expect(png.length).toBeLessThan(2000)
  })
})
