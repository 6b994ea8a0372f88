/** The linked phone: the real whatsapp-web.js in a real Chromium on the page of `test/whatsapp-web/`. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { type Setting, type SettingOptions, say, startSetting } from './linked-setting.ts'

let running: Setting | undefined
afterEach(() => running?.stop())

async function start(options: SettingOptions = {}): Promise<Setting> {
  running = await startSetting(options)
  return running
}

/** Linked, and ready to read messages. */
async function startLinked(options: SettingOptions = {}): Promise<Setting> {
  const setting = await start({ linked: true, ...options })
  await setting.linked('connected')
  return setting
}

describe('linking the spare phone', () => {
  test('a code is shown until the phone scans it; then the channel is connected', async () => {
    const { whatsapp, channel, linked, links, dataDir } = await start()
    const waiting = await linked('waiting')
    expect(waiting).toMatchObject({ code: { kind: 'qr', text: expect.stringContaining('ref-0,') } })
    expect(channel.health()).toEqual({ ok: false, says: expect.stringContaining('/admin/whatsapp') })
    whatsapp.scan()
    await linked('connected')
    expect(channel.health()).toEqual({ ok: true, says: 'WhatsApp is connected.' })
    expect(links.map(({ kind }) => kind)).toEqual(['waiting', 'reconnecting', 'connected'])
    expect(statSync(join(dataDir, 'whatsapp')).mode & 0o777).toBe(0o700)
  })
})

describe('a message', () => {
  test('is answered in its chat', async () => {
    const { whatsapp, heard } = await startLinked({ reply: () => say('Bonjour, posez votre question.') })
    const person = whatsapp.person()
    person.says('salut')
    expect(await person.reads(1)).toEqual(['Bonjour, posez votre question.'])
    expect(heard.map(({ content }) => content)).toEqual([{ kind: 'text', text: 'salut' }])
  })
})
