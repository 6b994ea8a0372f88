/** An organisation's link from its making to the talk, on every channel; and attacks on it. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ChatResponse } from '../../src/channels/web.ts'
import { replyLanguages } from '../../src/languages.ts'
import { projectRoot } from '../../src/root.ts'
import { postChat, type Running, readable, startForTest } from '../assistant.ts'
import { startBrowser } from '../browser.ts'
import { cloudSettings, type GraphServer, startGraphServer, wordsOf } from '../graph-server.ts'
import { botToken, startTelegramServer, type TelegramServer } from '../telegram-server.ts'

const name = 'Association <b>Al & Amal</b>'
const secret = 'a secret of the tests, long enough for anybody'
let telegram: TelegramServer
let graph: GraphServer
let assistant: Running
let browser: Browser
let code: string

beforeAll(async () => {
  telegram = await startTelegramServer()
  graph = await startGraphServer()
  assistant = await startForTest({
    TELEGRAM_BOT_TOKEN: botToken,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    ...cloudSettings,
    WHATSAPP_API_ROOT: graph.apiRoot,
    DALIL_SECRET: secret,
  })
  browser = await startBrowser()
  code = dalil('ngo', 'add', name).split(' ')[0] ?? ''
})
afterAll(async () => {
  await browser.close()
  await assistant.stop()
  await telegram.stop()
  await graph.stop()
})

/** The command beside the running assistant, as an operator would use it. */
function dalil(...words: readonly string[]): string {
  const ended = spawnSync(process.execPath, ['src/cli.ts', ...words], {
    cwd: projectRoot,
    encoding: 'utf8',
    env: {
      ...process.env,
      DATA_DIR: assistant.dataDir,
      DALIL_SECRET: secret,
      PUBLIC_URL: assistant.address,
      TELEGRAM_BOT_NAME: 'TestNameBot',
      WHATSAPP_NUMBER: '212600000000',
    },
  })
  if (ended.status !== 0) throw new Error(ended.stderr)
  return ended.stdout
}

function linkTo(channel: 'web' | 'telegram' | 'whatsapp', ...options: readonly string[]): string {
  const line = dalil('ngo', 'link', code, ...options)
    .split('\n')
    .find((one) => one.startsWith(channel))
  return line?.split(/\s+/)[1] ?? ''
}
const tokenOf = (link: string) => link.split('/r/')[1] ?? ''

async function begin(referral: string): Promise<ChatResponse> {
  const response = await postChat(assistant.address, { referral })
  return (await response.json()) as ChatResponse // the shape that the API describes
}

describe('a link', () => {
  test('starts the talk at its topic, in its language, with city and situation known', async () => {
    const opened = await begin(
      tokenOf(linkTo('web', '--topic', 'legal.aid', '--lang', 'en', '--city', 'rabat', '--status', 'refugee')),
    )
    expect(opened.lang).toBe('en')
    expect(readable(opened)).toContain(`${name}\u2069 suggested Dalil to you`)
    expect(readable(opened)).toContain('GADEM')
    const choices = opened.reply.choices.map(({ id }) => id)
    expect(choices).toContain('drop')
    expect(choices).not.toContain('cities')
    expect(choices).not.toContain('situation:refugee')
  })

  test.each(replyLanguages)('says in %s who suggested it', async (lang) => {
    const opened = await begin(tokenOf(linkTo('web', '--topic', 'health.care', '--lang', lang)))
    expect(opened.lang).toBe(lang)
    expect(readable(opened).split('\n')[0]).toContain(name)
  })

  test('is kept with the talk until one tap drops it, with what it said of the person', async () => {
    const link = tokenOf(linkTo('web', '--topic', 'health.care', '--city', 'tanger', '--status', 'refugee'))
    const { chat } = await begin(link)
    const before = talks().filter(({ referral }) => referral !== undefined)
    expect(before.at(-1)).toMatchObject({ referral: code.replaceAll('-', ''), city: 'tanger' })
    await postChat(assistant.address, { chat, button: 'drop' })
    const after = talks().filter(({ referral }) => referral !== undefined)
    expect(after).toHaveLength(before.length - 1)
    expect(talks().filter(({ city }) => city === 'tanger')).toHaveLength(0)
  })

  test('is erased with everything else, and leaves of the person what it always leaves: counts', async () => {
    const { chat } = await begin(tokenOf(linkTo('web', '--topic', 'health.care')))
    const before = talks().length
    await postChat(assistant.address, { chat, button: 'forget' })
    expect(talks()).toHaveLength(before - 1)
    const [organisation] = rows('select * from referral_organisation')
    expect(Object.keys(organisation ?? {})).toEqual(['code', 'name', 'closed'])
  })
})

