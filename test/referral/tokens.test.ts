/** The words of links: what they carry, and that nobody but us can make or change one. */
import { describe, expect, test } from 'vitest'
import { createLibraryReader } from '../../src/knowledge/library.ts'
import { replyLanguages } from '../../src/languages.ts'
import { situations } from '../../src/message.ts'
import { bytesOfCode, codeOfBytes, formatCode, readCode } from '../../src/referral/codes.ts'
import { makeLinks } from '../../src/referral/links.ts'
import { createReferralTokens } from '../../src/referral/tokens.ts'
import { projectRoot } from '../../src/root.ts'

const { library } = createLibraryReader(projectRoot).read()
const known = { topics: [...library.topics.keys()], cities: library.cities.map(({ id }) => id) }
const tokens = createReferralTokens('a secret of the tests, long enough for anybody')
const code = codeOfBytes(Uint8Array.from([255, 0, 1, 2, 3, 128, 64, 32, 16, 8]))

describe('codes', () => {
  test('are read back as they are written, spoken or typed', () => {
    expect(formatCode(code)).toMatch(/^(\w{4}-){4}\w$/)
    expect(readCode(formatCode(code).toUpperCase().replaceAll('0', 'O').replaceAll('-', ' '))).toBe(code)
    expect([...bytesOfCode(code)]).toEqual([255, 0, 1, 2, 3, 128, 64, 32, 16, 8])
  })

  test('show every wrong letter', () => {
    for (let at = 0; at < code.length; at++)
      for (const letter of '0123456789abcdefghjkmnpqrstvwxyz') {
        if (letter === code[at]) continue
        expect(readCode(code.slice(0, at) + letter + code.slice(at + 1))).toBeUndefined()
      }
  })
})

describe('a token', () => {
  test('carries every topic, city, situation and language, and fits behind a Telegram link', () => {
    for (const topic of known.topics)
      for (const city of known.cities) {
        const situation = situations[topic.length % situations.length]
        const language = replyLanguages[city.length % replyLanguages.length] ?? 'fr'
        const start = { language, topic, city, ...(situation && { situation }) }
        const token = tokens.seal(code, start)
        expect(token).toMatch(/^[\w-]{36}$/)
        expect(tokens.open(token, known)).toEqual({ authentic: true, code, start })
      }
    expect(tokens.open(tokens.seal(code, { language: 'pt' }), known).start).toEqual({ language: 'pt' })
  })

  test('is refused when one letter of it is another, when it is cut, and when another secret made it', () => {
    const token = tokens.seal(code, { language: 'ar', situation: 'no-papers' })
    for (let at = 0; at < token.length; at++) {
      const other = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
      expect(tokens.open(other, known).authentic, other).toBe(false)
    }
    const foreign = createReferralTokens('another secret, just as long as the first one').seal(code, { language: 'ar' })
    for (const wrong of ['', 'x', token.slice(1), `${token}A`, foreign, '_'.repeat(64)])
      expect(tokens.open(wrong, known).authentic, wrong).toBe(false)
  })

  test('for a topic that is no longer there starts the talk without it', () => {
    const token = tokens.seal(code, { language: 'fr', topic: known.topics[0] ?? ('' as never) })
    expect(tokens.open(token, { ...known, topics: known.topics.slice(1) })).toMatchObject({
      authentic: true,
      start: { language: 'fr' },
    })
  })

  test('becomes an address for every channel that there is', () => {
    const token = tokens.seal(code, { language: 'fr' })
    const links = makeLinks(
      { web: 'https://dalil.example.org', telegram: 'dalil_bot', whatsapp: '212600000000' },
      token,
    )
    expect(links.map(({ channel }) => channel)).toEqual(['web', 'telegram', 'whatsapp'])
    expect(links[1]?.address).toBe(`https://t.me/dalil_bot?start=${token}`)
    // Read again by WhatsApp's channels.
    expect(new URL(links[2]?.address ?? '').searchParams.get('text')).toBe(`DALIL-${token}`)
    expect(makeLinks({ web: 'https://dalil.example.org' }, token)).toHaveLength(1)
  })
})
