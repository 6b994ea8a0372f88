/** The process as an operator sees it: start, stop, kill, wrong settings. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, describe, expect, test } from 'vitest'
import { projectRoot } from '../../src/root.ts'
import { postChat } from '../assistant.ts'

const started: ChildProcess[] = []
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

function start(environment: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: projectRoot,
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  return child
}

/** What the process prints until it says that it can be stopped. */
async function greeting(child: ChildProcess): Promise<string> {
  let printed = ''
  for await (const chunk of child.stdout ?? []) {
    printed += String(chunk)
    if (printed.includes('Ctrl-C')) return printed
  }
  return printed
}

async function ended(child: ChildProcess): Promise<{ code: number | null; errors: string }> {
  let errors = ''
  child.stderr?.on('data', (chunk) => {
    errors += String(chunk)
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  return { code, errors }
}

function addressIn(printed: string): string {
  return printed.match(/http:\/\/[\d.]+:\d+/)?.[0] ?? ''
}

describe('the process', () => {
  test('says where the chat is, which channels are on and how to switch on the others', async () => {
    const printed = await greeting(start({ DATA_DIR: mkdtempSync(join(tmpdir(), 'dalil-')) }))
    expect(printed).toMatch(/Web chat: http:\/\/127\.0\.0\.1:\d+\//)
    expect(printed).toContain('Telegram  off; to switch it on set TELEGRAM_BOT_TOKEN')
    expect(printed).toContain('Admin     off; the first account: npm run --silent dalil -- user add NAME --role admin')
    expect(printed.trim().split('\n').length).toBeLessThanOrEqual(6)
  })

  test('a wrong setting stops the start with one sentence', async () => {
    const { code, errors } = await ended(start({ PORT: 'eighty' }))
    expect(code).toBe(2)
    expect(errors.trim()).toBe('PORT: "eighty" is not a port from 0 to 65535. Example: PORT=3000')
  })

  test('a port in use is told in one sentence', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const taken = other.address()
    const port = taken && typeof taken === 'object' ? String(taken.port) : ''
    const { code, errors } = await ended(start({ PORT: port, DATA_DIR: mkdtempSync(join(tmpdir(), 'dalil-')) }))
    other.close()
    expect(code).toBe(1)
    expect(errors).toContain('The port is in use')
  })

  test('SIGTERM finishes what is in hand and ends well', async () => {
    const child = start({ DATA_DIR: mkdtempSync(join(tmpdir(), 'dalil-')) })
    const address = addressIn(await greeting(child))
    const answers = Array.from({ length: 10 }, () =>
      postChat(address, { text: 'où voir un médecin ?' }).then((response) => response.status),
    )
    await answers[0]
    const over = ended(child)
    child.kill('SIGTERM')
    const statuses = await Promise.all(answers.map((answer) => answer.catch(() => 0)))
    expect((await over).code).toBe(0)
    // A request that had not arrived may be refused, none may be dropped half way.
    expect(statuses.filter((status) => status !== 200 && status !== 503 && status !== 0)).toEqual([])
    expect(statuses[0]).toBe(200)
  })

  test('killed in the middle of writing, it corrupts nothing and loses no talk that was answered', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'dalil-'))
    const chats: string[] = []
    for (let round = 0; round < 3; round++) {
      const child = start({ DATA_DIR: dataDir })
      const address = addressIn(await greeting(child))
      const over = ended(child)
      const writing = Array.from({ length: 40 }, async () => {
        try {
          const response = await postChat(address, { text: 'où voir un médecin à Tanger ?' })
          const { chat } = (await response.json()) as { chat: string } // the shape that the API describes
          chats.push(chat)
          if (chats.length % 40 === 15) child.kill('SIGKILL')
        } catch {
          // the process was killed under this message
        }
      })
      await Promise.all(writing)
      child.kill('SIGKILL')
      await over
    }
    const file = new Database(join(dataDir, 'dalil.sqlite'))
    expect(file.pragma('integrity_check', { simple: true })).toBe('ok')
    const talks = file.prepare('select count(*) as count from conversation_talk').get() as { count: number } // one row
    file.close()
    expect(chats.length).toBeGreaterThanOrEqual(45)
    expect(talks.count).toBeGreaterThanOrEqual(chats.length)
    const address = addressIn(await greeting(start({ DATA_DIR: dataDir })))
    const after = await postChat(address, { chat: chats.at(-1), text: 'combien ça coûte ?' })
    expect(JSON.stringify(await after.json())).toContain('Prix')
  })
})