function rows(query: string): Record<string, unknown>[] {
  const database = new Database(join(assistant.dataDir, 'dalil.sqlite'), { readonly: true })
  const found = database.prepare(query).all() as Record<string, unknown>[] // better-sqlite3 knows no columns
  database.close()
  return found
}
const talks = () => rows('select state from conversation_talk').map(({ state }) => JSON.parse(String(state)))

describe('whoever guesses, changes or keeps a word', () => {
  test('gets a normal talk, to the letter, for a wrong, a tampered and a closed one', async () => {
    const other = dalil('ngo', 'add', 'Closed one').split(' ')[0] ?? ''
    const closed = tokenOf(dalil('ngo', 'link', other, '--topic', 'health.care').split('\n')[0] ?? '')
    dalil('ngo', 'close', other)
    const token = tokenOf(linkTo('web', '--topic', 'health.care'))
    const normal = (await begin('CAMPAIGN')).reply
    const tampered = (token.startsWith('A') ? 'B' : 'A') + token.slice(1)
    for (const wrong of [closed, tampered, '_'.repeat(36), code])
      expect((await begin(wrong)).reply, wrong).toEqual(normal)
    expect(normal.blocks.length).toBeGreaterThan(0)
  })

  test('gets an answer to a word that is no word at all', async () => {
    expect((await postChat(assistant.address, { referral: '../../etc' })).status).toBe(400)
    expect((await fetch(`${assistant.address}/r/${encodeURIComponent('<script>')}`)).status).toBe(200)
  })
})

describe('in each channel', () => {
  test('the web page shows it at once, shows the name as text, and keeps the word out of the address bar', async () => {
    const page = await (await browser.newContext({ viewport: { width: 360, height: 740 } })).newPage()
    await page.goto(linkTo('web', '--topic', 'education.enrol', '--lang', 'ar', '--city', 'tanger'))
    const first = page.getByRole('log').getByRole('article').last()
    await first.getByText(name).waitFor()
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
    expect(new URL(page.url()).pathname).toBe('/')
    await page.getByRole('button', { name: 'انس من نصحني بهذا' }).click()
    await page.getByText('تم النسيان').waitFor()
    await page.context().close()
  })

  test('Telegram starts it from the deep link', async () => {
    const start = new URL(linkTo('telegram', '--topic', 'education.enrol', '--lang', 'fr')).searchParams.get('start')
    expect(start?.length).toBeLessThanOrEqual(64)
    const person = telegram.person()
    await person.say(`/start ${start}`)
    const [first] = await person.reads(1)
    expect(first?.text).toContain('Association &lt;b&gt;Al &amp; Amal&lt;/b&gt;')
    expect(first?.text).toContain('école')
    const tampered = telegram.person()
    await tampered.say(`/start ${start?.slice(0, -1)}${start?.endsWith('A') ? 'B' : 'A'}`)
    expect((await tampered.reads(1))[0]?.text).toContain('je suis Dalil')
  })

  test('the message that a WhatsApp link prepares starts it too', async () => {
    const prepared =
      new URL(linkTo('whatsapp', '--topic', 'health.care', '--lang', 'fr')).searchParams.get('text') ?? ''
    await graph.subscribe(`${assistant.address}/whatsapp`)
    const person = graph.person()
    await person.say(prepared)
    const [first] = await person.reads(1)
    expect(first && wordsOf(first)).toContain('Al & Amal')
  })
})
