/** The HTTP API, as a program uses it that shows a chat of its own. */
import { rmSync } from 'node:fs'
import type { ChatResponse } from '../../src/channels/web.ts'
import { choiceId } from '../../src/conversation/choices.ts'
import type { Library } from '../../src/knowledge/library.ts'
import type { ReplyLanguage } from '../../src/languages.ts'
import { postChat, readable, startForTest } from '../assistant.ts'
import type { ChannelUnderTest, ChatUnderTest, Seen } from './driver.ts'

export const httpApi: ChannelUnderTest = {
  name: 'HTTP API',
  source: 'web.ts',
  cannot: {
    start: 'a program shows its own first screen',
    media: 'the API takes text, choices and positions only',
  },
  faults: {
    'too-many': { cannot: 'the reply stands in the response, so that no platform is between' },
    'server-error': { cannot: 'no platform is between' },
    'time-out': { cannot: 'no platform is between' },
    reset: { file: 'server/faults.test.ts', test: 'a program that breaks off costs nobody else an answer' },
    duplicate: { cannot: 'a request has no id: sent again it is asked again, and answered in its own response' },
    'out-of-order': { cannot: 'requests have no order but that in which they come' },
    malformed: { file: 'server/api.test.ts', test: '%s is refused clearly' },
    unknown: { file: 'server/api.test.ts', test: '%s is a problem that names the field' },
    burst: {
      file: 'server/faults.test.ts',
      test: '10,000 messages at once are each answered, and who is in danger with the card',
    },
  },
  async open(now) {
    const assistant = await startForTest({}, { now })
    const library = assistant.brain.library()
    return {
      library,
      newChat: async (page) => openChat(assistant.address, library, page),
      settled: assistant.settled,
      async close() {
        await assistant.stop()
        rmSync(assistant.dataDir, { recursive: true })
      },
    }
  },
}

/** @param page sent beside a first tap, which says nothing of the language that it was read in */
function openChat(address: string, library: Library, page?: ReplyLanguage): ChatUnderTest {
  let chat: string | undefined
  let last: ChatResponse | undefined
  const send = async (request: object): Promise<Seen> => {
    const response = await postChat(address, { ...(chat && { chat }), ...request })
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
    last = (await response.json()) as ChatResponse // the shape that the API describes
    chat = last.chat
    return {
      text: readable(last),
      choices: last.reply.choices.map(({ label }) => label),
      exact: {
        topic: last.intent,
        language: last.lang,
        urgent: last.urgent,
        choices: last.reply.choices.map(({ id }) => id),
      },
    }
  }
  /** What such a first screen offers. */
  const first = library.programmes.map(({ id, titles }) => ({
    id: choiceId({ kind: 'programme', programme: id }),
    label: titles[page ?? 'fr'],
  }))
  const tapId = (button: string | undefined) => send({ button, ...(page && !chat && { lang: page }) })
  const never = () => Promise.reject(new Error('the API has no such thing'))
  return {
    say: (text) => send({ text }),
    tap: (label) => tapId((last?.reply.choices ?? first).find((choice) => choice.label === label)?.id),
    tapOld: tapId,
    share: (latitude, longitude) => send({ place: { latitude, longitude } }),
    start: never,
    sendMedia: never,
  }
}
