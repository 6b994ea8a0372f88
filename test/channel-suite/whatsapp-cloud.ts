/** WhatsApp by the Cloud API, through the webhook of our own server and a local Graph API that refuses as Meta does. */
import { rmSync } from 'node:fs'
import { startForTest } from '../assistant.ts'
import {
  cloudSettings,
  type GraphServer,
  type Option,
  optionsOf,
  type Person,
  startGraphServer,
  wordsOf,
} from '../graph-server.ts'
import type { ChannelUnderTest, ChatUnderTest, Seen } from './driver.ts'
import { directionOfLines } from './reading.ts'

const file = 'channels/whatsapp/cloud.test.ts'

export const whatsappCloud: ChannelUnderTest = {
  name: 'WhatsApp by the Cloud API',
  source: 'whatsapp/cloud.ts',
  cannot: { 'page-language': 'a chat shows nothing of its own before the first message' },
  faults: {
    'too-many': { file, test: 'a reply that Meta cannot take now is sent later, once' },
    'server-error': { file, test: 'a reply that Meta cannot take now is sent later, once' },
    'time-out': { file, test: 'an ordinary reply that Meta may have taken is not repeated' },
    reset: { file, test: 'an urgent reply is sent again until it is taken' },
    duplicate: { file, test: 'the same message twice, at once or later, is answered once' },
    'out-of-order': {
      file,
      test: 'messages are answered in the order in which Meta brings them, whatever their times',
    },
    malformed: { file, test: 'what is no message, and what we do not know, costs those beside it nothing' },
    unknown: { file, test: 'what is no message, and what we do not know, costs those beside it nothing' },
    burst: {
      file: 'system/whatsapp-cloud-burst.test.ts',
      test: '10,000 messages at once are each answered once, and who is in danger before those who wait',
    },
  },
  async open(now) {
    const graph = await startGraphServer({ now, statuses: true })
    const assistant = await startForTest({ ...cloudSettings, WHATSAPP_API_ROOT: graph.apiRoot }, { now })
    if (!(await graph.subscribe(`${assistant.address}/whatsapp`))) throw new Error('the webhook did not prove itself')
    return {
      library: assistant.brain.library(),
      newChat: async () => chatOf(graph, graph.person()),
      settled: assistant.settled,
      async close() {
        await assistant.stop()
        await graph.stop()
        rmSync(assistant.dataDir, { recursive: true })
      },
    }
  },
}

const media = {
  voice: { type: 'audio', audio: { id: '1', mime_type: 'audio/ogg', voice: true } },
  picture: { type: 'image', image: { id: '1', mime_type: 'image/jpeg' } },
  other: { type: 'sticker', sticker: { id: '1', mime_type: 'image/webp' } },
}

function chatOf(graph: GraphServer, person: Person): ChatUnderTest {
  let options: readonly Option[] = []
  const reply = async (bring: Promise<number>): Promise<Seen> => {
    const before = person.read().length
    const status = await bring
    if (status !== 200) throw new Error(`the webhook answered ${status}`)
    const messages = await graph.until(() => {
      const since = person.read().slice(before)
      const [part, parts] = since.at(-1)?.biz_opaque_callback_data?.split('/') ?? []
      return part !== undefined && part === parts && since
    }, 'the last part of a reply')
    options = messages.flatMap(optionsOf)
    const text = withoutMarks(messages.map(wordsOf).join('\n'))
    return { text, direction: directionOfLines(text), choices: options.map(labelOf) }
  }
  const choose = (fields: Option['reply']) =>
    reply(person.send({ type: 'interactive', interactive: { type: 'list_reply', list_reply: fields } }))
  return {
    say: (text) => reply(person.say(text)),
    tap: (label) => reply(person.tap(options.find((option) => labelOf(option) === label)?.reply.id ?? '')),
    tapOld: (id) => choose({ id, title: 'Old' }),
    start: (referral) =>
      reply(referral === undefined ? person.send({ type: 'request_welcome' }) : person.say(`DALIL-${referral}`)),
    share: (latitude, longitude) => reply(person.share(latitude, longitude)),
    sendMedia: (kind) => reply(person.send(media[kind])),
  }
}

/** A title that was cut stands whole below. */
function labelOf({ reply: { title, description } }: Option): string {
  return description ?? title
}

/** As WhatsApp shows it: bold and italic from edge to edge of words. */
function withoutMarks(text: string): string {
  return text.replace(/(?<![\p{L}\p{N}])([*_])(?=\S)(.*?\S)\1(?![\p{L}\p{N}])/gu, '$2')
}
