/** The linked phone: the real whatsapp-web.js in a real Chromium on the page of `test/whatsapp-web/`. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { drawLink } from '../../../src/channels/whatsapp/linked-terminal.ts'
import type { IncomingMessage } from '../../../src/message.ts'
import { startWhatsApp } from '../../whatsapp-web/server.ts'
import { type Setting, type SettingOptions, say, startSetting } from './linked-setting.ts'

let running: Setting | undefined
const ends: (() => unknown)[] = []
afterEach(async () => {
  await running?.stop()
  running = undefined
  for (const end of ends.splice(0)) await end()
})

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

/** What outlives a start: WhatsApp with all its chats, and a data folder of a phone that was linked long ago. */
async function startWorld() {
  const whatsapp = await startWhatsApp({ linked: true })
  const dataDir = mkdtempSync(join(tmpdir(), 'dalil-whatsapp-'))
  mkdirSync(join(dataDir, 'whatsapp'))
  writeFileSync(join(dataDir, 'whatsapp', 'linked-since'), '1600000000')
  ends.push(whatsapp.stop, () => rmSync(dataDir, { recursive: true }))
  return { whatsapp, dataDir }
}

const textOf = ({ content }: IncomingMessage) => (content.kind === 'text' ? content.text : content.kind)
/** So that a test sees which message was answered by what. */
const echo = (message: IncomingMessage) => say(`${message.late ? 'late ' : ''}${textOf(message)}`)
const hoursAgo = (hours: number) => Math.floor(Date.now() / 1000 - hours * 3600)

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

  test('a code that is out of date is replaced by the next one', async () => {
    const { whatsapp, linked, links } = await start()
    await linked('waiting')
    whatsapp.renewCode()
    await linked('waiting', 1)
    expect(links.at(-1)).toMatchObject({ code: { text: expect.stringContaining('ref-1,') } })
  })

  test('where the number of the phone is set, a pairing code is shown to be typed', async () => {
    const { linked, whatsapp } = await start({ channel: { phone: '212699999999' } })
    const waiting = await linked('waiting')
    expect(waiting).toMatchObject({ code: { kind: 'pairing', code: 'ABCD1234' } })
    expect(drawLink(waiting).join()).toContain('ABCD-1234')
    whatsapp.scan()
    await linked('connected')
  })

  test('a pairing code can be asked for while a QR code is shown', async () => {
    const { linked, links, channel } = await start()
    await linked('waiting')
    expect(channel.pair('212699999999')).toBe(true)
    await linked('waiting', links.length)
    expect(links.at(-1)).toMatchObject({ code: { kind: 'pairing' } })
  })

  test('the session outlives a restart: no code is asked for again', async () => {
    const whatsapp = await startWhatsApp()
    const dataDir = mkdtempSync(join(tmpdir(), 'dalil-whatsapp-'))
    ends.push(whatsapp.stop, () => rmSync(dataDir, { recursive: true }))
    const before = await start({ whatsapp, dataDir })
    await before.linked('waiting')
    whatsapp.scan()
    await before.linked('connected')
    await before.stop()
    const after = await start({ whatsapp, dataDir })
    await after.linked('connected')
    expect(after.links.map(({ kind }) => kind)).not.toContain('waiting')
  })

  test('a phone that has removed the device is asked to link it again', async () => {
    const { whatsapp, linked, links, channel } = await startLinked()
    whatsapp.removeDevice()
    await linked('removed')
    expect(channel.health()).toMatchObject({ ok: false, says: expect.stringContaining('removed this device') })
    await linked((link) => link.kind === 'removed' && link.code !== undefined)
    whatsapp.scan()
    await linked(
      'connected',
      links.findIndex(({ kind }) => kind === 'removed'),
    )
  })

  test('without Chromium it says which variable to set, and finds one that is installed meanwhile', async () => {
    const { channel, linked } = await start({ channel: { chromium: '/nowhere/chromium' } })
    await linked('no-chromium')
    expect(channel.health()).toMatchObject({ ok: false, says: expect.stringContaining('CHROMIUM_PATH') })
  })

  test('a browser that never comes to read messages is replaced', async () => {
    const { log, linked, links } = await start({
      linked: true,
      neverReady: true,
      channel: { patience: { ready: 1500 } },
    })
    await linked('reconnecting')
    expect(log.join()).toContain('never ready')
    expect(links.map(({ kind }) => kind)).not.toContain('connected')
  })
})

