/** Everybody writes at once: the whole assistant with its real limits, behind the webhook of the Cloud API. */
import { afterEach, expect, test } from 'vitest'
import { type Running, startForTest } from '../assistant.ts'
import {
  cloudSettings,
  type GraphServer,
  type Person,
  type SentMessage,
  startGraphServer,
  wordsOf,
} from '../graph-server.ts'

let graph: GraphServer
let assistant: Running
afterEach(async () => {
  await assistant.stop()
  await graph.stop()
})

const tap = { type: 'interactive', interactive: { type: 'list_reply', list_reply: { id: 'menu', title: 'Menu' } } }
const cry = { type: 'text', text: { body: 'au secours, mon mari me frappe maintenant' } }

test('10,000 messages at once are each answered once, and who is in danger before those who wait', async () => {
  graph = await startGraphServer()
  assistant = await startForTest({ ...cloudSettings, WHATSAPP_API_ROOT: graph.apiRoot })
  expect(await graph.subscribe(`${assistant.address}/whatsapp`)).toBe(true)
  const people = Array.from({ length: 2500 }, () => graph.person())
  const inDanger = Array.from({ length: 20 }, () => graph.person())
  const messages = Array.from({ length: 4 }, () => people.map((person) => graph.messageOf(person, tap))).flat()
  messages.splice(1500, 0, ...inDanger.map((person) => graph.messageOf(person, cry)))
  const updates = Array.from({ length: messages.length / 20 }, (_, at) =>
    graph.updateOf({ messages: messages.slice(at * 20, (at + 1) * 20) }),
  )
  const order: SentMessage[] = []
  graph.fail((message) => {
    if (isFirst(message)) order.push(message)
    return undefined
  })
  await Promise.all(updates.map((update) => graph.bring(update)))
  while (graph.undelivered.length > 0) await graph.bringAgain()
  await graph.until(() => order.length >= messages.length, 'an answer to each message', 250_000)
  await assistant.settled()

  const wrong = people.filter((person) => answersTo(person) !== 4)
  expect(wrong.map(answersTo)).toEqual([])
  expect(inDanger.map(answersTo)).toEqual(inDanger.map(() => 1))
  const places = order.flatMap(({ to }, at) => (inDanger.some(({ phone }) => phone === to) ? [at] : []))
  process.stdout.write(`10,020 messages at once: those in danger were answered at places ${places.join(', ')}\n`)
  for (const person of inDanger) expect(person.read().map(wordsOf).join('\n')).toContain('📞 19')
  // Whoever is brought before them is not behind them; of those who wait when they come, nobody is before them.
  expect(Math.max(...places)).toBeLessThan(1500 + 20 + 2 * 32)
}, 300_000)

/** The first part of a whole reply. */
function isFirst({ biz_opaque_callback_data: part = '' }: SentMessage): boolean {
  return part.startsWith('1/')
}

function answersTo(person: Person): number {
  return person.read().filter(isFirst).length
}
