/** Marked personal data goes in through every door of this process; it must be nowhere on the disk and in no log. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openTalk, postChat, startForTest } from '../assistant.ts'

const marks = ['Zebulon-Kwabena', '0677889900', 'zebulon@example.org', 'AB1234567']

function everythingWritten(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.model'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString('latin1'))
    .join('\n')
}

describe('privacy', () => {
  test('no text, name, number, address or token is on the disk or in the log, the finest level included', async () => {
    const assistant = await startForTest()
    const talk = openTalk(assistant.address)
    const { chat } = await talk.say(
      `je m'appelle ${marks[0]}, mon numéro ${marks[1]}, ${marks[2]}, passeport ${marks[3]}, où voir un médecin à Tanger ?`,
    )
    await talk.say(marks.join(' '))
    await talk.tap('situation:no-papers')
    await postChat(assistant.address, { chat, text: marks[0], unknown: marks[1] })
    await fetch(`${assistant.address}/${marks[0]}?phone=${marks[1]}`)
    await fetch(`${assistant.address}/api/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"text":"${marks[0]}`,
    })
    const live = everythingWritten(assistant.dataDir)
    await assistant.stop()
    const written = `${live}\n${everythingWritten(assistant.dataDir)}\n${assistant.log.join('\n')}`
    for (const mark of [...marks, chat, '127.0.0.1'])
      expect(written.includes(mark), `"${mark}" was written`).toBe(false)
    // The talk itself was remembered, so that the search above looked at something.
    expect(written).toContain('no-papers')
    expect(assistant.log.join('')).toContain('/api/chat')
  })

  test('"forget" leaves nothing of the talk in the database', async () => {
    const assistant = await startForTest()
    const talk = openTalk(assistant.address)
    await talk.say('où voir un médecin à Tanger ?')
    await talk.tap('forget')
    await assistant.stop()
    expect(everythingWritten(assistant.dataDir)).not.toContain('"city":"tanger"')
  })

  test('a talk is forgotten after a day of silence', async () => {
    let now = Date.UTC(2026, 10, 24, 12)
    const assistant = await startForTest({}, { now: () => now })
    const talk = openTalk(assistant.address)
    await talk.say('où trouver un avocat gratuit ?')
    now += 26 * 3_600_000
    const afterSilence = await talk.say('et à Rabat ?')
    const stranger = await openTalk(assistant.address).say('et à Rabat ?')
    expect(afterSilence.reply).toEqual(stranger.reply)
    await assistant.stop()
  })
})
