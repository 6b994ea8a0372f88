/** What the conversations go over, counted, so that a programme or a danger added later is not forgotten. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createLibraryReader, readUtterances } from '../../src/knowledge/library.ts'
import type { ReplyLanguage } from '../../src/languages.ts'
import { urgencyKinds } from '../../src/message.ts'
import { projectRoot } from '../../src/root.ts'
import { normalise } from '../../src/understanding/normalise.ts'
import { readConversations } from './conversations.ts'

const conversations = readConversations()
const turns = conversations.flatMap((one) => one.turns)

test('there are more than 60, each with a name of its own', () => {
  expect(conversations.length).toBeGreaterThan(60)
  expect(new Set(conversations.map(({ name, file }) => `${file} ${name}`)).size).toBe(conversations.length)
})

test('they go over every programme', () => {
  const { library } = createLibraryReader(projectRoot).read()
  const topics = new Set(turns.flatMap(({ topic = [] }) => topic))
  const missing = library.programmes.filter((programme) => !programme.topics.some((topic) => topics.has(topic)))
  expect(missing.map(({ id }) => id)).toEqual([])
})

test('they have every kind of danger, in two languages or more', () => {
  const languagesOf = (kind: string) =>
    new Set(turns.flatMap(({ urgent, language }) => (urgent === kind ? (language ?? []) : []))).size
  expect(urgencyKinds.filter((kind) => languagesOf(kind) < 2)).toEqual([])
})

test.each<ReplyLanguage>(['fr', 'ar', 'ary', 'en', 'es'])('ten replies or more come in %s', (language) => {
  expect(turns.filter((turn) => turn.language?.[0] === language).length).toBeGreaterThanOrEqual(10)
})

test('their questions are none that was learnt or measured with', () => {
  const known = new Set(readUtterances(projectRoot).utterances.map(({ text }) => normalise(text)))
  for (const line of readFileSync(join(projectRoot, 'test/eval/development.jsonl'), 'utf8').trim().split('\n'))
    known.add(normalise((JSON.parse(line) as { text: string }).text)) // a row of the set has a text
  // Greetings and commands are said by everybody alike.
  const questions = turns.flatMap(({ say = '' }) => (normalise(say).split(' ').length > 3 ? [say] : []))
  expect(questions.filter((question) => known.has(normalise(question)))).toEqual([])
})
