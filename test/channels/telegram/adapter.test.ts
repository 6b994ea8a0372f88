/** Messages through a Bot API server and back, in both modes, with the real inbox and a real store. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Block } from '../../../src/message.ts'
import { botName, type TelegramServer } from '../../telegram-server.ts'
import { words } from '../words.ts'
import { type Mode, type Setting, type SettingOptions, say, startSetting, webhookSecret } from './setting.ts'

const settings: Setting[] = []

async function start(options: SettingOptions): Promise<Setting> {
  const setting = await startSetting(options)
  settings.push(setting)
  return setting
}

afterEach(async () => {
  vi.restoreAllMocks()
  for (const setting of settings.splice(0)) await setting.stop()
})

const methods = (telegram: TelegramServer) => telegram.calls.map(({ method }) => method)
const paragraphs = (...lines: string[]): Block[] => lines.map((line) => ({ kind: 'paragraph', text: [line] }))

describe.each<Mode>(['polling', 'webhook'])('by %s', (mode) => {
  test('a text is answered, with its choices as buttons', async () => {
    const choices = [{ id: 'topic:health.care', label: 'Santé' }]
    const { telegram, heard } = await start({ mode, reply: () => say('Voici', { choices }) })
    const awa = telegram.person()
    await awa.say('où voir un médecin ?')
    expect(await awa.reads(1)).toMatchObject([
      {
        text: 'Voici',
        parse_mode: 'HTML',
        link_preview_options: { is_disabled: true },
        reply_markup: { inline_keyboard: [[{ text: 'Santé', callback_data: 'topic:health.care' }]] },
      },
    ])
    expect(heard).toMatchObject([{ channel: 'telegram', content: { kind: 'text', text: 'où voir un médecin ?' } }])
    expect(heard[0]).not.toHaveProperty('known')
  })

  test('a tap is answered at once, then its old buttons go', async () => {
    const { telegram, heard } = await start({ mode })
    const awa = telegram.person({ id: 71 })
    await awa.tap('city:rabat', 31)
    await awa.reads(1)
    expect(heard).toMatchObject([{ content: { kind: 'choice', id: 'city:rabat' } }])
    await telegram.until(() => methods(telegram).includes('answerCallbackQuery'), 'answerCallbackQuery')
    const gone = await telegram.until(
      () => telegram.calls.find(({ method }) => method === 'editMessageReplyMarkup'),
      'editMessageReplyMarkup',
    )
    expect(gone.body).toMatchObject({ chat_id: 71, message_id: 31, reply_markup: { inline_keyboard: [] } })
    expect(methods(telegram).indexOf('sendMessage')).toBeLessThan(methods(telegram).indexOf('editMessageReplyMarkup'))
  })

  test('buttons stay where they got no answer, to be tapped again', async () => {
    const { telegram, log } = await start({ mode })
    const awa = telegram.person({ id: 72 })
    const other = telegram.person()
    const refusal = { ok: false, error_code: 400, description: 'Bad Request' }
    telegram.answer('sendMessage', ({ chat_id }) => (chat_id === 72 ? refusal : undefined))
    await awa.tap('city:rabat', 31)
    await vi.waitFor(() => expect(log.join('')).toContain('a reply was not taken by its channel'), { timeout: 10_000 })
    await other.say('après')
    await other.reads(1)
    expect(methods(telegram)).not.toContain('editMessageReplyMarkup')
  })

  test('a link of an organisation reaches the conversation with its code', async () => {
    const { telegram, heard } = await start({ mode })
    const awa = telegram.person()
    await awa.say('/start gadem-7')
    await awa.reads(1)
    await awa.say('/start')
    await awa.reads(2)
    expect(heard.map(({ content }) => content)).toEqual([{ kind: 'start', referral: 'gadem-7' }, { kind: 'start' }])
  })

  test('every command of the menu reaches the conversation as its choice', async () => {
    const { telegram, heard } = await start({ mode })
    const awa = telegram.person()
    const commands = ['help', 'language', 'city', 'privacy', 'forget', 'human']
    for (const [at, command] of commands.entries()) {
      await awa.say(at % 2 === 0 ? `/${command}` : `/${command}@${botName}`)
      await awa.reads(at + 1)
    }
    const chosen = ['menu', 'languages', 'cities', 'privacy', 'forget', 'human']
    expect(heard.map(({ content }) => content)).toEqual(chosen.map((id) => ({ kind: 'choice', id })))
  })

  test('voice, picture, sticker and position arrive as what they are', async () => {
    const { telegram, heard } = await start({ mode })
    const awa = telegram.person()
    const sent = [
      { voice: { file_id: 'v', duration: 3 } },
      { photo: [{ file_id: 'p' }], caption: 'mon passeport' },
      { sticker: { file_id: 's' } },
      { location: { latitude: 35.77, longitude: -5.8 } },
    ]
    for (const [at, message] of sent.entries()) {
      await awa.send({ text: undefined, ...message })
      await awa.reads(at + 1)
    }
    expect(heard.map(({ content }) => content)).toEqual([
      { kind: 'unreadable', media: 'voice' },
      { kind: 'unreadable', media: 'picture' },
      { kind: 'unreadable', media: 'other' },
      { kind: 'place', latitude: 35.77, longitude: -5.8 },
    ])
  })

  test('the same update twice is answered once', async () => {
    const { telegram, heard } = await start({ mode })
    const awa = telegram.person({ id: 1000 })
    const other = telegram.person()
    const update = {
      update_id: 555,
      message: { message_id: 1, chat: { id: 1000, type: 'private' }, text: 'deux fois' },
    }
    if (mode === 'webhook') {
      expect(await telegram.bring(update)).toBe(200)
      await awa.reads(1)
      expect(await telegram.bring(update)).toBe(200)
    } else {
      await awa.say('deux fois')
      await awa.reads(1)
      telegram.repeatFetched()
    }
    // Whoever writes afterwards is answered afterwards: had the repeated update been answered, it would be seen.
    await other.say('après')
    await other.reads(1)
    expect(awa.read()).toHaveLength(1)
    expect(heard).toHaveLength(2)
  })

  test('a group gets one line an hour, and nothing of it is handled', async () => {
    let time = Date.UTC(2026, 10, 23)
    const { telegram, heard } = await start({ mode, now: () => time })
    const group = telegram.person({ id: -500, type: 'group', language: 'es' })
    const alone = telegram.person()
    const call = { text: `@${botName} salut`, entities: [{ type: 'mention', offset: 0, length: botName.length + 1 }] }
    await group.say('rien pour toi')
    await group.send(call)
    expect(await group.reads(1)).toMatchObject([{ text: words('es', 'telegram.groups') }])
    await group.send(call)
    time += 59 * 60_000
    await group.send(call)
    await alone.say('bonjour')
    await alone.reads(1)
    expect(group.read()).toHaveLength(1)
    time += 60_000
    await group.send(call)
    await group.reads(2)
    expect(heard.map(({ content }) => content)).toEqual([{ kind: 'text', text: 'bonjour' }])
  })

  test('a long reply comes in order, cut at the ends of paragraphs, with the buttons under the last part', async () => {
    const [first, second, third] = ['a', 'b', 'c'].map((sign) => sign.repeat(2500)) as [string, string, string]
    const choices = [{ id: 'menu', label: 'Menu' }]
    const reply = () => say('', { blocks: paragraphs(first, second, third), choices })
    const { telegram } = await start({ mode, reply })
    const awa = telegram.person()
    await awa.say('tout')
    const messages = await awa.reads(3)
    expect(messages.map(({ text }) => text)).toEqual([first, second, third])
    expect(messages.map(({ reply_markup }) => reply_markup !== undefined)).toEqual([false, false, true])
  })

  test('signs of HTML and Arabic arrive as they were written', async () => {
    const reply = () => say('', { language: 'ar', blocks: paragraphs('a < b & "c"', 'العربية') })
    const { telegram } = await start({ mode, reply })
    const awa = telegram.person()
    await awa.say('<b>&amp;')
    expect(await awa.reads(1)).toMatchObject([{ text: '\u200fa &lt; b &amp; &quot;c&quot;\n\nالعربية' }])
  })

  test('an outage is outlasted: what is written meanwhile is answered afterwards', async () => {
    const { telegram, channel } = await start({ mode })
    const awa = telegram.person({ id: 1000 })
    await awa.say('avant')
    await awa.reads(1)
    await telegram.shut()
    if (mode === 'polling') {
      await vi.waitFor(() => expect(channel.health().ok).toBe(false), { timeout: 10_000 })
      await awa.say('pendant')
      await telegram.open()
    } else {
      // What Telegram still brings is taken, and its answer is tried again until Telegram takes it.
      await telegram.bring({
        update_id: 900,
        message: { message_id: 2, chat: { id: 1000, type: 'private' }, text: 'pendant' },
      })
      await vi.waitFor(() => expect(channel.health().ok).toBe(false), { timeout: 10_000 })
      await telegram.open()
    }
    await awa.reads(2)
    await vi.waitFor(() => expect(channel.health()).toEqual({ ok: true, says: 'Telegram is reached.' }))
  })

  test('a start without Telegram does not wait for it', async () => {
    const { telegram, channel } = await start({ mode, shut: true })
    expect(channel.health().ok).toBe(false)
    const awa = telegram.person()
    await telegram.open()
    if (mode === 'webhook') await telegram.until(() => methods(telegram).includes('setWebhook'), 'setWebhook')
    await awa.say('bonjour')
    await awa.reads(1)
    await vi.waitFor(() => expect(channel.health().ok).toBe(true))
  })

  test('a reply that Telegram cannot take now is sent again', async () => {
    const { telegram } = await start({ mode })
    const busy = [
      { ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 1 } },
      { ok: false, error_code: 502, description: 'Bad Gateway' },
    ]
    telegram.answer('sendMessage', () => busy.shift())
    const awa = telegram.person()
    await awa.say('bonjour')
    await awa.reads(3)
    expect(busy).toEqual([])
  })

  test('who has blocked us is not written to again', async () => {
    const { telegram, heard, stepOf } = await start({
      mode,
      reply: () => say('', { blocks: paragraphs('a'.repeat(3000), 'b'.repeat(3000)) }),
    })
    telegram.answer('sendMessage', () => ({
      ok: false,
      error_code: 403,
      description: 'Forbidden: bot was blocked by the user',
    }))
    const awa = telegram.person()
    await awa.say('bonjour')
    await awa.reads(1)
    await vi.waitFor(async () => expect(await stepOf(heard[0] as (typeof heard)[0])).toBe('done')) // there is one: it was answered
    expect(awa.read()).toHaveLength(1)
  })

  test('a message whose marks Telegram refuses is sent without them', async () => {
    const { telegram } = await start({
      mode,
      reply: () => say('', { blocks: [{ kind: 'heading', text: 'Appelez le 15' }] }),
    })
    telegram.answer('sendMessage', ({ parse_mode }) =>
      parse_mode ? { ok: false, error_code: 400, description: "Bad Request: can't parse entities" } : undefined,
    )
    const awa = telegram.person()
    await awa.say('ambulance')
    expect((await awa.reads(2)).map(({ text }) => text)).toEqual(['<b>Appelez le 15</b>', 'Appelez le 15'])
  })

  test('nothing that a person wrote or is, and no token, comes into the log or the console', async () => {
    const printed: string[] = []
    for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const)
      vi.spyOn(console, level).mockImplementation((...given) => void printed.push(given.map(String).join(' ')))
    const { telegram, log, channel } = await start({ mode })
    const awa = telegram.person({ id: 987_654_321_012, name: 'Fatoumatanom', userName: 'fatousurnom' })
    telegram.answer('sendMessage', ({ text }) => ({
      ok: false,
      error_code: 400,
      description: `Bad Request: message "${text}" to 987654321012 cannot be sent`,
    }))
    await awa.say('phrasesecrete')
    await vi.waitFor(() => expect(log.join('')).toContain('a reply was not taken by its channel'), { timeout: 10_000 })
    await telegram.shut()
    if (mode === 'polling') await vi.waitFor(() => expect(channel.health().ok).toBe(false), { timeout: 10_000 })
    await telegram.open()
    for (const setting of settings) await setting.channel.stop()
    const everything = [...log, ...printed, channel.health().says].join('\n')
    expect(everything).not.toMatch(/phrasesecrete|Fatoumata|fatousurnom|987654321012|AA-token|Bonjour/)
    expect(log.length).toBeGreaterThan(0)
  })

  test('a refused token is said once, and does not end the service', async () => {
    const { telegram, channel, log } = await start({ mode, shut: true })
    telegram.answer('getMe', () => ({ ok: false, error_code: 401, description: 'Unauthorized' }))
    await telegram.open()
    await vi.waitFor(() => expect(log.join('')).toContain('telegram-token'), { timeout: 10_000 })
    if (mode === 'webhook') {
      // A reply is refused for the same reason, which is known by now.
      telegram.answer('sendMessage', () => ({ ok: false, error_code: 401, description: 'Unauthorized' }))
      const update = {
        update_id: 902,
        message: { message_id: 2, chat: { id: 1000, type: 'private' }, text: 'bonjour' },
      }
      expect(await channel.webhook?.accept(update, () => webhookSecret)).toBe('accepted')
      await vi.waitFor(() => expect(log.join('')).toContain('a reply was not taken by its channel'))
    }
    expect(log.filter((line) => line.includes('"telegram-token"'))).toHaveLength(1)
    expect(channel.health()).toEqual({
      ok: false,
      says: 'Telegram refuses the bot token. Take a new one from @BotFather and set TELEGRAM_BOT_TOKEN.',
    })
  })

  test('stopping finishes the message in hand and takes no more', async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const { telegram, channel, heard } = await start({
      mode,
      reply: async () => {
        await held
        return say('fini')
      },
    })
    const awa = telegram.person()
    await awa.say('en cours')
    await vi.waitFor(() => expect(heard).toHaveLength(1))
    const stopped = channel.stop()
    if (mode === 'webhook') {
      const late = {
        update_id: 901,
        message: { message_id: 2, chat: { id: 1000, type: 'private' }, text: 'trop tard' },
      }
      expect(await telegram.bring(late)).toBe(401)
    }
    release()
    await stopped
    expect(awa.read().map(({ text }) => text)).toEqual(['fini'])
    await awa.say('trop tard').catch(() => {}) // the package fails where its webhook does
    const asked = telegram.calls.length
    await settings.pop()?.stop()
    expect(telegram.calls).toHaveLength(asked)
    expect(heard).toHaveLength(1)
    expect(channel.health()).toEqual({ ok: false, says: 'Telegram is stopped.' })
  })

  test('stopping during an outage is quick', async () => {
    const { channel } = await start({ mode, shut: true })
    const begun = performance.now()
    await channel.stop()
    expect(performance.now() - begun).toBeLessThan(1000)
  })
})
