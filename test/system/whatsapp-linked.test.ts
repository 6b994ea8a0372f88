/** The whole assistant with a linked phone, as processes: killed in a burst, and what it leaves on the disk. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, describe, expect, test } from 'vitest'
import { projectRoot } from '../../src/root.ts'
import { browserOf, familyOf, gone } from '../channels/whatsapp/linked-processes.ts'
import { chromiumForPage } from '../channels/whatsapp/linked-setting.ts'
import { type Person, startWhatsApp, type WhatsApp } from '../whatsapp-web/server.ts'

let service: ChildProcess | undefined
let whatsapp: WhatsApp
afterEach(async () => {
  service?.kill('SIGKILL')
  await whatsapp.stop()
})

/** A data folder whose phone was linked before. */
function linkedFolder(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'dalil-'))
  mkdirSync(join(dataDir, 'whatsapp'))
  writeFileSync(join(dataDir, 'whatsapp', 'linked-since'), '1600000000')
  return dataDir
}

/** @returns what it printed until it could be stopped, and all it prints later */
async function start(dataDir: string): Promise<{ printed: string[] }> {
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: projectRoot,
    env: {
      ...{ PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'info' },
      ...{ WHATSAPP: 'web', WHATSAPP_PAGE: whatsapp.page, CHROMIUM_PATH: await chromiumForPage() },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  service = child
  const printed: string[] = []
  child.stderr?.on('data', (chunk) => printed.push(String(chunk)))
  await new Promise<void>((resolve) => {
    child.stdout?.on('data', (chunk) => {
      printed.push(String(chunk))
      if (printed.join('').includes('Ctrl-C')) resolve()
    })
  })
  return { printed }
}

async function kill(pids: readonly number[]): Promise<void> {
  for (const pid of pids) process.kill(pid, 'SIGKILL')
  await gone(pids)
}

/** Updates by how far their answers have come. */
function steps(dataDir: string): Readonly<Record<string, number>> {
  const file = new Database(join(dataDir, 'dalil.sqlite'), { readonly: true })
  const rows = file.prepare('select step, count(*) as count from conversation_update group by step').all()
  file.close()
  return Object.fromEntries((rows as { step: string; count: number }[]).map(({ step, count }) => [step, count])) // two columns
}

describe.each([
  ['the service', (service: number) => [service]],
  [
    'the service, its child and Chromium',
    (service: number, dataDir: string) => [service, ...Object.values(familyOf(dataDir))],
  ],
] as const)('kill -9 of %s in a burst', (name, victims) => {
  test('loses no message that was not in hand, repeats no ordinary reply and misses no urgent one', async () => {
    whatsapp = await startWhatsApp({ linked: true })
    const dataDir = linkedFolder()
    const people = Array.from({ length: 16 }, () => whatsapp.person())
    const isUrgent = (person: Person) => people.indexOf(person) % 4 === 0
    await start(dataDir)
    for (const person of people) person.says(isUrgent(person) ? 'il me frappe, au secours' : 'où voir un médecin ?')
    await whatsapp.until(() => whatsapp.sent.length >= 8, 'the first answers')
    const before = [...browserOf(dataDir), familyOf(dataDir).child]
    await kill(victims(service?.pid ?? 0, dataDir))
    // What is left of the browser ends by itself when nobody holds its pipe.
    await gone(before)
    const inHand = steps(dataDir).sending ?? 0
    const answeredBefore = new Set(whatsapp.sent.map(({ chat }) => chat)).size
    await start(dataDir)
    const last = whatsapp.person()
    last.says('où voir un médecin ?')
    await last.reads(1)
    await whatsapp.until(
      () => people.every((person) => !isUrgent(person) || person.read().length > 0),
      'urgent answers',
    )
    const ordinary = people.filter((person) => !isUrgent(person))
    const counts = {
      messages: people.length,
      answeredBefore,
      inHand,
      unanswered: ordinary.filter((person) => person.read().length === 0).length,
      repeated: ordinary.filter((person) => new Set(person.read()).size < person.read().length).length,
      urgentMissed: people.filter((person) => isUrgent(person) && person.read().length === 0).length,
    }
    process.stdout.write(`kill -9 of ${name} in a burst: ${JSON.stringify(counts)}\n`)
    expect(counts).toMatchObject({ repeated: 0, urgentMissed: 0 })
    expect(counts.unanswered).toBeLessThanOrEqual(inHand)
    // The human pace keeps no more than three ordinary messages in hand.
    expect(inHand).toBeLessThanOrEqual(3)
  })
})

test('nothing of a person is in the data folder but in the browser own session, nothing in what is printed', async () => {
  whatsapp = await startWhatsApp({ linked: true })
  const dataDir = linkedFolder()
  const { printed } = await start(dataDir)
  expect(printed.join('')).toContain('WhatsApp  on, by a linked phone')
  const person = whatsapp.person('212677889900@c.us')
  person.says("je suis Zebulon-Kwabena, comment demander l'asile ?", { notifyName: 'Zebulon-Kwabena' })
  expect((await person.reads(1)).join()).toContain('HCR')
  const over = service && once(service, 'exit')
  service?.kill('SIGTERM')
  expect(await over).toEqual([0, null])
  expect(browserOf(dataDir)).toEqual([])
  const files = readdirSync(dataDir, { withFileTypes: true }).filter((entry) => entry.isFile())
  const written = files.map(({ name }) => readFileSync(join(dataDir, name), 'latin1')).join()
  expect(`${written}${printed.join()}`).not.toMatch(/Zebulon|677889900/)
})
