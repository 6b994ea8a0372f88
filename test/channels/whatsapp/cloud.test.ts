/** Messages through the webhook to the real inbox and back to a local Graph API, with everything that goes wrong between. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Block } from '../../../src/message.ts'
import { cloudSettings, type Fault, optionsOf, wordsOf } from '../../graph-server.ts'
import { type CloudSetting, type CloudSettingOptions, say, startCloud } from './cloud-setting.ts'

const settings: CloudSetting[] = []

async function start(options: CloudSettingOptions = {}): Promise<CloudSetting> {
  const setting = await startCloud(options)
  settings.push(setting)
  return setting
}

afterEach(async () => {
  vi.restoreAllMocks()
  for (const setting of settings.splice(0)) await setting.stop()
})

const paragraphs = (...lines: string[]): Block[] => lines.map((line) => ({ kind: 'paragraph', text: [line] }))
/** Each fault once, in this order. */
const inTurn =
  (...faults: (Fault | undefined)[]) =>
  () =>
    faults.shift()
const written = (fields: object) => ({ type: 'text', text: { body: 'bonjour' }, ...fields })

describe('the webhook', () => {
  test('answers the challenge to who knows the verify token, and to nobody else', async () => {
    const { graph, address } = await start()
    expect(await graph.subscribe(`${address}/whatsapp`)).toBe(true)
    expect(await graph.subscribe(`${address}/whatsapp`, 'another-verify-token')).toBe(false)
    const strange = ['', '?hub.mode=subscribe', `?hub.mode=unsubscribe&hub.challenge=1&hub.verify_token=x`]
    for (const query of strange) expect((await fetch(`${address}/whatsapp${query}`)).status).toBe(401)
    const marked = new URLSearchParams({
      'hub.mode': 'subscribe',
      'hub.challenge': '<script>',
      'hub.verify_token': cloudSettings.WHATSAPP_VERIFY_TOKEN,
    })
    expect((await fetch(`${address}/whatsapp?${marked}`)).status).toBe(401)
  })

  test.each([
    { what: 'none', sign: { header: '' } },
    { what: 'one under another secret', sign: { secret: 'f'.repeat(32) } },
    { what: 'half of one', sign: { header: 'sha256=0123456789abcdef' } },
    { what: 'one of another kind', sign: { header: `sha1=${'0'.repeat(40)}` } },
  ])('refuses a body without its signature: $what', async ({ sign }) => {
    const { graph, heard } = await start()
    const person = graph.person()
    expect(await graph.bring(graph.updateOf({ messages: [graph.messageOf(person, written({}))] }), sign)).toBe(401)
    expect(await graph.bring('not even JSON', sign)).toBe(401)
    expect(heard).toEqual([])
  })

  test('takes the signature over the bytes as they came, whatever their spaces and escapes', async () => {
    const { graph, heard } = await start()
    const person = graph.person()
    const update = graph.updateOf({ messages: [graph.messageOf(person, written({ text: { body: 'مرحبا' } }))] })
    await person.say('avant')
    expect(await graph.bring(JSON.stringify(update, null, 3).replaceAll('م', '\\u0645'))).toBe(200)
    await person.reads(2)
    expect(heard[1]?.content).toEqual({ kind: 'text', text: 'مرحبا' })
  })

  test.each(['not JSON', '[]', '{}', '{"object":"page","entry":[]}', '{"object":"whatsapp_business_account"}'])(
    'says of %s, rightly signed, that it is no update',
    async (body) => {
      const { graph } = await start()
      expect(await graph.bring(body)).toBe(400)
    },
  )

  test('refuses a body of more than one megabyte', async () => {
    const { graph, heard } = await start()
    expect(await graph.bring({ object: 'x'.repeat(1024 * 1024) })).toBe(413)
    expect(heard).toEqual([])
  })

  test('gives its 200 when a message is recorded, before its answer is sent', async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const { graph, heard, stepOf } = await start({
      reply: () => say('Voici', { blocks: paragraphs('a'.repeat(3000), 'b'.repeat(3000)) }),
    })
    const awa = graph.person()
    graph.fail(() => {
      release()
      return 'silence'
    })
    expect(await awa.say('bonjour')).toBe(200)
    await held
    expect(await stepOf(heard[0])).toBe('sending')
    expect(awa.read()).toEqual([])
    await graph.shut()
  })

  test('gives an urgent message its 200 only with its answer, so that Meta brings it again to who was killed', async () => {
    const { graph } = await start()
    const awa = graph.person()
    const readBefore: number[] = []
    graph.fail(() => {
      readBefore.push(graph.brought.length)
      return undefined
    })
    expect(await awa.say('danger')).toBe(200)
    expect(awa.read()).toHaveLength(1)
    expect(readBefore).toEqual([0])
  })

  test('an urgent message that is brought again meanwhile waits for the same answer', async () => {
    const { graph, channel } = await start()
    const awa = graph.person()
    const update = graph.updateOf({ messages: [graph.messageOf(awa, written({ text: { body: 'danger' } }))] })
    const broughtBefore: number[] = []
    graph.fail(() => {
      broughtBefore.push(graph.brought.length)
      return undefined
    })
    await graph.shut()
    const first = graph.bring(update)
    await vi.waitFor(() => expect(channel.health().says).toContain('cannot be reached'))
    const again = graph.bring(update)
    await graph.open()
    expect(await Promise.all([first, again])).toEqual([200, 200])
    expect(awa.read()).toHaveLength(1)
    expect(broughtBefore).toEqual([0])
  })

  test('an urgent message whose answer Meta did not take is to be brought again, and is then answered', async () => {
    const { graph, heard, stepOf } = await start()
    const awa = graph.person()
    const account: Fault = { status: 403, code: 131031 }
    graph.fail(inTurn(account))
    expect(await awa.say('danger')).toBe(503)
    expect(await stepOf(heard[0])).toBe('sending-urgent')
    await graph.bringAgain()
    expect(awa.read()).toHaveLength(1)
    expect(graph.undelivered).toEqual([])
  })

  test('what is no message, and what we do not know, costs those beside it nothing', async () => {
    const { graph, heard, log } = await start()
    const [awa, ali] = [graph.person(), graph.person()]
    await Promise.all([awa.say('avant'), ali.say('avant')])
    await Promise.all([awa.reads(1), ali.reads(1)])
    const status = { id: 'wamid.1', status: 'delivered', timestamp: '1', recipient_id: awa.phone }
    const messages = [
      graph.messageOf(awa, written({ text: { body: 'un' } })),
      graph.messageOf(ali, written({ text: { body: 'deux' } })),
      graph.messageOf(ali, { type: 'hologram', hologram: { body: 'phrasesecrete' } }),
      { of: 'another form', text: 'phrasesecrete' },
      graph.messageOf(awa, written({ text: { body: 'trois' } })),
    ]
    expect(await graph.bring(graph.updateOf({ messages, statuses: [status, 7] }))).toBe(200)
    await Promise.all([awa.reads(3), ali.reads(2)])
    const texts = heard.slice(2).map(({ content }) => content.kind === 'text' && content.text)
    expect(texts.sort()).toEqual(['deux', 'trois', 'un'])
    expect(log.join('')).toContain('An update has another form')
    expect(log.join('')).not.toContain('phrasesecrete')
  })

  test('updates of other fields and of other numbers are taken and left alone', async () => {
    const { graph, heard } = await start()
    const awa = graph.person()
    const messages = [graph.messageOf(awa, written({}))]
    expect(await graph.bring(graph.updateOf({ messages }, '999999999999'))).toBe(200)
    const template = { field: 'message_template_status_update', value: { event: 'APPROVED' } }
    expect(await graph.bring({ object: 'whatsapp_business_account', entry: [{ id: '1', changes: [template] }] })).toBe(
      200,
    )
    expect(heard).toEqual([])
  })

  test('the same message twice, at once or later, is answered once', async () => {
    const { graph, heard } = await start()
    const awa = graph.person()
    await awa.say('avant')
    const update = graph.updateOf({ messages: [graph.messageOf(awa, written({}))] })
    expect(await Promise.all([graph.bring(update), graph.bring(update), graph.bring(update)])).toEqual([200, 200, 200])
    await awa.reads(2)
    expect(await graph.bring(update)).toBe(200)
    await awa.say('après')
    await awa.reads(3)
    expect(heard).toHaveLength(3)
  })

  test('messages of one person are answered in the order in which they came', async () => {
    const { graph } = await start({ reply: ({ content }) => say(content.kind === 'text' ? content.text : '') })
    const people = Array.from({ length: 20 }, () => graph.person())
    const numbers = Array.from({ length: 10 }, (_, at) => `message ${at}`)
    await Promise.all(people.map((person) => person.say('avant')))
    const messages = numbers.flatMap((body) =>
      people.map((person) => graph.messageOf(person, written({ text: { body } }))),
    )
    expect(await graph.bring(graph.updateOf({ messages }))).toBe(200)
    for (const person of people) expect((await person.reads(11)).map(wordsOf)).toEqual(['avant', ...numbers])
  })

  test('messages are answered in the order in which Meta brings them, whatever their times', async () => {
    const { graph } = await start({ reply: ({ content }) => say(content.kind === 'text' ? content.text : '') })
    const awa = graph.person()
    const seconds = Math.floor(Date.now() / 1000)
    const messages = [30, 10, 20].map((ago) =>
      graph.messageOf(awa, written({ text: { body: `il y a ${ago}` }, timestamp: String(seconds - ago) })),
    )
    for (const message of messages) await graph.bring(graph.updateOf({ messages: [message] }))
    expect((await awa.reads(3)).map(wordsOf)).toEqual(['il y a 30', 'il y a 10', 'il y a 20'])
  })

  test('a message that Meta brings a day late is not answered, because nobody may be written to any more', async () => {
    let time = Date.UTC(2026, 10, 25)
    const { graph, heard } = await start({ now: () => time })
    const awa = graph.person()
    const update = graph.updateOf({ messages: [graph.messageOf(awa, written({}))] })
    time += 24 * 3_600_000 + 1000
    expect(await graph.bring(update)).toBe(200)
    expect(heard).toEqual([])
  })
})

