/** The quarterly report: on the screen, as a file, and on paper with a real Chromium. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectRoot } from '../../src/root.ts'
import { epsilons } from '../../src/signals/open-data.ts'
import { chromiumPath } from '../browser.ts'
import { readText } from './admin-server.ts'
import { type DashboardServer, newest, startDashboard } from './dashboard-server.ts'

const run = promisify(execFile)

let server: DashboardServer
let chromium: string
beforeAll(async () => {
  chromium = await chromiumPath()
  server = await startDashboard({ environment: { CHROMIUM_PATH: chromium } })
})
afterAll(() => server.stop())

/** Pages of a PDF as Chromium writes it. */
function countPages(pdf: Buffer): number {
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0
}

describe.each(['fr', 'ar', 'en'])('in %s', (language) => {
  test('a file needs nothing from anywhere: a summary, a page for each programme with its objectives, and the method', async () => {
    await server.client.get(`/admin/account?lang=${language}`)
    const file = await server.client.get(`/admin/report/file.html?quarter=${newest}`)
    expect(file.headers.get('content-disposition')).toContain(`filename="simulated-dalil-${newest}-${language}.html"`)
    expect(file.text).toContain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`)
    expect(file.text).not.toMatch(/<script|<link|src=|url\((?!#)|href="[^#]/)
    const { programmes } = server.brain.library()
    expect(file.text.match(/<section class="sheet"/g)).toHaveLength(programmes.length + 2)
    const text = readText(file.text)
    for (const { titles, osp } of programmes)
      expect(text).toContain(`${titles[language as 'fr']} – OSP ${osp.join(', ')}`) // one of the languages above
    for (const number of Array.from({ length: 27 }, (_, at) => at + 1)) expect(text).toContain(`OSP ${number} `)
  })
})

test('the method page names the noise of the open data as it is drawn', async () => {
  const spent = Object.values(epsilons).reduce((sum, { parts, over }) => sum + parts / over, 0)
  await server.client.get('/admin/account?lang=fr')
  const { text } = await server.client.get(`/admin/report?quarter=${newest}`)
  expect(readText(text)).toContain(`ε = ${Number(spent.toFixed(6))} par conversation et par semaine`)
})

test('simulated figures are called so on the first page', async () => {
  const { text } = await server.client.get(`/admin/report/file.html?quarter=${newest}`)
  expect(readText(text)).toContain('Données simulées : elles ne viennent de personne.')
})

test('a PDF has a page for the summary, one for each programme, and one for the method', async () => {
  const cookie = [...server.client.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const response = await fetch(`${server.address}/admin/report/file.pdf?quarter=${newest}`, { headers: { cookie } })
  expect(response.headers.get('content-type')).toBe('application/pdf')
  const pdf = Buffer.from(await response.arrayBuffer())
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  expect(countPages(pdf)).toBe(13)
})

describe('dalil report', () => {
  const cli = (...words: string[]) =>
    run(process.execPath, [join(projectRoot, 'src/cli.ts'), 'report', ...words], {
      cwd: projectRoot,
      env: { ...process.env, DATA_DIR: server.dataDir, CHROMIUM_PATH: chromium },
    }).then(
      ({ stdout }) => ({ code: 0, says: stdout }),
      (error: { code: number; stderr: string }) => ({ code: error.code, says: error.stderr }),
    )

  test('writes the Arabic report and its PDF', async () => {
    const out = join(mkdtempSync(join(tmpdir(), 'dalil-report-')), 'rapport.html')
    const { code, says } = await cli('--quarter', newest, '--lang', 'ar', '--out', out)
    expect(code).toBe(0)
    expect(says).toBe(`${out}\n${out.replace('.html', '.pdf')}\n`)
    expect(readFileSync(out, 'utf8')).toContain('<html lang="ar" dir="rtl">')
    expect(countPages(readFileSync(out.replace('.html', '.pdf')))).toBe(13)
  })

  test('says which quarters there are where the one asked for has no figures', async () => {
    const { code, says } = await cli('--quarter', '2031Q1')
    expect(code).toBe(2)
    expect(says).toContain('2025Q3, 2025Q4, 2026Q1, 2026Q2, 2026Q3')
  })

  test('refuses a quarter that is none and a language without pages', async () => {
    expect((await cli('--quarter', '2026-Q3')).code).toBe(2)
    expect((await cli('--quarter', newest, '--lang', 'es')).code).toBe(2)
  })
})
