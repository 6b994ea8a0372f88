/** Every example of `said.yaml`: what a message says of itself beside its question, in all languages. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { buildEntityLists } from '../../src/conversation/lists.ts'
import { createLibraryReader } from '../../src/knowledge/library.ts'
import type { Age } from '../../src/message.ts'
import { projectRoot } from '../../src/root.ts'
import { createEntityFinder, type Entities } from '../../src/understanding/entities.ts'
import { normalise } from '../../src/understanding/normalise.ts'

const finder = createEntityFinder(buildEntityLists(createLibraryReader(projectRoot).read().library))
const examples = z
  .record(z.string(), z.record(z.string(), z.union([z.string(), z.record(z.string(), z.unknown())])))
  .parse(parse(readFileSync(join(dirname(fileURLToPath(import.meta.url)), 'said.yaml'), 'utf8')))

/** What is found, in the words of the data file. */
const found: Readonly<Record<string, (entities: Entities) => unknown>> = {
  age: ({ age }) => age && inWords(age),
  person: ({ person }) => person,
  nationality: ({ nationality }) => nationality,
  date: ({ date }) => date,
  situation: ({ situation }) => situation,
  city: ({ city }) => city,
}

function inWords(age: Age): string {
  const years = 'years' in age ? `${age.years}` : `below ${age.below}`
  return age.of ? `${years} ${age.of}` : years
}

describe.each(Object.entries(examples))('%s', (kind, lines) => {
  test.each(Object.entries(lines))('"%s": %j', (text, expected) => {
    const entities = finder.find(normalise(text).split(' '), text)
    expect(found[kind]?.(entities) ?? 'none', text).toEqual(expected)
  })
})
