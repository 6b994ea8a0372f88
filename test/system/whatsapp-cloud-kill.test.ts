/** Killed in a burst: what Meta has no 200 for it brings again, and that is enough. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { projectRoot } from '../../src/root.ts'
import { cloudSettings, type GraphServer, type Person, startGraphServer } from '../graph-server.ts'

const started: ChildProcess[] = []
let graph: GraphServer
afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
  await graph.stop()
})

async function startProcess(dataDir: string): Promise<ChildProcess> {
  const settings = { ...cloudSettings, WHATSAPP_API_ROOT: graph.apiRoot, DATA_DIR: dataDir }
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: projectRoot,
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  started.push(child)
  let printed = ''
  for await (const chunk of child.stdout ?? []) {
    printed += String(chunk)
    if (printed.includes('Ctrl-C')) break
  }
  const address = printed.match(/http:\/\/[\d.]+:\d+/)?.[0]
  expect(await graph.subscribe(`${address}/whatsapp`)).toBe(true)
  return child
}

/** Whole replies that a person has got. */
function repliesTo(person: Person): number {
  return person.read().filter(({ biz_opaque_callback_data: part = '' }) => part.startsWith('1/')).length
}

test('killed in a burst, it misses nobody in danger, repeats no ordinary reply and loses only what was in hand', async () => {
  graph = await startGraphServer()
  const dataDir = mkdtempSync(join(tmpdir(), 'dalil-'))
  const urgent: Person[] = []
  const ordinary: Person[] = []
  /** Ordinary ones that had their 200 while their answer was still on its way. */
  let inHand = 0
  // Messages that Meta has taken when the process is killed: first among those in danger, then among the others.
  for (const last of [10, 40, 70]) {
    const child = await startProcess(dataDir)
    const killed = once(child, 'exit')
    let taken = 0
    graph.fail(() => {
      taken += 1
      if (taken === last) child.kill('SIGKILL')
      return undefined
    })
    const people = Array.from({ length: 60 }, () => graph.person())
    const statuses = await Promise.all(
      people.map((person, at) => {
        const isUrgent = at % 10 === 5
        ;(isUrgent ? urgent : ordinary).push(person)
        return person.say(isUrgent ? 'au secours, mon mari me frappe maintenant' : 'où voir un médecin à Tanger ?')
      }),
    )
    await killed
    inHand += people.filter((person, at) => statuses[at] === 200 && repliesTo(person) === 0).length
  }
  const broughtAgain = graph.undelivered.length
  graph.fail(() => undefined)
  const child = await startProcess(dataDir)
  while (graph.undelivered.length > 0) await graph.bringAgain()
  const ended = once(child, 'exit')
  child.kill('SIGTERM') // finishes what is in hand
  await ended

  const missed = urgent.filter((person) => repliesTo(person) === 0).length
  const urgentTwice = urgent.filter((person) => repliesTo(person) > 1).length
  const repeated = ordinary.filter((person) => repliesTo(person) > 1).length
  const unanswered = ordinary.filter((person) => repliesTo(person) === 0).length
  process.stdout.write(
    `killed 3 times in 180 messages: ${broughtAgain} brought again; of ${urgent.length} in danger ${missed} missed, ${urgentTwice} answered twice; ` +
      `of ${ordinary.length} ordinary ones ${repeated} repeated, ${unanswered} unanswered (${inHand} in hand with their 200, the others in sending)\n`,
  )
  expect(broughtAgain).toBeGreaterThan(0)
  expect({ missed, repeated }).toEqual({ missed: 0, repeated: 0 })
  // At most 32 are answered at the same time.
  expect(unanswered).toBeLessThanOrEqual(3 * 32 + inHand)
}, 300_000)
