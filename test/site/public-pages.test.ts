import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { titleOf } from '../../src/knowledge/compose.ts'
import type { Library } from '../../src/knowledge/library.ts'
import { type ReplyLanguage, replyLanguages } from '../../src/languages.ts'
import { situations, type TopicId } from '../../src/message.ts'
import { buildAssets } from '../../src/site/assets.ts'
import { type PublicServer, startPublicServer } from './public-site.ts'

const origin = 'https://dalil.example.org'
let server: PublicServer
let library: Library
beforeAll(async () => {
  server = await startPublicServer({ origin })
  library = server.library()
})
afterAll(() => server.close())

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${server.address}${path}`, {
    redirect: 'manual',
    headers: { accept: 'text/html', 'accept-encoding': 'identity', ...headers },
  })
}

async function read(path: string): Promise<string> {
  const response = await get(path)
  expect([path, response.status]).toEqual([path, 200])
  return response.text()
}

/** Values of an attribute of all elements with a certain beginning, as a browser reads them. */
function attributes(page: string, pattern: RegExp): string[] {
  return [...page.matchAll(pattern)].map(([, value = '']) => plain(value))
}

/** What a person reads of a page. */
function plain(markup: string): string {
  return markup.replace(/<[^>]+>/g, '').replace(/&#(\d+);/g, (_all, code) => String.fromCharCode(Number(code)))
}

const careId = 'health.care' as TopicId // the topic of the examples below

describe('the notice', () => {
  test('says in every language what is kept, with the words of the buttons that erase it', async () => {
    for (const language of replyLanguages) {
      const page = plain(await read(`/${language}/notice`))
      expect(page).toContain(library.say(language, 'choice.forget'))
      expect(page).toContain(library.say(language, 'web.exit'))
      expect(page).not.toContain('{{')
      expect(page).not.toContain(library.say(language, 'notice.heading.operator'))
    }
  })

  test('names who is responsible, where the operator has said so', async () => {
    const other = await startPublicServer({ operator: 'Association <Exemple>, Rabat' })
    const page = plain(await (await fetch(`${other.address}/fr/notice`)).text())
    expect(page).toContain('Cet assistant est géré par : Association <Exemple>, Rabat.')
    await other.close()
  })
})

describe('the page of a topic', () => {
  test('says all that we know: every section, every situation and every source, in every language', async () => {
    for (const [id, topic] of library.topics)
      for (const [language, answer] of topic.answers) {
        const page = plain(await read(`/${language}/t/${id}`))
        const headings = [...answer.sections.keys()].map((name) =>
          name.startsWith('situation ')
            ? `situation.${situations.find((one) => name.endsWith(` ${one}`))}`
            : `section.${name}`,
        )
        const said = [answer.title, ...headings.map((key) => library.say(language, key))]
        expect([id, language, said.filter((text) => !page.includes(text))]).toEqual([id, language, []])
        for (const key of topic.sources) expect(page).toContain(library.sources.get(key)?.title)
      }
  })

  test('is at most 30 kB large, and with its sheet at most 12 kB as it is sent', async () => {
    const sheet = buildAssets().all.find(({ path }) => path.includes('public'))?.brotli.length ?? 0
    for (const id of library.topics.keys()) {
      const response = await get(`/ar/t/${id}`, { 'accept-encoding': 'br' })
      const length = Number(response.headers.get('content-length'))
      const text = await response.text()
      expect([id, Buffer.byteLength(text) <= 30_000, length + sheet <= 12_000]).toEqual([id, true, true])
    }
  })

  test('shows when a source was written and when the answer was last read again', async () => {
    const page = plain(await read('/fr/t/health.care'))
    expect(page).toContain('Santé des migrants – migration.ma (sans date)')
    expect(page).toMatch(/Réponse relue le \d+ \S+ \d{4}\./)
  })

  test('dials, leads to the cities, to what is related and to the chat', async () => {
    const page = await read('/fr/t/health.care')
    const links = attributes(page, /<a [^>]*href="([^"]+)"/g)
    expect(links).toEqual(
      expect.arrayContaining(['tel:15', '/fr/s/tanger', '/fr/t/health.coverage', '/?lang=fr', '/fr/#health']),
    )
  })

  test('sends nobody to the police: people without papers read it too', async () => {
    const names = library.services.filter(({ police }) => police).map(({ name }) => name)
    expect(names).not.toEqual([])
    for (const id of library.topics.keys()) {
      const page = plain(await read(`/fr/t/${id}`))
      for (const name of names) expect([id, page.includes(name)]).toEqual([id, false])
    }
  })

  test('is found in the nearest language where it is not written in one', async () => {
    const missing = [...library.topics.values()].find(({ answers }) => !answers.has('pt'))
    if (!missing) return
    const response = await get(`/pt/t/${missing.id}`)
    expect([response.status, response.headers.get('location')]).toEqual([302, `/es/t/${missing.id}`])
  })
})

describe('whoever searches or shares', () => {
  test('is told of all languages of a page, and every one of them tells of all', async () => {
    for (const language of replyLanguages) {
      const page = await read(`/${language}/t/health.care`)
      const named = attributes(page, /<link rel="alternate" hreflang="([^"]+)"/g)
      expect(named).toEqual(['fr', 'ar', 'ar-MA', 'en', 'es', 'pt', 'x-default'])
      const addresses = attributes(page, /<link rel="alternate" hreflang="[^"]+" href="([^"]+)"/g)
      expect(addresses).toEqual([
        ...replyLanguages.map((other) => `${origin}/${other}/t/health.care`),
        `${origin}/t/health.care`,
      ])
      expect(attributes(page, /<link rel="canonical" href="([^"]+)"/g)).toEqual([`${origin}/${language}/t/health.care`])
    }
  })

  test('is told of no language that the topic is not written in', async () => {
    const missing = [...library.topics.values()].find(({ answers }) => !answers.has('pt'))
    if (!missing) return
    expect(await read(`/fr/t/${missing.id}`)).not.toContain('hreflang="pt"')
  })

  test('sees title, first sentences, language and picture of a page that is shared', async () => {
    const page = await read('/ary/t/health.care')
    const property = (name: string) =>
      attributes(page, new RegExp(`<meta property="og:${name}" content="([^"]*)"`, 'g'))[0]
    expect(property('title')).toBe(titleOf(library, careId, 'ary'))
    expect(property('locale')).toBe('ar_MA')
    expect(property('url')).toBe(`${origin}/ary/t/health.care`)
    const description = property('description') ?? ''
    expect(description.length).toBeGreaterThan(40)
    expect(description.length).toBeLessThan(260)
    const picture = await get(new URL(property('image') ?? '').pathname)
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png'])
  })

  test('finds in the sitemap every topic in its languages and every city with services, and each is there', async () => {
    const sitemap = await read('/sitemap.xml')
    const found = attributes(sitemap, /<loc>([^<]+)<\/loc>/g)
    const topics = [...library.topics.values()].flatMap(({ id, answers }) =>
      [...answers.keys()].map((language) => `${origin}/${language}/t/${id}`),
    )
    expect(found).toEqual(expect.arrayContaining([...topics, `${origin}/fr/`, `${origin}/pt/s/tanger`]))
    expect(found.some((address) => address.endsWith('/ouarzazate'))).toBe(false)
    for (const address of found) {
      const response = await get(new URL(address).pathname)
      expect([address, response.status]).toEqual([address, 200])
      await response.arrayBuffer()
    }
  })

  test('may read the pages and not the API, and is told of the sitemap', async () => {
    const robots = await read('/robots.txt')
    expect(robots).toContain('Disallow: /api/')
    expect(robots).toContain(`Sitemap: ${origin}/sitemap.xml`)
  })
})