describe('a person', () => {
  test('sees choices as buttons and taps one', async () => {
    const choices = [{ id: 'topic:health.care', label: 'Santé' }]
    const { graph, heard } = await start({ reply: () => say('Voici', { choices }) })
    const awa = graph.person()
    await awa.say('où voir un médecin ?')
    const [message] = await awa.reads(1)
    expect(message && wordsOf(message)).toBe('Voici')
    expect(message && optionsOf(message)).toEqual([
      { type: 'button_reply', reply: { id: 'topic:health.care', title: 'Santé' } },
    ])
    await awa.tap('topic:health.care')
    await awa.reads(2)
    expect(heard.map(({ content }) => content)).toEqual([
      { kind: 'text', text: 'où voir un médecin ?' },
      { kind: 'choice', id: 'topic:health.care' },
    ])
    expect(heard[0]).toMatchObject({ channel: 'whatsapp' })
  })

  test('sees that the message was read and that an answer is written', async () => {
    const { graph } = await start()
    const awa = graph.person()
    await awa.say('bonjour')
    const read = await graph.until(
      () => graph.calls.find(({ body }) => typeof body === 'object' && body && 'status' in body),
      'a read receipt',
    )
    expect(read).toMatchObject({ status: 200, body: { status: 'read', typing_indicator: { type: 'text' } } })
  })

  test('who shows no number is answered all the same', async () => {
    const { graph } = await start()
    const awa = graph.person({ username: true })
    await awa.say('bonjour')
    const [message] = await awa.reads(1)
    expect(message).not.toHaveProperty('to')
    expect(message?.recipient).toMatch(/^MA\./)
  })

  test('is the same person with and without a number', async () => {
    const { graph, heard } = await start()
    const awa = graph.person()
    await awa.say('bonjour')
    await awa.reads(1)
    const { from: _, ...hidden } = graph.messageOf(awa, written({})) as { from: string } // as messageOf makes it
    await graph.bring(graph.updateOf({ messages: [hidden] }))
    await awa.reads(2)
    expect(new Set(heard.map(({ chat }) => chat)).size).toBe(1)
  })

  test('who opens the chat by a link of an organisation comes with its code', async () => {
    const { graph, heard } = await start()
    const awa = graph.person()
    await awa.say('DALIL-gadem-7')
    await awa.reads(1)
    expect(heard[0]?.content).toEqual({ kind: 'start', referral: 'gadem-7' })
  })

  test('gets a long reply in order, the choices under its last part', async () => {
    const [first, second, third] = ['a', 'b', 'c'].map((sign) => sign.repeat(2500)) as [string, string, string]
    const choices = [{ id: 'menu', label: 'Menu' }]
    const { graph } = await start({
      reply: () => say('', { blocks: paragraphs(first, second, third, 'fin'), choices }),
    })
    const awa = graph.person()
    await awa.say('tout')
    const messages = await awa.reads(4)
    expect(messages.map(wordsOf)).toEqual([first, second, third, 'fin'])
    expect(messages.map((message) => optionsOf(message).length)).toEqual([0, 0, 0, 1])
  })
})

