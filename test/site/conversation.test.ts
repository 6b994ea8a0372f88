import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Reply } from '../../src/message.ts'
import { answerWith, ask, messages, type Site, startSite } from './chat-page.ts'

let site: Site
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())

test('the first screen greets and offers the programmes without asking the server anything more', async () => {
  const page = await site.open()
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  await page.getByRole('button', { name: 'Santé', exact: true }).waitFor()
  expect(await page.getByRole('log').textContent()).toContain('Posez votre question avec vos mots')
  expect(await page.getByRole('button', { name: 'Parler à une personne' }).isVisible()).toBe(true)
  expect(requests).toEqual([])
})

test('a question is shown at once and its answer below it', async () => {
  const page = await site.open()
  await ask(page, 'où voir un médecin sans papiers ?')
  expect(await messages(page).nth(1).textContent()).toContain('où voir un médecin sans papiers ?')
  await messages(page).nth(2).waitFor()
  expect(await messages(page).nth(2).textContent()).toContain('centre de santé')
  expect(await page.getByLabel('Votre question').inputValue()).toBe('')
})

test('Shift and Enter begin a new line, Enter alone sends, and nothing is sent where nothing is written', async () => {
  const page = await site.open()
  const question = page.getByLabel('Votre question')
  await question.press('Enter')
  await question.pressSequentially('un')
  await question.press('Shift+Enter')
  await question.pressSequentially('deux')
  expect(await question.inputValue()).toBe('un\ndeux')
  await question.press('Enter')
  expect(await messages(page).nth(1).textContent()).toMatch(/un\s+deux/)
})

test('two questions sent one after the other are answered in their order', async () => {
  const page = await site.open()
  const sent: unknown[] = []
  page.on('request', (request) => sent.push(request.postDataJSON()))
  await ask(page, 'bonjour')
  await ask(page, 'merci')
  await messages(page).nth(4).waitFor()
  expect(sent).toHaveLength(2)
  expect(sent[0]).toEqual({ text: 'bonjour' })
  expect(sent[1]).toEqual({ text: 'merci', chat: expect.stringMatching(/^[\w-]{16,}$/) })
})

test('a tapped button becomes the person’s message, and the old buttons go when the answer comes', async () => {
  const page = await site.open()
  await page.getByRole('button', { name: 'Logement', exact: true }).click()
  expect(await messages(page).nth(1).textContent()).toContain('Logement')
  await messages(page).nth(2).waitFor()
  expect(await page.getByRole('button', { name: 'École et culture' }).count()).toBe(0)
  expect(await page.getByRole('log').getByRole('button').count()).toBeGreaterThan(1)
})

test('whether an answer was useful is asked apart, and told to the server', async () => {
  const page = await site.open()
  await ask(page, 'où voir un médecin sans papiers ?')
  const asked = page.getByRole('group', { name: 'Cette réponse vous aide ?' })
  await asked.getByRole('button', { name: 'Utile', exact: false }).first().click()
  await messages(page).nth(4).waitFor()
  expect(await messages(page).nth(4).textContent()).toContain('Merci')
})

test('a button cannot be tapped twice while its answer is awaited', async () => {
  const page = await site.open()
  let release = () => {}
  await page.route('**/api/chat', async (route) => {
    await new Promise<void>((resolve) => {
      release = resolve
    })
    await route.continue()
  })
  const button = page.getByRole('button', { name: 'Santé', exact: true })
  await button.click()
  expect(await button.isDisabled()).toBe(true)
  expect(await page.getByText('Dalil écrit…').isVisible()).toBe(true)
  release()
  await messages(page).nth(2).waitFor()
  expect(await page.getByText('Dalil écrit…').count()).toBe(0)
})

test('the beginning of a long answer is in sight', async () => {
  const page = await site.open()
  await ask(page, 'où voir un médecin sans papiers ?')
  await messages(page).nth(2).waitFor()
  const box = await messages(page).nth(2).boundingBox()
  expect(box?.height).toBeGreaterThan(740)
  expect(box?.y).toBeGreaterThan(60)
  expect(box?.y).toBeLessThan(250)
})

test('what the server sends is text, never markup', async () => {
  const page = await site.open()
  const text = '<img src=x onerror="document.title=1"><b>gras</b>'
  await answerWith(page, { ...everything, blocks: [{ kind: 'paragraph', text: [text] }] })
  await ask(page, text)
  await messages(page).nth(2).waitFor()
  expect(await messages(page).nth(1).textContent()).toContain(text)
  expect(await messages(page).nth(2).textContent()).toContain(text)
})

