/** Every talk of `test/conversations/` through the HTTP API of the whole assistant. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { replyLanguages } from '../../src/languages.ts'
import { openTalk, type Running, readable, startForTest } from '../assistant.ts'

const oneOrMore = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (Array.isArray(value) ? value : [value]))
const talks = z.array(
  z.strictObject({
    name: z.string(),
    turns: z.array(
      z.strictObject({
        say: z.string().optional(),
        tap: z.string().optional(),
        /** The language of the page, sent beside. */
        lang: z.enum(replyLanguages).optional(),
        topic: oneOrMore.nullable().optional(),
        language: oneOrMore.optional(),
        urgent: z.string().nullable().optional(),
        first: z.string().optional(),
        includes: z.array(z.string()).optional(),
        excludes: z.array(z.string()).optional(),
        offers: z.array(z.string()).optional(),
        withholds: z.array(z.string()).optional(),
      }),
    ),
  }),
)

const folder = join(dirname(fileURLToPath(import.meta.url)), '../conversations')
let assistant: Running

beforeAll(async () => {
  assistant = await startForTest()
})
afterAll(() => assistant.stop())

for (const file of readdirSync(folder))
  describe(file.replace('.yaml', ''), () => {
    for (const { name, turns } of talks.parse(parse(readFileSync(join(folder, file), 'utf8'))))
      test(name, async () => {
        const talk = openTalk(assistant.address)
        for (const turn of turns) {
          const beside = turn.lang ? { lang: turn.lang } : {}
          const response =
            turn.tap === undefined ? await talk.say(turn.say ?? '', beside) : await talk.tap(turn.tap, beside)
          const text = readable(response)
          const seen = `after "${turn.say ?? turn.tap}" the person saw (${response.intent}, ${response.confidence}):\n${text}`
          if (turn.topic === null) expect(response.intent, seen).toBeNull()
          else if (turn.topic) expect(turn.topic, seen).toContain(response.intent)
          if (turn.language) expect(turn.language, seen).toContain(response.lang)
          if (turn.urgent !== undefined) expect(response.urgent, seen).toBe(turn.urgent)
          if (turn.first) expect(response.reply.blocks[0]?.kind, seen).toBe(turn.first)
          for (const piece of turn.includes ?? []) expect(text, seen).toContain(piece)
          for (const piece of turn.excludes ?? []) expect(text, seen).not.toContain(piece)
          const offered = response.reply.choices.map(({ id }) => id)
          for (const id of turn.offers ?? []) expect(offered, seen).toContain(id)
          for (const id of turn.withholds ?? []) expect(offered, seen).not.toContain(id)
        }
      })
  })
