/** An organisation's new phone from its form to the chat's next answer and back, and whoever tries it otherwise. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAccounts } from '../../src/admin/accounts.ts'
import { hourOf, type Store } from '../../src/store/store.ts'
import { openTalk, type Running, readable, startForTest } from '../assistant.ts'
import type { ContentCopy } from '../content-copy.ts'
import { type Client, goodPassword, readText } from './admin-server.ts'
import { caritas, gadem, now, propose, startDirectory } from './directory-server.ts'

let running: Running
let store: Store
let content: ContentCopy
let enter: (name: string) => Promise<Client>
let stop: () => Promise<void>
let ngo: Client
let samira: Client

beforeAll(async () => {
  ;({ running, store, content, enter, stop } = await startDirectory())
  ngo = await enter('ong')
  samira = await enter('samira')
})
afterAll(() => stop())

async function askForGadem(): Promise<string> {
  return readable(await openTalk(running.address).say('numéro de téléphone du GADEM'))
}

/** The newest change that waits, with its page seen last. */
async function openWaiting(client = samira): Promise<string> {
  const page = await client.get('/admin/proposals')
  return page.text.match(/\/admin\/proposals\/\d+(?=\/approve)/)?.[0] ?? ''
}

async function trail(): Promise<string[]> {
  return (await store.listAudit(100)).map(({ account, action, about }) => `${account} ${action} ${about}`.trim())
}