describe('an address without a language', () => {
  test.each<[string, string, string | undefined, string]>([
    ['/t/health.care', 'ar-MA,ar;q=0.9,fr;q=0.8', undefined, '/ar/t/health.care'],
    ['/t/health.care', 'de,pt-BR;q=0.9', undefined, '/pt/t/health.care'],
    ['/t/health.care', 'ar', 'es', '/es/t/health.care'],
    ['/s/tanger', 'en-GB', undefined, '/en/s/tanger'],
    ['/s/tanger', '', undefined, '/fr/s/tanger'],
    ['/t', 'ary', undefined, '/ary/'],
  ])('%s leads a reader of "%s" (asking for %s) to %s', async (path, accepted, asked, to) => {
    const response = await get(`${path}${asked ? `?lang=${asked}` : ''}`, { 'accept-language': accepted })
    expect([response.status, response.headers.get('location')]).toEqual([302, to])
    expect(response.headers.get('vary')).toContain('accept-language')
  })
})

describe('a wrong address', () => {
  test.each<[string, ReplyLanguage]>([
    ['/fr/t/health.nonsense', 'fr'],
    ['/ar/s/atlantis', 'ar'],
    ['/es/nowhere/at/all', 'es'],
    ['/t/health.nonsense?lang=en', 'en'],
  ])('%s gets a kind page with all topics in %s', async (path, language) => {
    const response = await get(path)
    expect(response.status).toBe(404)
    expect(response.headers.get('content-language')).toBe(language)
    const page = await response.text()
    expect(plain(page)).toContain(library.say(language, 'public.missing'))
    expect(page).toContain('noindex')
    for (const id of library.topics.keys()) expect(plain(page)).toContain(titleOf(library, id, language))
  })

  test('gets a problem where a program asked', async () => {
    const response = await get('/fr/t/health.nonsense', { accept: 'application/json' })
    expect([response.status, response.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ])
  })

  test('in a language that we do not speak is wrong as well', async () => {
    expect((await get('/de/t/health.care')).status).toBe(404)
    expect((await get('/de/')).status).toBe(404)
  })
})