const everything: Reply = {
  language: 'fr',
  urgent: true,
  choices: [],
  blocks: [
    {
      kind: 'urgent',
      title: 'Danger',
      lines: [['Appelez le ', { kind: 'phone', display: '15', dial: '15' }, '.']],
      say: [['Où vous êtes.']],
      phones: [{ kind: 'phone', display: '08 01 00 15 15', dial: '0801001515' }],
    },
    { kind: 'heading', text: 'Que faire' },
    { kind: 'steps', steps: [['Premier pas'], ['Second pas']] },
    { kind: 'items', items: [['Une chose'], [{ kind: 'link', title: 'le site', url: 'https://exemple.ma/page' }]] },
    {
      kind: 'service',
      name: 'Caritas',
      phones: [
        { kind: 'phone', display: '06 66 04 56 06', dial: '+212666045606', whatsapp: true, hours: '9 h – 16 h' },
      ],
      place: { city: 'Tanger', address: '12, rue Sidi Bouabid', latitude: 35.77, longitude: -5.8 },
      hours: 'Du lundi au vendredi',
      note: 'Sonnez.',
      url: 'https://www.caritas.ma/',
    },
    { kind: 'service', name: 'Sans toile', phones: [], url: 'javascript:alert(1)' },
    { kind: 'sources', items: [{ title: 'Guide', url: 'https://exemple.ma/guide', date: 'mars 2024' }] },
    { kind: 'note', text: ['Relu en mars.'] },
  ],
}

test('every kind of block is shown as what it is', async () => {
  const page = await site.open()
  await answerWith(page, everything)
  await ask(page, 'tout')
  const reply = messages(page).nth(2)
  await reply.waitFor()
  const link = (name: string | RegExp) => reply.getByRole('link', { name, exact: true }).getAttribute('href')
  expect(await link('Appeler le 08 01 00 15 15')).toBe('tel:0801001515')
  expect(await link('15')).toBe('tel:15')
  expect(await reply.textContent()).toContain('Au téléphone, dites :')
  expect(await reply.getByRole('heading', { name: 'Que faire' }).isVisible()).toBe(true)
  expect(await reply.getByRole('list').nth(2).getByRole('listitem').allTextContents()).toEqual([
    'Premier pas',
    'Second pas',
  ])
  expect(await link('Appeler le 06 66 04 56 06')).toBe('tel:+212666045606')
  expect(await link(/WhatsApp/)).toBe('https://wa.me/212666045606')
  expect(await link(/Sidi Bouabid/)).toBe('geo:35.77,-5.8?q=12%2C%20rue%20Sidi%20Bouabid%2C%20Tanger')
  expect(await link('caritas.ma')).toBe('https://www.caritas.ma/')
  expect(await link('Guide')).toBe('https://exemple.ma/guide')
  expect(await reply.textContent()).toContain('(mars 2024)')
})

test('links of the web open apart and tell nobody where they come from; an address of another kind is plain text', async () => {
  const page = await site.open()
  await answerWith(page, everything)
  await ask(page, 'tout')
  const reply = messages(page).nth(2)
  await reply.waitFor()
  const links = await reply
    .getByRole('link')
    .evaluateAll((all) => all.map((one) => ['href', 'target', 'rel'].map((name) => one.getAttribute(name))))
  for (const [href, target, rel] of links) {
    expect(href).not.toMatch(/^javascript/)
    const web = href?.startsWith('https:') ?? false
    expect([href, target, rel]).toEqual([href, web ? '_blank' : null, web ? 'noreferrer noopener' : null])
  }
})

test('where cities are offered, the position is too, sent no more exactly than a kilometre', async () => {
  const page = await site.open('/?lang=fr', {
    geolocation: { latitude: 35.76954, longitude: -5.80339 },
    permissions: ['geolocation'],
  })
  await ask(page, 'où voir un médecin sans papiers ?')
  await page.getByRole('button', { name: 'Près de chez moi' }).click()
  const sent = page.waitForRequest((request) => request.postDataJSON()?.place)
  await page.getByRole('button', { name: 'Utiliser ma position' }).click()
  expect((await sent).postDataJSON().place).toEqual({ latitude: 35.77, longitude: -5.8 })
  await messages(page).nth(6).waitFor()
  expect(await messages(page).nth(6).textContent()).toContain('Tanger')
})

test('a refused position is said plainly, and the cities stay', async () => {
  const page = await site.open()
  await ask(page, 'où voir un médecin sans papiers ?')
  await page.getByRole('button', { name: 'Près de chez moi' }).click()
  await page.getByRole('button', { name: 'Utiliser ma position' }).click()
  await page.getByText('Choisissez une ville ou écrivez son nom.').last().waitFor()
  expect(await page.getByRole('button', { name: 'Tanger' }).isEnabled()).toBe(true)
})
