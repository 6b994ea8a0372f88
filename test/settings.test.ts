import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readSettings } from '../src/settings.ts'

const noFile = join(tmpdir(), 'there-is-no-such-file')

function problemsOf(environment: Record<string, string>): readonly string[] {
  const read = readSettings(environment, noFile)
  return read.ok ? [] : read.problems
}

describe('settings', () => {
  test('without any variable the assistant listens on this machine, port 3000', () => {
    expect(readSettings({}, noFile)).toMatchObject({
      ok: true,
      settings: { host: '127.0.0.1', port: 3000, dataDir: 'data' },
    })
  })

  test('a wrong port is one sentence with its name, its value and an example', () => {
    expect(problemsOf({ PORT: 'eighty' })).toEqual(['PORT: "eighty" is not a port from 0 to 65535. Example: PORT=3000'])
  })

  test('all wrong variables are told at once', () => {
    expect(problemsOf({ PORT: '99999', LOG_LEVEL: 'loud' })).toHaveLength(2)
  })

  test('a wrong token is never repeated', () => {
    const [problem] = problemsOf({ TELEGRAM_BOT_TOKEN: 'my-secret-token' })
    expect(problem).toContain('TELEGRAM_BOT_TOKEN')
    expect(problem).not.toContain('my-secret-token')
  })

  test('a webhook without its secret is refused, because anybody could forge messages', () => {
    const problems = problemsOf({
      TELEGRAM_BOT_TOKEN: '123456:abcdefghijkl',
      TELEGRAM_WEBHOOK_URL: 'https://dalil.example.org/telegram',
    })
    expect(problems.join()).toContain('TELEGRAM_WEBHOOK_SECRET: missing')
  })

  test('the secretariat may have a listener of its own, on this machine unless told otherwise', () => {
    const read = readSettings({ ADMIN_PORT: '3001' }, noFile)
    expect(read).toMatchObject({ ok: true, settings: { admin: { host: '127.0.0.1', port: 3001 } } })
    expect(readSettings({}, noFile)).not.toHaveProperty('settings.admin')
    expect(problemsOf({ ADMIN_HOST: '10.0.0.5' }).join()).toContain('ADMIN_PORT: missing')
  })

  const cloud = {
    WHATSAPP: 'cloud',
    WHATSAPP_PHONE_NUMBER_ID: '106540352242922',
    WHATSAPP_ACCESS_TOKEN: 'EAAsecretsecretsecret',
    WHATSAPP_APP_SECRET: '0123456789abcdef0123456789abcdef',
    WHATSAPP_VERIFY_TOKEN: 'a-verify-token-of-ours',
  }

  test('the Cloud API needs its four secrets, and each that is missing is told', () => {
    expect(problemsOf({ WHATSAPP: 'cloud' }).map((problem) => problem.split(':')[0])).toEqual([
      'WHATSAPP_PHONE_NUMBER_ID',
      'WHATSAPP_ACCESS_TOKEN',
      'WHATSAPP_APP_SECRET',
      'WHATSAPP_VERIFY_TOKEN',
    ])
    expect(readSettings(cloud, noFile)).toMatchObject({
      ok: true,
      settings: { whatsappCloud: { apiVersion: 'v25.0', apiRoot: 'https://graph.facebook.com' } },
    })
  })

  test('a phone number in place of its id is told, and no secret of WhatsApp is repeated', () => {
    expect(problemsOf({ ...cloud, WHATSAPP_PHONE_NUMBER_ID: '+212 6 77 88 99 00' }).join()).toContain(
      'which is not the number itself',
    )
    const wrong = { ...cloud, WHATSAPP_ACCESS_TOKEN: 'my secret', WHATSAPP_APP_SECRET: 'my secret' }
    expect(problemsOf(wrong)).toHaveLength(2)
    expect(problemsOf(wrong).join()).not.toContain('my secret')
  })

  test('without WHATSAPP its secrets switch nothing on', () => {
    expect(readSettings({ ...cloud, WHATSAPP: '' }, noFile)).not.toHaveProperty('settings.whatsappCloud')
  })

  test('a linked phone needs nothing else; its number is digits only, its page a file', () => {
    expect(readSettings({ WHATSAPP: 'web' }, noFile)).toMatchObject({ ok: true, settings: { whatsappLinked: {} } })
    expect(readSettings({}, noFile)).not.toHaveProperty('settings.whatsappLinked')
    expect(readSettings({ WHATSAPP: 'web', CHROMIUM_PATH: '/usr/bin/chrome' }, noFile)).toMatchObject({
      settings: { whatsappLinked: { chromium: '/usr/bin/chrome' } },
    })
    expect(problemsOf({ WHATSAPP: 'yes' }).join()).toContain('WHATSAPP: "yes" is not web')
    expect(problemsOf({ WHATSAPP: 'web', WHATSAPP_PHONE: '+212 6' }).join()).toContain('digits only')
    expect(problemsOf({ WHATSAPP: 'web', WHATSAPP_PAGE: 'page' }).join()).toContain('.html')
  })

  test('an empty variable counts as not set', () => {
    expect(readSettings({ TELEGRAM_BOT_TOKEN: '', PORT: '' }, noFile)).toMatchObject({
      ok: true,
      settings: { port: 3000 },
    })
  })

  test('a .env file fills in what the environment leaves out', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'dalil-')), '.env')
    writeFileSync(file, 'PORT=4000\nHOST=0.0.0.0\n')
    expect(readSettings({ PORT: '5000' }, file)).toMatchObject({ ok: true, settings: { port: 5000, host: '0.0.0.0' } })
  })
})