describe('what goes wrong at Meta', () => {
  const limits: readonly { what: string; fault: Fault }[] = [
    { what: 'the limit of messages a second', fault: { status: 429, code: 130429 } },
    { what: 'the limit of messages to one person', fault: { status: 400, code: 131056 } },
    { what: 'the limit of the application', fault: { status: 400, code: 4, retryAfterSeconds: 1 } },
    { what: 'a service that is down', fault: { status: 503, code: 131016 } },
    { what: 'an error that Meta cannot name', fault: { status: 500, code: 131000 } },
  ]
  describe.each(limits)('$what', ({ fault }) => {
    test('a reply that Meta cannot take now is sent later, once', async () => {
      const { graph, channel } = await start()
      const awa = graph.person()
      graph.fail(inTurn(fault))
      await awa.say('bonjour')
      await awa.reads(1)
      await vi.waitFor(() => expect(channel.health().ok).toBe(true))
      expect(awa.read()).toHaveLength(1)
    })
  })

  test('Meta is waited for as long as it asks, by everybody but those in danger', async () => {
    const { graph } = await start()
    const [awa, ali] = [graph.person(), graph.person()]
    graph.fail(inTurn({ status: 429, code: 130429, retryAfterSeconds: 2 }))
    await awa.say('bonjour')
    await graph.until(() => graph.calls.some(({ code }) => code === 130429), 'the limit')
    await ali.say('danger')
    expect(ali.read()).toHaveLength(1)
    expect(awa.read()).toEqual([])
    await awa.reads(1)
  })

  describe.each<Fault>(['taken, then reset', 'taken, then bad gateway', 'taken, then silence'])('%s', (fault) => {
    test('an ordinary reply that Meta may have taken is not repeated', async () => {
      const { graph, heard, stepOf } = await start({ timeoutMillis: 300 })
      const awa = graph.person()
      graph.fail(inTurn(fault))
      await awa.say('bonjour')
      await vi.waitFor(async () => expect(await stepOf(heard[0])).toBe('done'))
      expect(awa.read()).toHaveLength(1)
    })

    test('an urgent reply that Meta may have taken is repeated, because twice is better than never', async () => {
      const { graph } = await start({ timeoutMillis: 300 })
      const awa = graph.person()
      graph.fail(inTurn(fault))
      await awa.say('danger')
      expect(awa.read()).toHaveLength(2)
    })
  })

  describe.each<Fault>(['reset', 'bad gateway', 'silence'])('%s', (fault) => {
    test('an urgent reply is sent again until it is taken', async () => {
      const { graph } = await start({ timeoutMillis: 300 })
      const awa = graph.person()
      graph.fail(inTurn(fault, fault))
      await awa.say('danger')
      expect(awa.read()).toHaveLength(1)
    })
  })

  test('an outage is outlasted: what is written meanwhile is answered afterwards', async () => {
    const { graph, channel } = await start()
    const awa = graph.person()
    await graph.shut()
    expect(await awa.say('pendant')).toBe(200)
    await vi.waitFor(() => expect(channel.health().ok).toBe(false))
    await graph.open()
    await awa.reads(1)
    await vi.waitFor(() => expect(channel.health()).toEqual({ ok: true, says: 'WhatsApp is reached.' }))
  })

  test('a start without Meta does not wait for it', async () => {
    const { graph, channel } = await start({ shut: true })
    await vi.waitFor(() => expect(channel.health().says).toContain('cannot be reached'))
    await graph.open()
    await vi.waitFor(() => expect(channel.health().ok).toBe(true), { timeout: 10_000 })
  })

  const people: readonly { what: string; code: number }[] = [
    { what: 'a number that is not on WhatsApp', code: 131026 },
    { what: 'silence for more than 24 hours', code: 131047 },
    { what: 'a number that a test account may not write to', code: 131030 },
  ]
  test.each(people)('$what: nobody is there, and no more is sent', async ({ code }) => {
    const { graph, heard, stepOf, channel } = await start({
      reply: () => say('', { blocks: paragraphs('a'.repeat(3000), 'b'.repeat(3000)) }),
    })
    const awa = graph.person()
    let asked = 0
    graph.fail(() => {
      asked += 1
      return { status: 400, code }
    })
    await awa.say('bonjour')
    await vi.waitFor(async () => expect(await stepOf(heard[0])).toBe('done'))
    expect(asked).toBe(1)
    await vi.waitFor(() => expect(channel.health().ok).toBe(true))
  })

  test('a message that Meta refuses is sent without buttons, its choices numbered', async () => {
    const choices = [
      { id: 'menu', label: 'Menu' },
      { id: 'human', label: 'Parler à une personne' },
    ]
    const { graph, log } = await start({ reply: () => say('Voici', { choices }) })
    graph.fail((message) => (message.type === 'interactive' ? { status: 400, code: 131009 } : undefined))
    const awa = graph.person()
    await awa.say('bonjour')
    const [message] = await awa.reads(1)
    expect(message && wordsOf(message)).toBe('Voici\n\n1. Menu\n2. Parler à une personne')
    expect(log.join('')).toContain('whatsapp-cloud-message')
  })

  const operator: readonly { what: string; fault: Fault; says: string }[] = [
    { what: 'a token that has ended', fault: { status: 401, code: 190 }, says: 'set WHATSAPP_ACCESS_TOKEN' },
    { what: 'a permission that is missing', fault: { status: 403, code: 200 }, says: 'permissions of the token' },
    { what: 'a bill that is not paid', fault: { status: 400, code: 131042 }, says: 'payment' },
  ]
  test.each(operator)('$what is said in the health and once in the log, with what to do', async ({ fault, says }) => {
    const { graph, channel, log } = await start()
    await vi.waitFor(() => expect(channel.health().ok).toBe(true))
    graph.fail(() => fault)
    const awa = graph.person()
    await awa.say('bonjour')
    await vi.waitFor(() => expect(channel.health().says).toContain(says))
    expect(channel.health().ok).toBe(false)
    expect(log.filter((line) => line.includes(channel.health().says))).toHaveLength(1)
  })

  test.each([
    { what: 'a wrong token', settings: { WHATSAPP_ACCESS_TOKEN: 'EAA-another-token-of-tests' }, says: 'access token' },
    {
      what: 'the id of another number',
      settings: { WHATSAPP_PHONE_NUMBER_ID: '999999999' },
      says: 'WHATSAPP_PHONE_NUMBER_ID',
    },
  ])('$what is said from the start', async ({ settings: given, says }) => {
    const { channel } = await start({ settings: given })
    await vi.waitFor(() => expect(channel.health().says).toContain(says))
  })

  test('what Meta had taken and could not bring is logged by its code, without the person', async () => {
    const { graph, log } = await start()
    const awa = graph.person()
    const failed = {
      id: 'wamid.1',
      status: 'failed',
      recipient_id: awa.phone,
      biz_opaque_callback_data: '1/2',
      errors: [{ code: 131047, title: `to ${awa.phone}` }],
    }
    expect(await graph.bring(graph.updateOf({ statuses: [failed] }))).toBe(200)
    const line = log.find((one) => one.includes('was not brought'))
    expect(JSON.parse(line ?? '{}')).toMatchObject({ graphCode: 131047, part: '1/2' })
    expect(line).not.toContain(awa.phone)
  })

  test('nothing that a person wrote or is, and no secret, comes into the log or the console', async () => {
    const printed: string[] = []
    for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const)
      vi.spyOn(console, level).mockImplementation((...given) => void printed.push(given.map(String).join(' ')))
    const { graph, log, channel } = await start()
    const awa = graph.person({ phone: '212677889900', name: 'Fatoumatanom' })
    graph.fail((message) => ({ status: 400, code: message.type === 'text' ? 100 : 190 }))
    await awa.say('phrasesecrete')
    await vi.waitFor(() => expect(log.join('')).toContain('a reply was not taken by its channel'))
    await graph.shut()
    await awa.say('phrasesecrete')
    await graph.open()
    await channel.stop()
    const everything = [...log, ...printed, channel.health().says].join('\n')
    expect(everything).not.toMatch(
      /phrasesecrete|Fatoumata|212677889900|EAA-token|0123456789abcdef|Bonjour|127\.0\.0\.1/,
    )
    expect(log.length).toBeGreaterThan(0)
  })
})

