/** What is particular to each of the two ways in which updates come. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createKeys } from '../../../src/channels/channel.ts'
import { createTelegramChannel } from '../../../src/channels/telegram/adapter.ts'
import { botToken } from '../../telegram-server.ts'
import { words } from '../words.ts'
import { type Setting, type SettingOptions, say, startSetting, webhookSecret } from './setting.ts'

const settings: Setting[] = []

async function start(options: SettingOptions): Promise<Setting> {
  const setting = await startSetting(options)
  settings.push(setting)
  return setting
}

afterEach(async () => {
  for (const setting of settings.splice(0)) await setting.stop()
})

const update = { update_id: 1, message: { message_id: 1, chat: { id: 5, type: 'private' }, text: 'bonjour' } }

describe('the webhook', () => {
  test('is told to Telegram with its secret and the kinds of update that we read', async () => {
    const { telegram, channel } = await start({ mode: 'webhook' })
    const call = telegram.calls.find(({ method }) => method === 'setWebhook')
    expect(new URL(call?.body.url ?? '').pathname).toBe(channel.webhook?.path)
    expect(call?.body.secret_token).toBe(webhookSecret)
    expect(call?.body.allowed_updates).toEqual(['message', 'edited_message', 'callback_query', 'my_chat_member'])
  })

  test.each([undefined, '', 'wrong', `${webhookSecret}x`, webhookSecret.slice(1)])(
    'refuses the secret %j, and nothing is parsed or handled',
    async (secret) => {
      const { channel, heard } = await start({ mode: 'webhook' })
      const looked = vi.fn()
      const body = new Proxy(update, { get: looked, has: looked, ownKeys: () => looked() ?? [] })
      expect(await channel.webhook?.accept(body, () => secret)).toBe('refused')
      expect(await channel.webhook?.accept('not even JSON', () => secret)).toBe('refused')
      expect(looked).not.toHaveBeenCalled()
      expect(heard).toEqual([])
    },
  )

  test.each(['not JSON', '{"update_id":"x"}', '[]', '', new Uint8Array([255, 254])])(
    'says of %j that it is no update',
    async (body) => {
      const { channel } = await start({ mode: 'webhook' })
      expect(await channel.webhook?.accept(body, () => webhookSecret)).toBe('malformed')
    },
  )

  test('is answered before the message is', async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const reply = async () => {
      await held
      return say('Bonjour')
    }
    const { telegram } = await start({ mode: 'webhook', reply })
    const awa = telegram.person({ id: 5 })
    expect(await telegram.bring(update)).toBe(200)
    expect(awa.read()).toEqual([])
    release()
    await awa.reads(1)
  })

  test('has a path that nobody can guess, and that stays the same', () => {
    const pathOf = (token: string, url: string) =>
      createTelegramChannel({
        token,
        apiRoot: 'https://api.telegram.org',
        webhook: { url, secret: webhookSecret },
        keys: createKeys('x'),
        words,
        languages: ['fr'],
        log: { info() {}, warn() {}, error() {} },
      }).webhook?.path
    const path = pathOf(botToken, 'https://dalil.example.org/telegram')
    expect(path).toMatch(/^\/telegram\/[\w-]{43}$/)
    expect(path).not.toContain(botToken)
    expect(pathOf(botToken, 'https://dalil.example.org/telegram/')).toBe(path)
    expect(pathOf(`${botToken}2`, 'https://dalil.example.org/telegram')).not.toBe(path)
    expect(pathOf(botToken, 'https://dalil.example.org')).toBe(path?.replace('/telegram', ''))
  })

  test('that Telegram does not accept is said in the health', async () => {
    const { telegram, channel } = await start({ mode: 'webhook', shut: true })
    telegram.answer('setWebhook', () => ({ ok: false, error_code: 400, description: 'Bad Request: bad webhook' }))
    await telegram.open()
    await vi.waitFor(() => expect(channel.health().says).toContain('TELEGRAM_WEBHOOK_URL'), { timeout: 10_000 })
    expect(channel.health().ok).toBe(false)
  })
})

describe('polling', () => {
  test('takes away a webhook that was set before', async () => {
    const { telegram, channel } = await start({ mode: 'polling' })
    await telegram.until(() => telegram.calls.some(({ method }) => method === 'deleteWebhook'), 'deleteWebhook')
    const call = await telegram.until(() => telegram.calls.find(({ method }) => method === 'getUpdates'), 'getUpdates')
    expect(call.body.allowed_updates).toEqual(['message', 'edited_message', 'callback_query', 'my_chat_member'])
    expect(channel.webhook).toBeUndefined()
  })

  test('confirms an update only when it is answered, so that a killed process finds it again', async () => {
    const { telegram } = await start({ mode: 'polling' })
    const awa = telegram.person()
    await awa.say('bonjour')
    const confirmed = await telegram.until(
      () => telegram.calls.find(({ method, body }) => method === 'getUpdates' && (body.offset ?? 0) > 0),
      'a request for the updates that follow',
    )
    const answered = telegram.calls.findIndex(({ method }) => method === 'sendMessage')
    expect(answered).toBeGreaterThanOrEqual(0)
    expect(answered).toBeLessThan(telegram.calls.indexOf(confirmed))
  })

  test('goes on for others while one message takes long', async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const { telegram } = await start({
      mode: 'polling',
      reply: async ({ content }) => {
        if (content.kind === 'text' && content.text === 'long') await held
        return say('Bonjour')
      },
    })
    const [slow, quick] = [telegram.person(), telegram.person()]
    await slow.say('long')
    await quick.say('court')
    await quick.reads(1)
    await quick.say('encore')
    await quick.reads(2)
    expect(slow.read()).toEqual([])
    release()
    await slow.reads(1)
  })

  test('says when another process fetches the messages of the same bot', async () => {
    const { telegram, channel } = await start({ mode: 'polling', shut: true })
    telegram.answer('getUpdates', () => ({ ok: false, error_code: 409, description: 'Conflict' }))
    await telegram.open()
    await vi.waitFor(() => expect(channel.health().says).toContain('Another process'), { timeout: 10_000 })
  })
})

test('the menu of commands stands in every language that Telegram has a code for', async () => {
  const { telegram } = await start({ mode: 'polling' })
  const set = (method: string) => telegram.calls.filter((call) => call.method === method)
  await telegram.until(() => set('setMyDescription').length === 6, 'six descriptions')
  const codes = set('setMyCommands').map(({ body }) => body.language_code)
  expect(codes).toEqual([undefined, 'fr', 'ar', 'en', 'es', 'pt'])
  const spanish = set('setMyCommands').find(({ body }) => body.language_code === 'es')?.body.commands
  expect(spanish?.map(({ command }) => command)).toEqual([
    ...['start', 'help', 'language', 'city', 'privacy', 'forget', 'human'],
  ])
  expect(spanish?.[0]?.description).toBe('Empezar')
  for (const { body } of set('setMyDescription')) expect(body.description?.length).toBeLessThanOrEqual(512)
})

test('a menu that Telegram does not take costs no answer', async () => {
  const { telegram, log } = await start({ mode: 'polling', shut: true })
  telegram.answer('setMyCommands', () => ({ ok: false, error_code: 404, description: 'Not Found: method not found' }))
  await telegram.open()
  const awa = telegram.person()
  await awa.say('bonjour')
  await awa.reads(1)
  await vi.waitFor(() => expect(log.join('')).toContain('commands and description are not set'))
})

test.each(['polling', 'webhook'])(
  'stopping by %s leaves no timer and no connection: the process ends by itself',
  async (mode) => {
    const { telegram } = await start({ mode: 'polling', shut: true })
    await telegram.open()
    const webhook = mode === 'webhook' ? { url: 'http://127.0.0.1:9/telegram', secret: webhookSecret } : undefined
    const log = '{ info() {}, warn() {}, error() {} }'
    const given = JSON.stringify({ token: 'another:token', apiRoot: telegram.apiRoot, webhook, languages: ['fr'] })
    const script = `
    import { createKeys } from './src/channels/channel.ts'
    import { createTelegramChannel } from './src/channels/telegram/adapter.ts'
    const channel = createTelegramChannel({ ...${given}, keys: createKeys('x'), words: (_, key) => key, log: ${log} })
    await channel.start(async (_, deliver) => deliver({ language: 'fr', blocks: [], choices: [], urgent: false }))
    while (!channel.health().ok) await new Promise((done) => setTimeout(done, 20))
    await channel.stop()
    console.log('stopped')`
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = once(child, 'exit')
    expect(String(await once(child.stdout, 'data'))).toBe('stopped\n')
    expect(await ended).toEqual([0, null])
  },
)
