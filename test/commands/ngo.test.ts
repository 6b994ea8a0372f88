/** `dalil ngo` as an operator uses it, in a folder of its own. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { projectRoot } from '../../src/root.ts'
import { startBrowser } from '../browser.ts'

const folder = mkdtempSync(join(tmpdir(), 'dalil-ngo-'))
afterAll(() => rmSync(folder, { recursive: true }))

function ngo(words: readonly string[], environment: Record<string, string> = {}) {
  const ended = spawnSync(process.execPath, ['src/cli.ts', 'ngo', ...words], {
    cwd: projectRoot,
    encoding: 'utf8',
    env: {
      ...process.env,
      CHROMIUM_PATH: '',
      DATA_DIR: join(folder, 'data'),
      PUBLIC_URL: 'https://dalil.example.org',
      WHATSAPP_NUMBER: '212600000000',
      ...environment,
    },
  })
  return { code: ended.status, out: ended.stdout, errors: ended.stderr }
}

describe('dalil ngo', () => {
  test('adds, lists and closes organisations by codes that are typed with or without dashes', () => {
    const code = ngo(['add', 'Association', 'Amal']).out.slice(0, 21)
    expect(ngo(['list']).out).toBe(`${code}  open    Association Amal\n`)
    expect(ngo(['close', code.replaceAll('-', '').toUpperCase()]).code).toBe(0)
    expect(ngo(['list']).out).toContain('closed')
    expect(ngo(['slips', code]).errors).toContain('no such organisation')
  })

  test('says whose a service is, and changes who speaks for it', () => {
    const code = ngo(['add', 'Association Nour', '--service', 'gadem,foo-rabat']).out.slice(0, 21)
    const other = ngo(['add', 'Association Fajr']).out.slice(0, 21)
    expect(ngo(['own', code]).out).toBe('foo-rabat\ngadem\n')
    expect(ngo(['own', other, '--service', 'gadem']).out).toBe('gadem\n')
    expect(ngo(['own', code]).out).toBe('foo-rabat\n')
  })

  test.each([
    [['add', 'X', '--service', 'nowhere'], '--service nowhere'],
    [['add', 'X', '--service', 'line-samu-141'], 'no emergency lines'],
    [['own', '0000-0000-0000-0000-1'], 'no such organisation'],
    [['open'], 'Write one of'],
    [['add', ''], 'Write the name'],
    [['add', 'x\u202egro'], 'Write the name'],
    [['close', '0000-0000-0000-0000-1'], 'no such organisation'],
    [['slips', '--lang', 'fr,xx'], '--lang is some of'],
    [['slips', '--channel', 'telegram'], 'TELEGRAM_BOT_NAME'],
  ])('says of %j what is wrong: %s', (words, sentence) => {
    const { code, errors } = ngo(words)
    expect(code).toBe(2)
    expect(errors).toContain(sentence)
  })

  test('writes cards of Dalil itself, as pages, codes and a PDF of one page each where there is a Chromium', async () => {
    const browser = await startBrowser() // unpacks Chromium, where that was not done yet
    await browser.close()
    const cache = join(projectRoot, 'node_modules/.cache')
    const unpacked = readdirSync(cache).find((name) => /^chromium-[\d.]+$/.test(name)) ?? ''
    const executable = process.env.CHROMIUM_PATH || join(cache, unpacked, 'chromium')
    const out = join(folder, 'cards')
    const words = ['slips', '--lang', 'fr,ar', '--channel', 'whatsapp', '--out', out]
    expect(ngo(words, { CHROMIUM_PATH: executable }).out).toContain('print the .pdf')
    const kinds = ['html', 'pdf', 'png', 'svg']
    expect(readdirSync(out).sort()).toEqual(
      ['ar', 'fr'].flatMap((lang) => kinds.map((kind) => `slips-${lang}.${kind}`)),
    )
    const pdf = readFileSync(join(out, 'slips-ar.pdf')).toString('latin1')
    expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1)
    expect(readFileSync(join(out, 'slips-fr.html'), 'utf8')).toContain('wa.me/212600000000')
  })
})