describe('stopping', () => {
  test('finishes the message in hand and takes no more', async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const { graph, channel, heard } = await start({
      reply: async () => {
        await held
        return say('fini')
      },
    })
    const awa = graph.person()
    const brought = awa.say('en cours')
    await vi.waitFor(() => expect(heard).toHaveLength(1))
    const stopped = channel.stop()
    expect(await awa.say('trop tard')).toBe(503)
    release()
    await stopped
    expect(await brought).toBe(200)
    expect(awa.read().map(wordsOf)).toEqual(['fini'])
    expect(channel.health()).toEqual({ ok: false, says: 'WhatsApp is stopped.' })
  })

  test('leaves no timer and no connection: the process ends by itself', async () => {
    const { graph } = await start()
    const given = JSON.stringify({
      phoneNumberId: cloudSettings.WHATSAPP_PHONE_NUMBER_ID,
      accessToken: cloudSettings.WHATSAPP_ACCESS_TOKEN,
      appSecret: cloudSettings.WHATSAPP_APP_SECRET,
      verifyToken: cloudSettings.WHATSAPP_VERIFY_TOKEN,
      apiVersion: cloudSettings.WHATSAPP_API_VERSION,
      apiRoot: graph.apiRoot,
    })
    const log = '{ info() {}, warn() {}, error() {} }'
    const script = `
    import { createKeys } from './src/channels/channel.ts'
    import { createCloudChannel } from './src/channels/whatsapp/cloud.ts'
    const channel = createCloudChannel({ ...${given}, keys: createKeys('x'), words: (_, key) => key, log: ${log} })
    await channel.start(async () => {})
    while (!channel.health().ok) await new Promise((done) => setTimeout(done, 20))
    await channel.stop()
    console.log('stopped')`
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = once(child, 'exit')
    expect(String(await once(child.stdout, 'data'))).toBe('stopped\n')
    expect(await ended).toEqual([0, null])
  })
})
