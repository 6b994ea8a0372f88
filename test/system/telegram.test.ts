/** The whole assistant on Telegram, in both modes: an answer, a button, a position, and nothing personal left behind. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { type Running, startForTest } from '../assistant.ts'
import { botToken, freePort, startTelegramServer, type TelegramServer } from '../telegram-server.ts'

const secret = 'a-secret-of-the-webhook-for-tests'
const marks = { id: 777_123_456, name: 'Zebulon-Kwabena', userName: 'zebulon_kwabena', phone: '0677889900' }

let telegram: TelegramServer
let assistant: Running
afterEach(async () => {
  await assistant.stop()
  await telegram.stop()
})

async function start(mode: 'polling' | 'webhook'): Promise<void> {
  telegram = await startTelegramServer()
  const port = String(await freePort())
  assistant = await startForTest({
    PORT: port,
    TELEGRAM_BOT_TOKEN: botToken,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    ...(mode === 'webhook' && {
      TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${port}/telegram`,
      TELEGRAM_WEBHOOK_SECRET: secret,
    }),
  })
  const connected = mode === 'webhook' ? 'setWebhook' : 'getUpdates'
  await telegram.until(() => telegram.calls.some(({ method }) => method === connected), connected)
}

function written(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.model'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString('latin1'))
    .join('\n')
}

describe.each(['polling', 'webhook'] as const)('on Telegram by %s', (mode) => {
  test('a question is answered, a button and a position give the services of a city, and nothing personal is written', async () => {
    await start(mode)
    const person = telegram.person({ id: marks.id, name: marks.name, userName: marks.userName })
    await person.say(`je suis ${marks.name}, ${marks.phone}, comment demander l'asile ?`)
    const [first] = await person.reads(1)
    expect(first?.text).toContain('HCR')
    const keyboard = first?.reply_markup?.inline_keyboard.flat().map((button) => button.callback_data)
    expect(keyboard).toContain('sources')
    await person.tap('sources')
    const replies = await person.reads(2)
    expect(replies.at(-1)?.text).toContain('UNHCR')
    await person.send({ text: undefined, location: { latitude: 35.77, longitude: -5.8 } })
    const after = await person.reads(3)
    expect(after.at(-1)?.text).toContain('Tanger')
    const everything = `${written(assistant.dataDir)}\n${assistant.log.join('\n')}`
    for (const mark of [String(marks.id), marks.name, marks.userName, marks.phone, botToken, secret])
      expect(everything.includes(mark), `"${mark}" was written`).toBe(false)
    expect(everything).toContain('asylum.apply')
  })
})
