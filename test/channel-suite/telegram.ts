/** Telegram through a Bot API server, in both ways in which updates come. */
import { rmSync } from 'node:fs'
import { startForTest } from '../assistant.ts'
import {
  botToken,
  type CallBody,
  freePort,
  type Person,
  startTelegramServer,
  type TelegramServer,
} from '../telegram-server.ts'
import type { ChannelUnderTest, ChatUnderTest, Seen } from './driver.ts'
import { directionOfLines } from './reading.ts'

export const telegramPolling = telegramBy('polling')
export const telegramWebhook = telegramBy('webhook')

function telegramBy(mode: 'polling' | 'webhook'): ChannelUnderTest {
  return {
    name: `Telegram by ${mode}`,
    source: 'telegram/adapter.ts',
    cannot: { 'page-language': 'a bot shows nothing of its own before the first message' },
    faults: {
      'too-many': {
        file: 'channels/telegram/adapter.test.ts',
        test: 'a reply that Telegram cannot take now is sent again',
      },
      'server-error': {
        file: 'channels/telegram/adapter.test.ts',
        test: 'a reply that Telegram cannot take now is sent again',
      },
      'time-out': {
        file: 'channels/telegram/faults.test.ts',
        test: 'a reply that Telegram does not confirm is sent again',
      },
      reset: {
        file: 'channels/telegram/faults.test.ts',
        test: 'a reply whose connection breaks is sent again, and the next one comes after it',
      },
      duplicate: { file: 'channels/telegram/adapter.test.ts', test: 'the same update twice is answered once' },
      'out-of-order': {
        file: 'channels/telegram/faults.test.ts',
        test: 'updates in another order than that of their ids are each answered once',
      },
      malformed: {
        file: 'channels/telegram/faults.test.ts',
        test: 'what is no update, and what we do not know, costs those beside it nothing',
      },
      unknown: {
        file: 'channels/telegram/faults.test.ts',
        test: 'what is no update, and what we do not know, costs those beside it nothing',
      },
      burst: {
        file: 'channels/telegram/faults.test.ts',
        test: '10,000 updates at once are each answered once, and who is in danger before those who wait',
      },
    },
    async open(now) {
      const telegram = await startTelegramServer()
      const port = String(await freePort())
      const assistant = await startForTest(
        {
          PORT: port,
          TELEGRAM_BOT_TOKEN: botToken,
          TELEGRAM_API_ROOT: telegram.apiRoot,
          ...(mode === 'webhook' && {
            TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${port}/telegram`,
            TELEGRAM_WEBHOOK_SECRET: 'a-secret-of-the-webhook-for-tests',
          }),
        },
        { now },
      )
      const connected = mode === 'webhook' ? 'setWebhook' : 'getUpdates'
      await telegram.until(() => telegram.calls.some(({ method }) => method === connected), connected)
      return {
        library: assistant.brain.library(),
        newChat: async () => chatOf(telegram, telegram.person()),
        settled: assistant.settled,
        async close() {
          await assistant.stop()
          await telegram.stop()
          rmSync(assistant.dataDir, { recursive: true })
        },
      }
    },
  }
}

const media = {
  voice: { voice: { file_id: 'v', duration: 3 } },
  picture: { photo: [{ file_id: 'p' }] },
  other: { sticker: { file_id: 's' } },
}

function chatOf(telegram: TelegramServer, person: Person): ChatUnderTest {
  let keyboard: NonNullable<CallBody['reply_markup']>['inline_keyboard'] = []
  /** Every whole reply of a conversation ends with its choices, which stand under its last message. */
  const reply = async (send: Promise<void>): Promise<Seen> => {
    const before = person.read().length
    await send
    const messages = await telegram.until(() => {
      const since = person.read().slice(before)
      return since.some(({ reply_markup }) => reply_markup) && since
    }, 'a message with choices')
    keyboard = messages.at(-1)?.reply_markup?.inline_keyboard ?? []
    const html = messages.map(({ text = '' }) => text).join('\n')
    const text = withoutTags(html)
    const direction = directionOfLines(text)
    // Read from right to left, a row begins at its right end.
    const rows = direction === 'rtl' ? keyboard.map((row) => [...row].reverse()) : keyboard
    return { text, direction, choices: rows.flat().map((button) => button.text) }
  }
  const tapId = (id: string) => reply(person.tap(id))
  return {
    say: (text) => reply(person.say(text)),
    tap: (label) => tapId(keyboard.flat().find((button) => button.text === label)?.callback_data ?? ''),
    tapOld: tapId,
    start: (referral) => reply(person.say(referral === undefined ? '/start' : `/start ${referral}`)),
    share: (latitude, longitude) => reply(person.send({ text: undefined, location: { latitude, longitude } })),
    sendMedia: (kind) => reply(person.send({ text: undefined, ...media[kind] })),
  }
}

function withoutTags(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
}
