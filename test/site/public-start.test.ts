/** What `npm start` makes of its settings for the public pages. */
import { afterEach, expect, test } from 'vitest'
import { type Running, startForTest } from '../assistant.ts'

let assistant: Running | undefined
afterEach(() => assistant?.stop())

test('the address that is set stands in the pages, whatever address was asked', async () => {
  assistant = await startForTest({ PUBLIC_URL: 'https://dalil.example.org/', NODE_ENV: 'production' })
  const page = await (await fetch(`${assistant.address}/fr/t/health.care`)).text()
  expect(page).toContain('<link rel="canonical" href="https://dalil.example.org/fr/t/health.care">')
  expect(page).toContain('class="code"')
  expect((await fetch(`${assistant.address}/preview`)).status).toBe(404)
})

test('in development authors have a preview, which search engines leave out', async () => {
  assistant = await startForTest()
  const preview = await fetch(`${assistant.address}/preview`)
  expect(preview.status).toBe(200)
  expect(preview.headers.get('x-robots-tag')).toBe('noindex')
})

test('the log of a page says its route and not which topic was read', async () => {
  assistant = await startForTest()
  await fetch(`${assistant.address}/fr/t/asylum.apply`)
  const log = assistant.log.join('')
  expect(log).toContain('/:language/t/:id')
  expect(log).not.toContain('asylum')
})
