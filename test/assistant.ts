/** The whole assistant on a free port with a data folder of its own, and a talk through its front door. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { plainBlock } from '../src/channels/channel.ts'
import type { ChatRequest, ChatResponse } from '../src/channels/web.ts'
import { type Assistant, startAssistant } from '../src/main.ts'
import { readSettings } from '../src/settings.ts'

export interface Running extends Assistant {
  readonly dataDir: string
  /** Lines written to the log, at the finest level. */
  readonly log: readonly string[]
}

/** @param environment further settings; the port is free and the data folder new */
export async function startForTest(
  environment: Record<string, string> = {},
  options: Parameters<typeof startAssistant>[1] = {},
): Promise<Running> {
  const dataDir = environment.DATA_DIR ?? mkdtempSync(join(tmpdir(), 'dalil-'))
  const read = readSettings(
    { HOST: '127.0.0.1', PORT: '0', DATA_DIR: dataDir, ...environment },
    join(dataDir, 'no.env'),
  )
  if (!read.ok) throw new Error(read.problems.join('\n'))
  const log: string[] = []
  const logger = pino(
    { level: 'trace', base: null, timestamp: false },
    { write: (line: string) => void log.push(line) },
  )
  const assistant = await startAssistant(read.settings, { log: logger, ...options })
  return { ...assistant, dataDir, log }
}

export interface ChatTalk {
  say(text: string, more?: Partial<ChatRequest>): Promise<ChatResponse>
  tap(button: string, more?: Partial<ChatRequest>): Promise<ChatResponse>
}

/** One chat through the HTTP API. */
export function openTalk(address: string): ChatTalk {
  let chat: string | undefined
  const send = async (request: ChatRequest): Promise<ChatResponse> => {
    const response = await postChat(address, { ...(chat && { chat }), ...request })
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
    const body = (await response.json()) as ChatResponse // the shape that the API describes
    chat = body.chat
    return body
  }
  return { say: (text, more) => send({ text, ...more }), tap: (button, more) => send({ button, ...more }) }
}

export function postChat(address: string, body: unknown): Promise<Response> {
  return fetch(`${address}/api/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

/** All that a person would read of a reply. */
export function readable(response: ChatResponse): string {
  return response.reply.blocks.map((block) => plainBlock(block)).join('\n')
}
