/** The secretariat's pages through the real server, with somebody signed in and a year of figures. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSqlite } from '../../src/store/engines.ts'
import { openClient, readText, signIn } from './admin-server.ts'
import { type DashboardServer, newest, startDashboard } from './dashboard-server.ts'

let server: DashboardServer
beforeAll(async () => {
  server = await startDashboard()
})
afterAll(() => server.stop())

const pages = ['overview', 'topics', 'topic/health.care', 'unanswered', 'content', 'referrals', 'report', 'exports']

describe.each(['fr', 'ar', 'en'])('in %s', (language) => {
  test.each(pages)('/admin/%s answers, says that its figures are simulated, and says every word', async (page) => {
    await server.client.get(`/admin/account?lang=${language}`)
    const { status, text } = await server.client.get(`/admin/${page}`)
    expect(status).toBe(200)
    expect(text).toContain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`)
    expect(text).toContain('class="banner"')
    // A word that is missing shows as its key.
    expect(readText(text)).not.toMatch(
      /\b(figure|quarter|overview|topic|trend|alert|chart|report|exports|coverage|outcome|danger|channel)\.[a-z]/i,
    )
  })
})

describe('words without an answer', () => {
  test('of the running quarter stand beside the last one, as soon as their week is over', async () => {
    const store = await openSqlite(server.dataDir)
    await store.keepTerms([
      { week: '2026-08-10', language: 'fr', term: 'duplicata', conversations: 10 },
      { week: '2026-11-09', language: 'fr', term: 'permis conduire', conversations: 15 },
    ])
    await store.close()
    await server.client.get('/admin/account?lang=fr')
    const text = readText((await server.client.get('/admin/unanswered')).text)
    expect(text.indexOf('Depuis la fin du trimestre')).toBeGreaterThan(0)
    expect(text.indexOf('permis conduire')).toBeLessThan(text.indexOf('Pendant le trimestre'))
    expect(text.indexOf('duplicata')).toBeGreaterThan(text.indexOf('Pendant le trimestre'))
  })
})

describe('the overview', () => {
  let page: string
  beforeAll(async () => {
    await server.client.get('/admin/account?lang=fr')
    page = (await server.client.get('/admin/overview')).text
  })

  test('shows the newest quarter that is over beside the last and the same a year ago', () => {
    const text = readText(page)
    expect(text).toContain('Vue d’ensemble, T3 2026')
    expect(text).toContain('Le trimestre est terminé : 13 semaines sur 13 sont comptées.')
    expect(text).toMatch(/Questions \d+.\d{3} trimestre précédent : \d+.\d{3} un an avant : \d+.\d{3}/)
  })

  test('gives each programme with its objectives, and leads to its topics', () => {
    for (const { id, osp } of server.brain.library().programmes) {
      expect(page).toContain(`href="/admin/topics?quarter=${newest}#programme-${id}"`)
      expect(readText(page)).toContain(`OSP ${osp.join(', ')}`)
    }
  })

  test('names the rise of school questions, which the simulation put into this quarter', () => {
    expect(readText(page)).toMatch(/Inscrire un enfant à l'école publique ↑ hausse/)
  })

  test('draws charts without script and style, with a sentence for ears and the figures as a table', () => {
    const charts = page.match(/<figure class="chart">.*?<\/figure>/gs) ?? []
    expect(charts.length).toBeGreaterThanOrEqual(6)
    expect(page).not.toMatch(/<style|<script|style="|onload/)
    for (const chart of charts.filter((one) => one.includes('<svg'))) {
      expect(chart).toMatch(/<svg class="\w+" role="img" aria-label="[^"]{20,}/)
      expect(chart).toMatch(/<details>.*<table>/s)
    }
  })

  test('puts the 12 regions on the map, each with its figure', () => {
    const map = page.match(/<ul class="tiles".*?<\/ul>/s)?.[0] ?? ''
    for (const { names } of server.brain.library().regions) expect(readText(map)).toContain(names.fr)
    expect(map.match(/<li class="column-\d row-\d shade-\d"/g)).toHaveLength(12)
  })
})

describe('what stands for fewer than ten conversations', () => {
  test('is shown as "<10" and explained', async () => {
    await server.client.get('/admin/account?lang=fr')
    const text = readText((await server.client.get('/admin/topic/cooperation.research')).text)
    expect(text).toContain('<10')
    expect(text).toContain('« <10 » : moins de 10 conversations, peut-être aucune.')
  })

  test('is said in words in Arabic, where the sign would turn round', async () => {
    await server.client.get('/admin/account?lang=ar')
    const { text } = await server.client.get('/admin/topic/cooperation.research')
    expect(readText(text)).toContain('أقل من 10')
    expect(readText(text.replace(/<svg.*?<\/svg>/gs, ''))).not.toContain('<10')
    await server.client.get('/admin/account?lang=fr')
  })
})

describe('a topic', () => {
  test('shows its weeks, how fresh its answer is, and leads to the answer as people see it', async () => {
    const { text } = await server.client.get(`/admin/topic/health.care?quarter=${newest}&weeks=26`)
    expect(readText(text)).toContain('Voir un médecin')
    expect(text).toContain('href="/fr/t/health.care"')
    expect(text.match(/<th scope="row">[^<]+2026<\/th>/g)?.length).toBe(26)
    const answer = await fetch(`${server.address}/fr/t/health.care`)
    expect(answer.status).toBe(200)
  })
})

describe.each([
  [
    'a quarter that has no figures',
    '/admin/overview?quarter=2031Q1',
    404,
    'Il n’y a pas de chiffres pour ce trimestre.',
  ],
  ['the quarter that still runs', '/admin/overview?quarter=2026Q4', 404, 'Il n’y a pas de chiffres pour ce trimestre.'],
  ['a quarter that is none', '/admin/overview?quarter=2026Q9', 400, 'un filtre que cette page ne connaît pas'],
  ['a filter of nobody', '/admin/overview?language=wo', 400, 'un filtre que cette page ne connaît pas'],
  ['a huge span', '/admin/topic/health.care?weeks=99999', 400, 'un filtre que cette page ne connaît pas'],
  ['a span of markup', '/admin/topic/health.care?weeks=%3Cscript%3E', 400, 'un filtre que cette page ne connaît pas'],
  ['a topic that is not there', '/admin/topic/constructor', 404, 'Ce sujet n’existe pas.'],
  ['a code of no organisation', '/admin/referrals/__proto__', 404, 'Ce code n’a pas de chiffres ce trimestre.'],
  ['a table that is not there', `/admin/exports/accounts.csv?quarter=${newest}`, 404, 'Ce tableau n’existe pas.'],
  ['an export without a quarter', '/admin/exports/totals.csv', 400, 'un filtre que cette page ne connaît pas'],
])('%s', (_what, path, status, says) => {
  test(`${path} gets ${status} and a page that says so`, async () => {
    const page = await server.client.get(path)
    expect(page.status).toBe(status)
    expect(readText(page.text)).toContain(says)
    expect(page.text).not.toContain('<script>')
  })
})

describe('who may look', () => {
  test('an editor sees the content and nothing else', async () => {
    const client = openClient(server.address)
    await signIn(client, 'redacteur')
    expect((await client.get('/admin/content')).status).toBe(200)
    for (const page of pages.filter((one) => one !== 'content'))
      expect((await client.get(`/admin/${page}`)).status, page).toBe(403)
    expect((await client.get(`/admin/exports/totals.csv?quarter=${newest}`)).status).toBe(403)
  })

  test('an organisation sees none of these pages', async () => {
    const client = openClient(server.address)
    await signIn(client, 'ong')
    for (const page of pages) expect((await client.get(`/admin/${page}`)).status, page).toBe(403)
  })

  test('a stranger is asked to sign in', async () => {
    const page = await openClient(server.address).get('/admin/overview')
    expect(page.path).toContain('/admin/sign-in')
  })
})