describe('the page of a city', () => {
  test('names every service of the city with its phones, address and what it helps with', async () => {
    const page = await read('/fr/s/tanger')
    for (const service of library.services.filter(({ city }) => city === 'tanger')) {
      expect(plain(page)).toContain(service.name)
      if (service.address) expect(plain(page)).toContain(service.address)
      for (const topic of service.topics) expect(page).toContain(`/fr/t/${topic}"`)
    }
    expect(attributes(page, /href="(tel:[^"]+)"/g)).toContain('tel:+212539936382')
    expect(attributes(page, /href="(geo:[^"]+)"/g).length).toBeGreaterThan(0)
  })

  test('that has no service says so and shows where the nearest ones are', async () => {
    const page = await read('/fr/s/ouarzazate')
    expect(plain(page)).toContain('Nous ne connaissons pas encore de service à Ouarzazate.')
    expect(page).toContain('href="/fr/s/marrakech"')
  })

  test('is sent in at most 15 kB', async () => {
    for (const { id } of library.cities.slice(0, 12)) {
      const response = await get(`/ary/s/${id}`, { 'accept-encoding': 'br' })
      expect([id, Number(response.headers.get('content-length')) < 15_000]).toEqual([id, true])
      await response.arrayBuffer()
    }
  })
})

describe('every public page', () => {
  test('comes with the same protection as the chat', async () => {
    const [page, chat] = [await get('/fr/t/health.care'), await get('/?lang=fr')]
    const protection = (response: Response) =>
      [...response.headers].filter(([name]) => /^(content-security|referrer|x-|cross-origin|permissions)/.test(name))
    expect(protection(page)).toEqual(protection(chat))
    expect(protection(page).length).toBeGreaterThan(5)
    expect(page.headers.get('set-cookie')).toBeNull()
  })

  test('holds no script and no style of its own', async () => {
    for (const path of ['/fr/t/health.care', '/ar/s/rabat', '/fr/'])
      expect(await read(path)).not.toMatch(/<style|style="|<script(?! defer src="\/assets\/)| on\w+="/)
  })

  test('is not sent again to who has it, until the content changes', async () => {
    const first = await get('/fr/t/health.care')
    const etag = first.headers.get('etag') ?? ''
    expect((await get('/fr/t/health.care', { 'if-none-match': etag })).status).toBe(304)
    const care = library.topics.get(careId)
    if (!care) throw new Error('the example is gone')
    const french = care.answers.get('fr')
    if (!french) throw new Error('the example is gone')
    const answers = new Map(care.answers).set('fr', { ...french, title: 'Un titre <corrigé>' })
    server.change({ ...library, topics: new Map(library.topics).set(careId, { ...care, answers }) })
    const second = await get('/fr/t/health.care', { 'if-none-match': etag })
    expect(second.status).toBe(200)
    expect(await second.text()).toContain('<h1>Un titre &#60;corrigé&#62;</h1>')
    server.change(library)
  })

  test('is the same in every form in which it is sent', async () => {
    for (const form of ['br', 'gzip']) {
      const response = await get('/fr/t/health.care', { 'accept-encoding': form })
      expect(response.headers.get('content-encoding')).toBe(form)
      expect(await response.text()).toBe(await read('/fr/t/health.care'))
    }
  })

  test('speaks without a known address of the server, too', async () => {
    const unnamed = await startPublicServer()
    const page = await (await fetch(`${unnamed.address}/fr/t/health.care`)).text()
    const sitemap = await (await fetch(`${unnamed.address}/sitemap.xml`)).text()
    await unnamed.close()
    expect(page).toContain('<link rel="canonical" href="/fr/t/health.care">')
    expect(page).not.toContain('og:url')
    expect(sitemap).toContain(`<loc>${unnamed.address}/fr/t/health.care</loc>`)
  })
})

describe('the preview', () => {
  test('is not there unless it is asked for', async () => {
    expect((await get('/preview')).status).toBe(404)
    expect((await get('/preview/health.care/fr')).status).toBe(404)
  })
})