describe('a message', () => {
  test('is answered in its chat, once it was seen and typing was shown', async () => {
    const { whatsapp, heard } = await startLinked({ reply: () => say('Bonjour, posez votre question.') })
    const person = whatsapp.person()
    person.says('salut')
    expect(await person.reads(1)).toEqual(['Bonjour, posez votre question.'])
    expect(heard.map(({ content }) => content)).toEqual([{ kind: 'text', text: 'salut' }])
    expect(whatsapp.asked.map(({ what }) => what)).toEqual(expect.arrayContaining(['typing', 'seen']))
  })

  test('that comes twice is answered once; messages of a chat are answered in order', async () => {
    const { whatsapp } = await startLinked({ reply: echo })
    const person = whatsapp.person()
    const first = person.says('un')
    whatsapp.repeat(first)
    person.says('deux')
    await person.reads(2)
    whatsapp.repeat(first)
    person.says('trois')
    expect(await person.reads(3)).toEqual(['un', 'deux', 'trois'])
  })

  test('with a number as reply to our list chooses its line', async () => {
    const choices = [
      { id: 'menu', label: 'Menu' },
      { id: 'human', label: 'Parler à une personne' },
    ]
    const { whatsapp, heard } = await startLinked({ reply: () => say('Voici.', { choices }) })
    const person = whatsapp.person()
    person.says('salut')
    const [list] = await person.reads(1)
    person.says('٢', { quotedMsg: { body: list }, quotedStanzaID: 'Q' })
    await person.reads(2)
    expect(heard.at(-1)?.content).toEqual({ kind: 'choice', id: 'human' })
  })

  test('is answered again when it was edited', async () => {
    const { whatsapp } = await startLinked({ reply: echo })
    const person = whatsapp.person()
    const id = person.says('medcin')
    await person.reads(1)
    person.edits(id, 'médecin')
    expect(await person.reads(2)).toEqual(['medcin', 'médecin'])
  })

  test('with a position, a voice, pictures at once or a call is answered as what it is', async () => {
    const { whatsapp, heard } = await startLinked({ reply: (message) => say(message.content.kind) })
    const [one, two, three, four] = [whatsapp.person(), whatsapp.person(), whatsapp.person(), whatsapp.person()]
    one.sends({ type: 'location', lat: 35.77, lng: -5.8, body: '/9j/4AAQ' })
    two.sends({ type: 'ptt' })
    three.sends({ type: 'image', parentMsgKey: { id: 'ALBUM' } })
    three.sends({ type: 'image', parentMsgKey: { id: 'ALBUM' } })
    four.calls()
    expect(await one.reads(1)).toEqual(['place'])
    expect(await two.reads(1)).toEqual(['unreadable'])
    expect(await three.reads(1)).toEqual(['unreadable'])
    expect(await four.reads(1)).toEqual(['unreadable'])
    expect(whatsapp.asked.map(({ what }) => what)).toContain('reject call')
    expect(heard.filter(({ content }) => content.kind === 'unreadable' && content.media === 'picture').length).toBe(1)
  })

  test('in a group that names us gets one line an hour, in a list or a status none', async () => {
    const { whatsapp, heard } = await startLinked()
    const group = whatsapp.person('120363000000000001@g.us')
    const named = { mentionedJidList: ['212699999999@c.us'] }
    group.says('@Dalil où voir un médecin ?', named)
    group.says('@Dalil ?', named)
    group.says('on mange quoi ?')
    whatsapp.person('status@broadcast').says('mes vacances')
    const person = whatsapp.person()
    person.says('salut')
    await person.reads(1)
    expect(group.read()).toEqual([expect.stringMatching(/privé.*\n.*/s)])
    expect(heard.map(textOf)).toEqual(['salut'])
  })

  test('leaves no number, name or word in the data folder or in the log', async () => {
    const { whatsapp, dataDir, log } = await startLinked({ reply: echo })
    const person = whatsapp.person('212677889900@c.us')
    person.says('je suis Zebulon-Kwabena', { notifyName: 'Zebulon-Kwabena' })
    await person.reads(1)
    await running?.channel.stop()
    // The browser's own files hold what WhatsApp Web keeps, which the folder's mode protects and the README names.
    const ours = readdirSync(dataDir, { withFileTypes: true }).filter((entry) => entry.isFile())
    const written = [...ours.map(({ name }) => readFileSync(join(dataDir, name), 'latin1')), ...log].join()
    expect(written).not.toMatch(/Zebulon|677889900/)
  })
})

describe('what was written while the assistant was away', () => {
  test('is answered where it is younger than an hour, else gets one apology; what is older than the link is left', async () => {
    const { whatsapp, dataDir } = await startWorld()
    const [young, old, ancient] = [whatsapp.person(), whatsapp.person(), whatsapp.person()]
    young.says('jeune', { t: hoursAgo(0.5) })
    old.says('vieux', { t: hoursAgo(3) })
    old.says('toujours vieux', { t: hoursAgo(2) })
    ancient.says('avant', { t: 1_500_000_000 })
    const { linked } = await start({ whatsapp, dataDir, reply: echo })
    await linked('connected')
    expect(await young.reads(1)).toEqual(['jeune'])
    expect(await old.reads(1)).toEqual(['late vieux\ntoujours vieux'])
    whatsapp.state('TIMEOUT')
    whatsapp.state('CONNECTED')
    young.says('encore')
    expect(await young.reads(2)).toEqual(['jeune', 'encore'])
    expect(old.read().length).toBe(1)
    expect(ancient.read()).toEqual([])
  })

  test('a person who wrote again in time gets an answer and no apology, unless the old message told of danger', async () => {
    const { whatsapp, dataDir } = await startWorld()
    const [calm, danger] = [whatsapp.person(), whatsapp.person()]
    for (const [person, first] of [[calm, 'bonjour'] as const, [danger, 'danger'] as const]) {
      person.says(first, { t: hoursAgo(2) })
      person.says('vous êtes là ?', { t: hoursAgo(0.1) })
    }
    await start({ whatsapp, dataDir, reply: echo, urgentWord: 'danger' })
    await danger.reads(2)
    expect(danger.read().toSorted()).toEqual(['late danger', 'vous êtes là ?'])
    expect(calm.read()).toEqual(['vous êtes là ?'])
  })

  test('an answer that waits for the connection is sent when it is back', async () => {
    const { whatsapp, linked, links } = await startLinked({ reply: echo })
    const person = whatsapp.person()
    const since = links.length
    whatsapp.state('TIMEOUT')
    await linked('reconnecting', since)
    person.says('salut')
    whatsapp.state('CONNECTED')
    expect(await person.reads(1)).toEqual(['salut'])
  })
})
