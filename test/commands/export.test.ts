/** The pages as a folder, written by the command and read as files, as from a memory stick. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLibraryReader } from '../../src/knowledge/library.ts'
import { replyLanguages } from '../../src/languages.ts'
import { projectRoot } from '../../src/root.ts'
import { type Reader, startReader } from '../site/public-site.ts'

const { library } = createLibraryReader(projectRoot).read()
const chat = 'https://t.me/dalil_example_bot'
const folder = mkdtempSync(join(tmpdir(), 'dalil-export-'))
let written: { code: number | null; out: string; errors: string }
beforeAll(() => {
  written = run(['--html', folder, '--chat', chat])
})
afterAll(() => rmSync(folder, { recursive: true }))

function run(words: readonly string[]): { code: number | null; out: string; errors: string } {
  const ended = spawnSync(process.execPath, ['src/cli.ts', 'export', ...words], { cwd: projectRoot, encoding: 'utf8' })
  return { code: ended.status, out: ended.stdout, errors: ended.stderr }
}

function pages(): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'))
}

function read(name: string): string {
  return readFileSync(join(folder, name), 'utf8')
}

describe('an export', () => {
  test('holds every topic in its languages, every city with services, and a list of topics for each language', () => {
    expect(written.code).toBe(0)
    expect(written.out).toContain('index.html')
    const topics = [...library.topics.values()].flatMap(({ id, answers }) =>
      [...answers.keys()].map((language) => `${language}/t/${id}.html`),
    )
    const cities = [...new Set(library.services.map(({ city }) => city))].filter((city) => city !== 'national')
    const expected = replyLanguages.flatMap((language) => [
      `${language}/index.html`,
      `${language}/notice.html`,
      ...cities.map((city) => `${language}/s/${city}.html`),
    ])
    expect(pages().sort()).toEqual([...topics, ...expected, 'index.html'].sort())
  })

  test('leads nowhere into the void: every link of every page ends at a file and an anchor that are there', () => {
    const broken = pages().flatMap((name) =>
      [...read(name).matchAll(/(?:href|src)="([^"]+)"/g)]
        .map(([, link = '']) => link)
        .filter((link) => !/^(https?:|tel:|geo:|data:)/.test(link))
        .filter((link) => {
          const [path = '', anchor] = link.split('#')
          const file = path === '' ? join(folder, name) : resolve(folder, dirname(name), path)
          if (!existsSync(file) || !statSync(file).isFile()) return true
          return anchor !== undefined && !readFileSync(file, 'utf8').includes(`id="${anchor}"`)
        })
        .map((link) => `${name}: ${link}`),
    )
    expect(broken).toEqual([])
  })

  test('loads nothing from elsewhere', () => {
    for (const name of pages()) {
      const loaded = [...read(name).matchAll(/<(?:link|script|img|iframe)\b[^>]*(?:href|src)="([^"]+)"/g)]
      for (const [, address = ''] of loaded)
        expect([name, address]).not.toEqual([name, expect.stringMatching(/^(https?:)?\/\//)])
    }
  })

  test('lists all topics by programme in every language, whether or not they are written in it', () => {
    for (const language of replyLanguages) {
      const list = read(`${language}/index.html`)
      for (const { id, titles } of library.programmes) {
        expect(list).toContain(`id="${id}"`)
        expect(list).toContain(titles[language])
      }
      for (const id of library.topics.keys()) expect(list).toMatch(new RegExp(`t/${id.replace('.', '\\.')}\\.html"`))
    }
  })

  test('leads to the chat that was named, by a link and by a code on paper', () => {
    const page = read('fr/t/health.care.html')
    expect(page).toContain(`href="${chat}"`)
    expect(page).toContain('class="code"')
  })

  test('without a chat has neither, and says so', () => {
    const other = mkdtempSync(join(tmpdir(), 'dalil-export-'))
    const { code, errors } = run(['--html', other])
    const page = readFileSync(join(other, 'fr/t/health.care.html'), 'utf8')
    rmSync(other, { recursive: true })
    expect(code).toBe(0)
    expect(errors).toContain('--chat')
    expect(page).not.toContain('class="ask"')
    expect(page).not.toContain('class="code"')
  })

  test('is refused with a way out where the call is wrong', () => {
    expect(run([])).toMatchObject({ code: 2, errors: expect.stringContaining('--html') })
    expect(run(['--html', folder, '--chat', 'dalil'])).toMatchObject({
      code: 2,
      errors: expect.stringContaining('https://'),
    })
    const file = join(folder, 'not-a-folder')
    writeFileSync(file, '')
    expect(run(['--html', file])).toMatchObject({ code: 1, errors: expect.stringContaining('cannot be written') })
    rmSync(file)
  })
})

describe('an export opened from the disk', () => {
  let reader: Reader
  beforeAll(async () => {
    reader = await startReader()
  })
  afterAll(() => reader.close())
  const start = pathToFileURL(join(folder, 'index.html')).href

  test('is read from the choice of language to a topic, a city and the same in another language', async () => {
    const page = await reader.open(start)
    await page.getByRole('link', { name: 'English' }).click()
    await page.getByRole('heading', { level: 1, name: 'All topics' }).waitFor()
    await page.getByRole('link', { name: 'Medical emergency' }).first().click()
    await page.getByRole('link', { name: 'العربية' }).click()
    expect(await page.locator('html').getAttribute('lang')).toBe('ar')
    expect(await page.evaluate(() => getComputedStyle(document.body).margin)).toBe('0px') // the sheet has come
    await page.context().close()
  })

  test('has a search that narrows the list, where scripts run', async () => {
    const page = await reader.open(start, { javaScriptEnabled: true })
    await page.getByRole('link', { name: 'English' }).click()
    await page.getByLabel('Search for a topic').fill('asylum')
    const titles = await page.locator('#topics').getByRole('link').allTextContents()
    expect(titles.length).toBeGreaterThan(0)
    expect(titles.length).toBeLessThan(library.topics.size / 2)
    await page.context().close()
  })
})
