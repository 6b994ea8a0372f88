import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPace, humanPace, type PaceOptions } from '../../../src/channels/whatsapp/linked-pace.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function start(options: Partial<PaceOptions> = {}) {
  const taken: { name: string; at: number }[] = []
  const began = Date.now()
  const pace = createPace({ limits: humanPace, now: Date.now, random: () => 0.5, ...options })
  const take = (chat: string, name = chat) =>
    pace.take(chat, async () => void taken.push({ name, at: Date.now() - began }))
  return { pace, take, taken }
}

test('a dozen chats are taken up at once, the others one after the other', async () => {
  const { take, taken, pace } = start()
  for (let at = 0; at < 15; at++) take(`chat ${at}`)
  await vi.advanceTimersByTimeAsync(0)
  expect(taken.length).toBe(12)
  await vi.advanceTimersByTimeAsync(2800)
  expect(taken.slice(12).map(({ at }) => at)).toEqual([900, 1800, 2700])
  expect(pace.waiting()).toBe(0)
})

test('at most three chats are answered at the same time', async () => {
  const ends: (() => void)[] = []
  const { pace } = start()
  for (let at = 0; at < 5; at++) pace.take(`chat ${at}`, () => new Promise((resolve) => ends.push(resolve)))
  expect(ends.length).toBe(3)
  ends[0]?.()
  await vi.advanceTimersByTimeAsync(0)
  expect(ends.length).toBe(4)
})

test('a chat is answered in order, with a pause between two messages', async () => {
  const { take, taken } = start()
  for (const name of ['a', 'b', 'c']) take('one', name)
  await vi.advanceTimersByTimeAsync(3000)
  expect(taken).toEqual([
    { name: 'a', at: 0 },
    { name: 'b', at: 1200 },
    { name: 'c', at: 2400 },
  ])
})

test('a chat that floods does not hold up the others: chats take turns', async () => {
  const { take, taken } = start({ limits: { chatMillis: 100, burst: 1, allMillis: 1000, atOnce: 3 } })
  for (let at = 0; at < 5; at++) take('flood', `flood ${at}`)
  take('person')
  await vi.advanceTimersByTimeAsync(1100)
  expect(taken.map(({ name }) => name)).toEqual(['flood 0', 'person'])
})

test('pauses vary by a third', async () => {
  const { take, taken } = start({ limits: { chatMillis: 1200, burst: 9, allMillis: 0, atOnce: 3 }, random: () => 0 })
  take('one', 'a')
  take('one', 'b')
  await vi.advanceTimersByTimeAsync(800)
  expect(taken.map(({ at }) => at)).toEqual([0, 800])
})

test('while the phone is out of reach everything waits', async () => {
  let open = false
  const { take, taken, pace } = start({ isOpen: () => open })
  take('one')
  await vi.advanceTimersByTimeAsync(5000)
  expect(taken).toEqual([])
  open = true
  pace.resume()
  expect(taken.length).toBe(1)
})

test('what waits when the service stops is left to WhatsApp', async () => {
  const { take, taken, pace } = start({ limits: { chatMillis: 0, burst: 1, allMillis: 1000, atOnce: 3 } })
  take('one')
  take('two')
  pace.stop()
  await vi.advanceTimersByTimeAsync(5000)
  expect(taken.map(({ name }) => name)).toEqual(['one'])
})
