/** No channel escapes the suite. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'oxc-parser'
import { expect, test } from 'vitest'
import { channels } from './channels.ts'

const here = dirname(fileURLToPath(import.meta.url))
const source = resolve(here, '../../src/channels')

/** Files that speak of `Channel` as exported by `channel.ts`: whoever makes one must. */
function filesThatMakeChannels(): string[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.ts'))
    .filter((name) => {
      const { module } = parseSync(name, readFileSync(join(source, name), 'utf8'))
      return module.staticImports.some(
        ({ moduleRequest, entries }) =>
          moduleRequest.value.endsWith('/channel.ts') &&
          entries.some(({ importName }) => importName.name === 'Channel'),
      )
    })
}

test('every channel of src/channels is held to the conversations', () => {
  const held = new Set(channels.map((channel) => channel.source))
  const missing = filesThatMakeChannels().filter((name) => !held.has(name))
  expect(missing, 'write a driver in test/channel-suite/ and add it to channels.ts').toEqual([])
})

test('every driver of the list is run by a test file of its own, so that channels run side by side', () => {
  const run = readdirSync(here)
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => readFileSync(join(here, name), 'utf8').match(/describeChannel\((\w+)\)/)?.[1])
    .filter((name) => name !== undefined)
  const listed = readFileSync(join(here, 'channels.ts'), 'utf8').match(/= \[([^\]]*)\]/)?.[1]
  expect(run.sort()).toEqual(
    (listed ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '')
      .sort(),
  )
})
