/** WhatsApp by a linked phone: the real whatsapp-web.js in Chromium, on the page of `test/whatsapp-web/`. */
import { rmSync } from 'node:fs'
import type { Library } from '../../src/knowledge/library.ts'
import { replyLanguages } from '../../src/languages.ts'
import { startForTest } from '../assistant.ts'
import { chromiumForPage, noPace } from '../channels/whatsapp/linked-setting.ts'
import { type Person, startWhatsApp, type WhatsApp } from '../whatsapp-web/server.ts'
import type { ChannelUnderTest, ChatUnderTest, Seen } from './driver.ts'
import { directionOfLines } from './reading.ts'

const file = 'channels/whatsapp/linked.test.ts'
const begun = 'an ordinary text that was begun is not repeated, an urgent one is'

export const whatsappLinked: ChannelUnderTest = {
  name: 'WhatsApp by a linked phone',
  source: 'whatsapp/linked.ts',
  cannot: {
    start: 'WhatsApp tells nothing of a chat that is only opened: a person writes first',
    'page-language': 'a chat shows nothing of ours before the first message',
    'old-button': 'there are no buttons; a list that is quoted is tested with the channel',
  },
  faults: {
    'too-many': { cannot: 'WhatsApp Web asks nobody to wait; the channel keeps its own pace' },
    'server-error': { cannot: 'the library answers in the same browser' },
    'time-out': { file: 'channels/whatsapp/linked-faults.test.ts', test: 'when its page answers no more' },
    reset: { file: 'channels/whatsapp/linked-outbox.test.ts', test: begun },
    duplicate: { file, test: 'that comes twice is answered once; messages of a chat are answered in order' },
    'out-of-order': { file, test: 'that comes twice is answered once; messages of a chat are answered in order' },
    malformed: {
      file: 'channels/whatsapp/linked-messages.test.ts',
      test: 'our own, a status, a shape that nobody knows: %o is no message',
    },
    unknown: { file, test: 'with a position, a voice, pictures at once or a call is answered as what it is' },
    burst: {
      file: 'channels/whatsapp/linked-faults.test.ts',
      test: '10,000 messages at once: who is in danger is answered, while the others wait at a human pace',
    },
  },
  async open(now) {
    const whatsapp = await startWhatsApp({ linked: true, now })
    const connected = Promise.withResolvers<void>()
    const assistant = await startForTest(
      { WHATSAPP: 'web', CHROMIUM_PATH: await chromiumForPage(), WHATSAPP_PAGE: whatsapp.page },
      {
        now,
        linkedPhone: { pace: noPace, typingMillis: 0 },
        showLink: ({ kind }) => kind === 'connected' && connected.resolve(),
      },
    )
    await connected.promise
    const library = assistant.brain.library()
    return {
      library,
      newChat: async () => chatOf(whatsapp, whatsapp.person(), library),
      settled: assistant.settled,
      async close() {
        await assistant.stop()
        await whatsapp.stop()
        rmSync(assistant.dataDir, { recursive: true })
      },
    }
  },
}

const media = { voice: { type: 'ptt' }, picture: { type: 'image' }, other: { type: 'sticker' } }

function chatOf(whatsapp: WhatsApp, person: Person, library: Library): ChatUnderTest {
  /** The sentence above the numbered choices, with which every whole reply of a conversation ends. */
  const invitations = replyLanguages.map((language) => library.say(language, 'whatsapp.byNumber'))
  let choices: readonly string[] = []
  const listOf = (message: string) => {
    const invitation = invitations.find((sentence) => message.includes(sentence))
    return invitation === undefined
      ? undefined
      : { text: message.split(invitation)[0] ?? '', list: message.split(invitation)[1] ?? '' }
  }
  const reply = async (send: () => unknown): Promise<Seen> => {
    const before = person.read().length
    send()
    const messages = await whatsapp.until(() => {
      const since = person.read().slice(before)
      return since.some(listOf) && since
    }, 'a message with choices')
    const text = withoutMarks(messages.map((message) => listOf(message)?.text ?? message).join('\n'))
    const list = messages.map(listOf).find((found) => found !== undefined)?.list ?? ''
    choices = list.split('\n').flatMap((line) => line.match(/^\W*\d+\. (.*)$/u)?.[1] ?? [])
    return { text, direction: directionOfLines(text), choices }
  }
  return {
    say: (text) => reply(() => person.says(text)),
    tap: (label) => reply(() => person.says(String(choices.indexOf(label) + 1))),
    tapOld: () => Promise.reject(new Error('there are no buttons')),
    start: () => Promise.reject(new Error('a person writes first')),
    share: (lat, lng) => reply(() => person.sends({ type: 'location', lat, lng })),
    sendMedia: (kind) => reply(() => person.sends(media[kind])),
  }
}

/** `*bold*` and `_italic_`, as the person sees them. */
function withoutMarks(text: string): string {
  return text.replace(/(?<![\p{L}\p{N}])[*_]|[*_](?![\p{L}\p{N}])/gu, '')
}
