/** Many programs at once, and programs that break off: nobody else waits for them in vain. */
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { json } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ChatResponse } from '../../src/channels/web.ts'
import { postChat, type Running, startForTest } from '../assistant.ts'

let assistant: Running

beforeAll(async () => {
  assistant = await startForTest({ LOG_LEVEL: 'silent' })
})
afterAll(() => assistant.stop())

test('a program that breaks off costs nobody else an answer', async () => {
  const { port } = new URL(assistant.address)
  const body = JSON.stringify({ text: 'où voir un médecin sans papiers ?' })
  const head = `POST /api/chat HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length + 2}\r\n\r\n`
  // One in the middle of the head, one in the middle of the body, one before the answer.
  for (const sent of [head.slice(0, 30), head + body.slice(0, 9), head + body])
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(sent, () => socket.destroy()))
      socket.on('close', () => resolve())
    })
  const response = await postChat(assistant.address, { text: 'où voir un médecin sans papiers ?' })
  expect(await response.json()).toMatchObject({ intent: 'health.care' })
})

test('10,000 messages at once are each answered, and who is in danger with the card', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 })
  const post = (body: object) =>
    new Promise<{ status: number | undefined; answer: ChatResponse }>((resolve, reject) => {
      const asking = request(
        `${assistant.address}/api/chat`,
        { agent, method: 'POST', headers: { 'content-type': 'application/json' } },
        async (response) => resolve({ status: response.statusCode, answer: (await json(response)) as ChatResponse }), // as the API describes
      )
      asking.on('error', reject).end(JSON.stringify(body))
    })
  const isUrgent = (at: number) => at % 400 === 0
  const answers = await Promise.all(
    Array.from({ length: 10_000 }, (_, at) =>
      post(isUrgent(at) ? { text: 'mon fils ne respire plus' } : { button: 'menu' }),
    ),
  )
  agent.destroy()
  expect(answers.filter(({ status }) => status !== 200)).toEqual([])
  expect(answers.filter(({ answer }) => answer.reply.blocks.length === 0)).toEqual([])
  const urgent = answers.filter((_, at) => isUrgent(at)).map(({ answer }) => answer.reply.blocks[0]?.kind)
  expect(urgent).toEqual(urgent.map(() => 'urgent'))
  expect(new Set(answers.map(({ answer }) => answer.chat)).size).toBe(10_000)
}, 600_000)