describe('a new phone', () => {
  test('is proposed, approved after a call, read in the next answer, and taken back with one press', async () => {
    expect(await askForGadem()).toContain('05 37 77 03 32')
    const sent = await propose(ngo, 'gadem', { 'phone-1': '05 37 77 03 99' })
    expect(readText(sent.text)).toContain('Proposition envoyée')
    expect(await askForGadem()).toContain('05 37 77 03 32')

    const change = await openWaiting()
    const waiting = await samira.get('/admin/proposals')
    expect(readText(waiting.text)).toContain('05 37 77 03 99')
    expect(readText(waiting.text)).toContain('Appelez chaque numéro')
    expect((await samira.submit(`${change}/approve`)).status).toBe(400)
    expect(await askForGadem()).toContain('05 37 77 03 32')
    await openWaiting()
    const approved = await samira.submit(`${change}/approve`, { phones: 'yes' })
    expect(readText(approved.text)).toContain('Approuvé par samira')
    expect(await askForGadem()).toContain('05 37 77 03 99')

    const reverted = await samira.submit(`${change}/revert`)
    expect(readText(reverted.text)).toContain('Annulé')
    expect(await askForGadem()).toContain('05 37 77 03 32')
    expect(await trail()).toEqual(
      expect.arrayContaining([
        'ong change-proposed gadem',
        'samira change-approved gadem',
        'samira change-reverted gadem',
      ]),
    )
  })

  test('cannot be let through once its service speaks for somebody else, or its file says something else', async () => {
    await propose(ngo, 'gadem', { 'phone-1': '0537000013' })
    const change = await openWaiting()
    await store.giveService('gadem', caritas)
    const given = await samira.submit(`${change}/approve`, { phones: 'yes' })
    expect(readText(given.text)).toContain("L'annuaire a changé depuis")
    await store.giveService('gadem', gadem)
    content.replace('content/services/rabat.yaml', '"0537770332"', '"0537770387"')
    await expect.poll(askForGadem, { timeout: 10_000 }).toContain('05 37 77 03 87')
    await samira.get('/admin/proposals')
    expect((await samira.submit(`${change}/approve`, { phones: 'yes' })).status).toBe(400)
    await samira.get('/admin/proposals')
    await samira.submit(`${change}/decline`)
    content.replace('content/services/rabat.yaml', '"0537770387"', '"0537770332"')
    await expect.poll(askForGadem, { timeout: 10_000 }).toContain('05 37 77 03 32')
  })

  test('is a patch that git takes, and once the files have it, it is theirs', async () => {
    await propose(ngo, 'gadem', { 'phone-1': '0537770388', monday: '9h-12h30, 14:00-17:00', friday: 'le matin' })
    const change = await openWaiting()
    const page = await samira.get('/admin/proposals')
    expect(page.text).toContain('<ins>+      - { number: &#34;0537770388&#34; }</ins>')
    await samira.submit(`${change}/approve`, { phones: 'yes' })
    expect(await askForGadem()).toContain('lundi de 9:00 à 12:30')
    const whole = await samira.get('/admin/proposals/files/rabat.yaml')
    const patch = await samira.get('/admin/proposals/changes.patch')
    const changed = patch.text.split('\n').filter((line) => /^[-+](?![-+])/.test(line))
    expect(changed).toEqual([
      '-      - { number: "0537770332" }',
      '+      - { number: "0537770388" }',
      '+    opening:',
      '+      week:',
      '+        - { days: [monday], from: "09:00", to: "12:30" }',
      '+        - { days: [monday], from: "14:00", to: "17:00" }',
      '+        - { days: [friday], part: morning }',
    ])
    writeFileSync(join(content.root, 'changes.patch'), patch.text)
    execFileSync('git', ['apply', '--unsafe-paths', 'changes.patch'], { cwd: content.root })
    expect(content.read('content/services/rabat.yaml')).toBe(whole.text)
    await expect
      .poll(async () => readText((await samira.get('/admin/proposals')).text), { timeout: 10_000 })
      .not.toContain('Annuler ce changement')
    expect(await askForGadem()).toContain('05 37 77 03 88')
  })

  test('waits alone: a later proposal takes its place, and somebody may say no', async () => {
    await propose(ngo, 'gadem', { 'phone-1': '0537000001' })
    await propose(ngo, 'gadem', { 'phone-1': '0537000002' })
    const change = await openWaiting()
    const page = await samira.get('/admin/proposals')
    expect(readText(page.text)).not.toContain('05 37 00 00 01')
    await samira.submit(`${change}/decline`)
    expect((await samira.post(`${change}/approve`, { csrf: csrfOf(page.text), phones: 'yes' })).status).toBe(404)
    expect(await askForGadem()).not.toContain('05 37 00 00 0')
  })

  test('is taken back from above: the later change first', async () => {
    for (const number of ['0537000011', '0537000012']) {
      await propose(ngo, 'gadem', { 'phone-1': number })
      const change = await openWaiting()
      await samira.submit(`${change}/approve`, { phones: 'yes' })
    }
    const page = await samira.get('/admin/proposals')
    const [first = '', second = ''] = [...page.text.matchAll(/\/admin\/proposals\/\d+\/revert/g)].map(
      ([found]) => found,
    )
    const refused = await samira.submit(first)
    expect(refused.status).toBe(400)
    expect(readText(refused.text)).toContain('Un changement plus récent')
    expect(await askForGadem()).toContain('05 37 00 00 12')
    for (const one of [second, first]) {
      await samira.get('/admin/proposals')
      await samira.submit(one)
    }
    expect(await askForGadem()).toContain('05 37 77 03 88')
  })

  test('holds after a restart, and a row that no hand of ours wrote takes nothing away', async () => {
    await propose(ngo, 'gadem', { address: '5 rue du Test, Rabat' })
    const change = await openWaiting()
    await samira.submit(`${change}/approve`)
    const broken = {
      organisation: gadem,
      proposer: 'x',
      proposed: hourOf(now),
      state: 'live',
      decider: null,
      decided: null,
    } as const
    await store.addChange({ ...broken, service: 'gadem', fields: '{"phones":"all"}', before: '{}' })
    await store.addChange({ ...broken, service: 'gadem', fields: 'no json', before: '{}' })
    await store.addChange({ ...broken, service: 'nowhere', fields: '{"address":"x"}', before: '{}' })
    const again = await startForTest({ DATA_DIR: running.dataDir }, { now: () => now, root: content.root })
    const answer = readable(await openTalk(again.address).say('numéro de téléphone du GADEM'))
    await again.stop()
    expect(answer).toContain('5 rue du Test')
    expect(answer).toContain('05 37 77 03 88')
  })
})

