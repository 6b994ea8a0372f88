/** What can go wrong outside, and for each channel the test that holds it to one answer all the same. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { channels } from './channels.ts'
import { type Cover, type Fault, faults } from './driver.ts'

const tests = join(dirname(fileURLToPath(import.meta.url)), '..')

test('every fault has a test on every channel, or a reason why it cannot happen there', () => {
  const missing: string[] = []
  for (const { name, faults: covers } of channels)
    for (const fault of Object.keys(faults) as Fault[]) {
      // the keys of the record above
      const cover = covers[fault]
      if ('cannot' in cover) continue
      const text = readFileSync(join(tests, cover.file), 'utf8')
      if (!text.includes(`'${cover.test}'`))
        missing.push(`${name}, ${fault}: ${cover.file} has no test '${cover.test}'`)
    }
  process.stdout.write(table())
  expect(missing).toEqual([])
})

function table(): string {
  return Object.entries(faults)
    .map(([fault, what]) => {
      const rows = channels.map(({ name, faults: covers }) => `  ${name}: ${told(covers[fault as Fault])}\n`) // as above
      return `${what}\n${rows.join('')}`
    })
    .join('')
}

function told(cover: Cover): string {
  return 'cannot' in cover ? `cannot happen, ${cover.cannot}` : `${cover.file}, "${cover.test}"`
}
