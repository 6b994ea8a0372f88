/** The web chat: a page in Chromium, used by the labels and roles that a person sees or hears. */
import { rmSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import type { Library } from '../../src/knowledge/library.ts'
import { type ReplyLanguage, replyLanguages } from '../../src/languages.ts'
import type { WordKey } from '../../src/site/words.client.ts'
import { startForTest } from '../assistant.ts'
import { startBrowser } from '../browser.ts'
import type { ChannelUnderTest, ChatUnderTest, Seen } from './driver.ts'

export const webChat: ChannelUnderTest = {
  name: 'web chat in Chromium',
  source: 'web.ts',
  cannot: {
    media: 'the page has a field for words only',
    'old-button': 'the page takes old buttons away',
  },
  faults: {
    'too-many': {
      file: 'site/failure.test.ts',
      test: 'who writes too fast is told to wait, and may send again when the time has passed',
    },
    'server-error': {
      file: 'site/failure.test.ts',
      test: 'a server that is broken is treated as one that cannot be reached',
    },
    'time-out': {
      file: 'site/failure.test.ts',
      test: 'an answer that does not come within half a minute counts as a failure',
    },
    reset: {
      file: 'site/failure.test.ts',
      test: 'a message that could not be sent stays in sight, says so and can be sent again',
    },
    duplicate: {
      file: 'site/conversation.test.ts',
      test: 'a button cannot be tapped twice while its answer is awaited',
    },
    'out-of-order': {
      file: 'site/conversation.test.ts',
      test: 'two questions sent one after the other are answered in their order',
    },
    malformed: {
      file: 'site/failure.test.ts',
      test: 'a page of somebody between us and the server is not taken for an answer',
    },
    unknown: { cannot: 'the page and the server are of one version' },
    burst: { cannot: 'a page sends one message after the other; for the server see the HTTP API' },
  },
  async open(now) {
    const [assistant, browser] = await Promise.all([startForTest({}, { now }), startBrowser()])
    const library = assistant.brain.library()
    // A page that is opened anew is another person's: nothing outlives it. The process behind it costs a second.
    const left: Page[] = []
    return {
      library,
      async newChat(language = 'fr') {
        const page = left.pop() ?? (await newPage(browser))
        await page.goto(`${assistant.address}/?lang=${language}`)
        return openChat(page, library, language, () => left.push(page))
      },
      settled: assistant.settled,
      async close() {
        await browser.close()
        await assistant.stop()
        rmSync(assistant.dataDir, { recursive: true })
      },
    }
  },
}

async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    reducedMotion: 'reduce',
    permissions: ['geolocation'],
  })
  return context.newPage()
}

function openChat(page: Page, library: Library, first: ReplyLanguage, leave: () => void): ChatUnderTest {
  /** Everything below the person's last message. */
  const below = page.locator('.theirs:not(:has(~ .own))')
  const choices = page.getByRole('log').getByRole('button')
  const field = page.getByRole('textbox')
  /** In the language that the page shows now. */
  const word = async (key: WordKey) => {
    const shown = await page.getByRole('combobox').inputValue()
    return library.say(replyLanguages.find((language) => language === shown) ?? first, `web.${key}`)
  }
  const reply = async (send: () => Promise<void>): Promise<Seen> => {
    const before = await page.locator('.own').count()
    await send()
    await page.waitForFunction(isAnswered, before)
    return read()
  }
  const read = async (): Promise<Seen> => {
    const lines = (await below.allInnerTexts()).flatMap((text) => text.split('\n').map((line) => line.trim()))
    const direction = await below.last().evaluate((message) => getComputedStyle(message).direction)
    // Both are on the page, yet no part of the reply: a name for screen readers, and a button of the browser's making.
    const [dalil, position] = [await word('dalil'), await word('usePosition')]
    return {
      text: lines.filter((line) => line !== dalil).join('\n'),
      direction: direction === 'rtl' ? 'rtl' : 'ltr',
      choices: (await choices.allInnerTexts()).filter((label) => label !== position),
    }
  }
  const tap = (label: string) =>
    reply(() => page.getByRole('log').getByRole('button', { name: label, exact: true }).click())
  const never = () => Promise.reject(new Error('the page has no such thing'))
  return {
    tap,
    say: (text) =>
      reply(async () => {
        await field.fill(text)
        await field.press('Enter')
      }),
    start: read,
    async share(latitude, longitude) {
      await page.context().setGeolocation({ latitude, longitude })
      return tap(await word('usePosition'))
    },
    tapOld: never,
    sendMedia: never,
    leave: async () => leave(),
  }
}

/** In the page: the last word is Dalil's, below more messages of the person than before, or below none after "Erase". */
function isAnswered(before: number): boolean {
  const all = [...document.querySelectorAll('.message')]
  const own = all.filter((message) => message.matches('.own')).length
  const waits = document.getElementById('typing')?.textContent !== ''
  return !waits && all.at(-1)?.matches('.own') === false && (own > before || (own === 0 && before > 0))
}