describe('"still right?"', () => {
  test('is one press, and people are no longer told to check', async () => {
    expect(await askForGadem()).toContain("Vérifiez avant d'y aller")
    await ngo.get('/admin/ngo/services')
    await ngo.submit('/admin/ngo/services/gadem/right')
    expect(await askForGadem()).not.toContain("Vérifiez avant d'y aller")
    const other = await enter('autre')
    const before = await other.get('/admin/ngo/services')
    expect(readText(before.text)).toContain('À revoir ce mois-ci : 1')
    expect(readText(before.text)).toContain('Pas confirmé depuis 12 mois')
    expect(readText((await samira.get('/admin/proposals')).text)).toContain('Caritas (1)')
    await other.get('/admin/ngo/services')
    const after = await other.submit('/admin/ngo/services/caritas-rabat/right')
    expect(readText(after.text)).toContain('Confirmé 25/11/2026')
    expect(readText(after.text)).toContain('À revoir ce mois-ci : 0')
    expect(readText((await samira.get('/admin/proposals')).text)).not.toContain('Caritas (1)')
    expect(await trail()).toContain('autre service-confirmed caritas-rabat')
  })
})

const csrfOf = (page: string) => page.match(/name="csrf" value="([^"]+)"/)?.[1] ?? ''

describe('whoever tries it otherwise', () => {
  test('an organisation neither sees nor changes what is not its own', async () => {
    const page = await ngo.get('/admin/ngo/services')
    expect(readText(page.text)).not.toContain('Caritas')
    const csrf = csrfOf(page.text)
    expect((await ngo.get('/admin/ngo/services/caritas-rabat')).status).toBe(404)
    const form = { csrf, 'phone-1': '0600000000', organisation: caritas, service: 'caritas-rabat' }
    expect((await ngo.post('/admin/ngo/services/caritas-rabat', form)).status).toBe(404)
    expect((await ngo.post('/admin/ngo/services/caritas-rabat/right', form)).status).toBe(404)
    for (const path of ['/admin/proposals', '/admin/proposals/changes.patch', '/admin/proposals/files/rabat.yaml'])
      expect((await ngo.get(path)).status, path).toBe(403)
    for (const path of ['/admin/proposals/1/approve', '/admin/proposals/1/revert', '/admin/proposals/owners'])
      expect((await ngo.post(path, form)).status, path).toBe(403)
  })

  test('a form without its token, or with that of somebody else, changes nothing', async () => {
    await propose(ngo, 'gadem', { 'phone-1': '0537000003' })
    const change = await openWaiting()
    const theirs = csrfOf((await ngo.get('/admin/ngo/services')).text)
    for (const csrf of ['', theirs])
      expect((await samira.post(`${change}/approve`, { csrf, phones: 'yes' })).status).toBe(403)
    const csrf = csrfOf((await samira.get('/admin/proposals')).text)
    const foreign = await samira.post(`${change}/approve`, { csrf, phones: 'yes' }, { 'sec-fetch-site': 'cross-site' })
    expect(foreign.status).toBe(403)
    expect((await ngo.post('/admin/ngo/services/gadem', { 'phone-1': '0600000000' })).status).toBe(403)
    expect(await askForGadem()).not.toContain('05 37 00 00 03')
    await samira.get('/admin/proposals')
    await samira.submit(`${change}/decline`)
  })

  test('nobody lets through what they proposed, also with another role since', async () => {
    await createAccounts(store, () => now).addWithPassword(
      { name: 'double', role: 'ngo', organisation: gadem },
      goodPassword,
    )
    const double = await enter('double')
    await propose(double, 'gadem', { 'phone-1': '0537000004' })
    await store.changeAccount('double', { role: 'editor' })
    const page = await double.get('/admin/proposals')
    expect(readText(page.text)).toContain("Personne n'approuve sa propre proposition")
    const change = page.text.match(/\/admin\/proposals\/\d+(?=\/decline)/)?.[0] ?? ''
    expect((await double.post(`${change}/approve`, { csrf: csrfOf(page.text), phones: 'yes' })).status).toBe(403)
    expect(await askForGadem()).not.toContain('05 37 00 00 04')
    await double.get('/admin/proposals')
    await double.submit(`${change}/decline`)
  })

  test.each([
    [
      'a site that the content does not lead to',
      { url: 'https://gadem-asso.example.com' },
      'ne montre pas encore ce site',
    ],
    ['a link that is a script', { url: 'javascript:alert(1)' }, 'Le site commence par https://'],
    ['a number beside the field that is called', { address: 'Rabat, tél. 06 12 34 56 78' }, 'ni numéro de téléphone'],
    ['a number beside another number', { 'hours-1': 'ou 0612345678' }, "pas d'autre numéro"],
    ['a site within the address', { address: 'Rabat, voir gadem.evil.com' }, 'ni numéro de téléphone ni site'],
    ['marks that turn the text around', { address: 'Rabat \u202e' }, 'ni numéro de téléphone ni site'],
    ['what is no number', { 'phone-1': '<script>' }, 'Exemples : 0537545400'],
    ['no number where answers name one', { 'phone-1': '' }, 'Des réponses citent ce numéro'],
    ['hours that nobody can read', { monday: 'toujours' }, 'Une ligne des heures ne se lit pas'],
    ['hours that end before they begin', { monday: '17:00-09:00' }, 'Exemples : 0537545400'],
    ['nothing new', {}, "Rien n'a changé"],
  ])('is told so of %s', async (_what, typed, sentence) => {
    const page = await propose(ngo, 'gadem', typed)
    expect(page.status).toBe(400)
    expect(readText(page.text)).toContain(sentence)
    expect(await store.listChanges('waiting')).toEqual([])
  })

  test("emergency lines are nobody's, and only the secretariat says whose a service is", async () => {
    const csrf = csrfOf((await samira.get('/admin/proposals')).text)
    const give = (service: string, organisation: string) =>
      samira.post('/admin/proposals/owners', { csrf, service, organisation })
    expect((await give('line-samu-141', gadem)).status).toBe(400)
    expect((await give('gadem', 'nobody')).status).toBe(400)
    expect((await give('nowhere', gadem)).status).toBe(400)
    expect((await give('foo-rabat', gadem)).status).toBe(200)
    expect(readText((await ngo.get('/admin/ngo/services')).text)).toContain('Orient-Occident')
    await give('foo-rabat', '')
    expect(readText((await ngo.get('/admin/ngo/services')).text)).not.toContain('Orient-Occident')
  })

  test('a script in an address or in the name of an organisation is text on every page and in every answer', async () => {
    const script = '<script>alert(1)</script>'
    await propose(ngo, 'gadem', { address: `5 rue ${script}` })
    const change = await openWaiting()
    const waiting = await samira.get('/admin/proposals')
    await samira.submit(`${change}/approve`)
    const city = await (await fetch(`${running.address}/fr/s/rabat`)).text()
    for (const page of [
      waiting.text,
      (await samira.get('/admin/proposals')).text,
      (await ngo.get('/admin/ngo/services')).text,
      city,
    ]) {
      expect(page).not.toContain('<script>alert')
      expect(page).not.toContain('<b>Rabat')
    }
    expect(readText(city)).toContain(script)
    expect(await askForGadem()).toContain(script)
  })

  test('nothing of a form stands in the log', () => {
    const log = running.log.join('')
    for (const word of ['0537770399', 'rue du Test', 'samira', 'gadem-asso.example.com'])
      expect(log).not.toContain(word)
  })
})
