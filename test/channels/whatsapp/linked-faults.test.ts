/** What kills a linked phone, done to real processes; each test prints what was lost, repeated and missed. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { humanPace } from '../../../src/channels/whatsapp/linked-pace.ts'
import type { WhatsApp } from '../../whatsapp-web/server.ts'
import { browserOf, familyOf, gone } from './linked-processes.ts'
import { chromiumForPage, noPace, type Setting, type SettingOptions, say, startSetting } from './linked-setting.ts'

let running: Setting | undefined
afterEach(() => running?.stop())

async function startLinked(options: SettingOptions = {}): Promise<Setting> {
  running = await startSetting({
    linked: true,
    urgentWord: 'danger',
    reply: ({ content }) => say(content.kind === 'text' ? content.text : ''),
    ...options,
  })
  await running.linked('connected')
  return running
}

/** Every third message tells of danger; each comes from a chat of its own and is answered by its own text. */
function burst(whatsapp: WhatsApp, count: number) {
  const people = Array.from({ length: count }, (_, at) => {
    const person = whatsapp.person()
    const text = `${at % 3 === 0 ? 'danger' : 'calme'} ${at}`
    person.says(text)
    return { person, isUrgent: at % 3 === 0 }
  })
  const countPeople = (test: (answers: number, isUrgent: boolean) => boolean) =>
    people.filter(({ person, isUrgent }) => test(person.read().length, isUrgent)).length
  return {
    people,
    /** How many were answered how often. */
    counts: () => ({
      messages: count,
      unanswered: countPeople((answers, isUrgent) => answers === 0 && !isUrgent),
      repeated: countPeople((answers, isUrgent) => answers > 1 && !isUrgent),
      urgentMissed: countPeople((answers, isUrgent) => answers === 0 && isUrgent),
      urgentRepeated: countPeople((answers, isUrgent) => answers > 1 && isUrgent),
    }),
  }
}

/** As many at once as among people, so that not everything is in hand when a process dies. */
const pace = { ...noPace, atOnce: 3 }

describe.each([
  ['Chromium', (dataDir: string) => [familyOf(dataDir).browser]],
  ['the child', (dataDir: string) => [familyOf(dataDir).child]],
  ['both', (dataDir: string) => [familyOf(dataDir).child, familyOf(dataDir).browser]],
] as const)('kill -9 of %s in a burst', (name, victims) => {
  test('loses what was in hand at the most, repeats no ordinary reply and misses no urgent one', async () => {
    const { whatsapp, linked, links, dataDir } = await startLinked({ channel: { pace } })
    const before = browserOf(dataDir)
    const since = links.length
    // Answers are on their way when the process dies, and nobody has taken them.
    whatsapp.shut()
    const { people, counts } = burst(whatsapp, 30)
    await whatsapp.until(() => whatsapp.waiting() > 0, 'an answer on its way')
    const victim = victims(dataDir)
    for (const pid of victim) process.kill(pid, 'SIGKILL')
    await gone([...before, ...victim])
    await whatsapp.until(() => whatsapp.waiting() === 0, 'the end of all connections')
    whatsapp.open()
    await linked('connected', since)
    // A message that is new is answered behind those that were waiting.
    const last = whatsapp.person()
    last.says('calme dernier')
    await last.reads(1)
    await whatsapp.until(
      () => people.every(({ person, isUrgent }) => !isUrgent || person.read().length > 0),
      'the urgent answers',
    )
    await running?.stop()
    const seen = counts()
    process.stdout.write(`kill -9 of ${name} in a burst: ${JSON.stringify(seen)}\n`)
    expect(seen).toEqual({ messages: 30, unanswered: 1, repeated: 0, urgentMissed: 0, urgentRepeated: 0 })
  })
})

test('10,000 messages at once: who is in danger is answered, while the others wait at a human pace', async () => {
  const { whatsapp } = await startLinked({ channel: { pace: humanPace } })
  for (let at = 0; at < 9990; at++) whatsapp.person().says('calme')
  const people = Array.from({ length: 10 }, () => whatsapp.person())
  for (const person of people) person.says('danger')
  for (const person of people) expect(await person.reads(1)).toEqual(['danger'])
  const ordinary = whatsapp.sent.filter(({ body }) => body === 'calme').length
  process.stdout.write(`10,000 at once: 10 of 10 in danger were answered before all but ${ordinary} of the others\n`)
  expect(ordinary).toBeLessThan(500)
})

describe('the child is replaced', () => {
  test('when its page answers no more', async () => {
    const { whatsapp, linked, links, log, dataDir } = await startLinked({ channel: { patience: { silence: 3000 } } })
    const before = browserOf(dataDir)
    const since = links.length
    whatsapp.hang()
    await linked('reconnecting', since)
    await gone(before)
    await linked('connected', since)
    expect(log.join()).toContain('silent')
  })

  test('when it holds too much memory, and nothing written meanwhile is lost', async () => {
    const { whatsapp, linked, log } = await startLinked({ channel: { patience: { ceilingBytes: 1, rest: 0 } } })
    const person = whatsapp.person()
    await linked('starting')
    person.says('calme')
    expect(await person.reads(1)).toEqual(['calme'])
    expect(log.join()).not.toContain('whatsapp-unreachable')
  })

  test('until it can live: a browser that does not start is started again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dalil-chromium-'))
    const [chromium, tries] = [join(folder, 'chromium'), join(folder, 'tries')]
    const script = `echo >> ${tries}; [ $(wc -l < ${tries}) -gt 2 ] || exit 1; exec "${await chromiumForPage()}" "$@"`
    writeFileSync(chromium, `#!/bin/sh\n${script}\n`, { mode: 0o755 })
    const { log } = await startLinked({ channel: { chromium } })
    expect(readFileSync(tries, 'utf8').split('\n').length - 1).toBe(3)
    expect(log.filter((line) => line.includes('"trouble":"start"')).length).toBe(2)
  })
})

test('a browser that a killed service has left is ended before another one gets its session', async () => {
  const { dataDir, whatsapp } = await startLinked()
  await running?.channel.stop()
  const profile = join(dataDir, 'whatsapp', 'session')
  const left = spawn('/bin/sh', ['-c', 'sleep 600', `--user-data-dir=${profile}`], { detached: true, stdio: 'ignore' })
  const again = await startSetting({ whatsapp, dataDir })
  await gone([left.pid ?? 0])
  await again.linked('connected')
  await again.stop()
})

test('when the service stops, no process of the browser remains', async () => {
  const { dataDir, channel } = await startLinked()
  const before = [...browserOf(dataDir), familyOf(dataDir).child]
  expect(before.length).toBeGreaterThan(2)
  await channel.stop()
  await gone(before)
  expect(browserOf(dataDir)).toEqual([])
})
