import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ChatKey } from '../../src/message.ts'
import { createRecorder } from '../../src/signals/record.ts'
import { createTermMemory } from '../../src/signals/terms.ts'
import { openSqlite } from '../../src/store/engines.ts'

const week = '2026-11-23'
const now = () => Date.UTC(2026, 10, 25, 12)
const chat = (number: number) => `chat ${number}` as ChatKey // a test's own keys

async function setting() {
  const folder = mkdtempSync(join(tmpdir(), 'dalil-'))
  const store = await openSqlite(folder)
  const recorder = createRecorder({ store, now, programmeOf: () => undefined })
  const say = (number: number, term: string) => recorder.record(chat(number), [], { language: 'fr', terms: [term] })
  return { folder, store, recorder, say }
}

describe('terms of unanswered questions', () => {
  test('nine conversations leave no trace of a word on the disk, the tenth writes it', async () => {
    const { folder, store, recorder, say } = await setting()
    const files = () =>
      readdirSync(folder)
        .map((name) => readFileSync(join(folder, name)).toString('latin1'))
        .join('')
    for (let one = 0; one < 9; one++) for (let times = 0; times < 3; times++) say(one, 'permis conduire')
    await recorder.write()
    expect(files()).not.toContain('permis conduire')
    say(9, 'permis conduire')
    await recorder.write()
    expect(files()).toContain('permis conduire')
    expect(await store.readTerms(week, week)).toEqual([
      { week, language: 'fr', term: 'permis conduire', conversations: 10 },
    ])
    await store.close()
  })

  test('numbers come in steps of five, so that two terms do not tell of two people by their difference', async () => {
    const { store, recorder, say } = await setting()
    for (let one = 0; one < 14; one++) say(one, 'permis')
    for (let one = 0; one < 12; one++) say(one, 'permis conduire')
    await recorder.stop()
    expect((await store.readTerms(week, week)).map(({ conversations }) => conversations)).toEqual([10, 10])
    await store.close()
  })

  test('a restart does not add up: what was below the threshold is forgotten with the run', async () => {
    const { store, say, recorder } = await setting()
    for (let one = 0; one < 6; one++) say(one, 'permis')
    await recorder.stop()
    const second = createRecorder({ store, now, programmeOf: () => undefined })
    for (let one = 0; one < 6; one++) second.record(chat(one), [], { language: 'fr', terms: ['permis'] })
    await second.stop()
    expect(await store.readTerms(week, week)).toEqual([])
    await store.close()
  })

  test('a flood of made-up words keeps no real one out', () => {
    const memory = createTermMemory(week)
    for (let word = 0; word < 50_000; word++) memory.count('fr', [`word${word}`], [word, 1])
    for (let one = 0; one < 10; one++) memory.count('fr', ['permis'], [one, 2])
    expect(memory.take()).toEqual([{ week, language: 'fr', term: 'permis', conversations: 10 }])
  })
})
