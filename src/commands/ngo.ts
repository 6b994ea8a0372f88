/** `dalil ngo`: organisations that refer people, and the links that they hand out. */
import { randomBytes } from 'node:crypto'
import { createLibraryReader } from '../knowledge/library.ts'
import { replyLanguages } from '../languages.ts'
import { situations } from '../message.ts'
import { codeBytes, codeOfBytes, formatCode, type OrganisationCode, readCode } from '../referral/codes.ts'
import { makeLinks } from '../referral/links.ts'
import type { TalkStart } from '../referral/tokens.ts'
import { projectRoot } from '../root.ts'
import { type Desk, openDesk } from './ngo-desk.ts'
import { makeSlips } from './ngo-slips.ts'
import { refuse } from './refuse.ts'

type Options = Readonly<Record<string, unknown>>
const longestName = 60

export async function ngo(words: readonly string[], options: Options): Promise<number> {
  const [part, ...rest] = words
  const parts = new Map<unknown, (desk: Desk, rest: readonly string[], options: Options) => Promise<number>>([
    ['add', add],
    ['own', own],
    ['list', list],
    ['close', close],
    ['link', link],
    ['slips', slips],
  ])
  const run = parts.get(part)
  if (!run)
    return refuse(
      'Write one of: ngo add "NAME", ngo own CODE, ngo list, ngo close CODE, ngo link CODE, ngo slips [CODE].',
    )
  const desk = await openDesk()
  if (!('store' in desk)) return refuse(desk.join('\n'))
  try {
    return await run(desk, rest, options)
  } finally {
    await desk.store.close()
  }
}

async function add({ store }: Desk, words: readonly string[], { service }: Options): Promise<number> {
  const name = words.join(' ').replace(/\s+/g, ' ').trim()
  // Marks of direction and control characters could make a name look like another.
  if (name === '' || name.length > longestName || /[\p{Cc}\p{Cf}]/u.test(name))
    return refuse(`Write the name, at most ${longestName} visible characters: ngo add "Association X"`)
  const services = readServices(service)
  if (typeof services === 'string') return refuse(services)
  const code = codeOfBytes(randomBytes(codeBytes))
  await store.addOrganisation(code, name)
  for (const id of services) await store.giveService(id, code)
  process.stdout.write(`${formatCode(code)}  ${name}\n`)
  return 0
}

/** For whose services it may propose changes at `/admin/ngo/services`; each takes the service from whoever had it. */
async function own({ store }: Desk, words: readonly string[], { service }: Options): Promise<number> {
  const code = readCode(words.join(''))
  if (!code || !(await store.findOrganisation(code))) return refuse(noSuchCode)
  const services = readServices(service)
  if (typeof services === 'string') return refuse(services)
  for (const id of services) await store.giveService(id, code)
  for (const [id, owner] of await store.readOwners()) if (owner === code) process.stdout.write(`${id}\n`)
  return 0
}

async function list({ store }: Desk): Promise<number> {
  for (const { code, name, closed } of await store.listOrganisations())
    process.stdout.write(`${formatCode(code as OrganisationCode)}  ${closed ? 'closed' : 'open  '}  ${name}\n`) // written by add only
  return 0
}

async function close({ store }: Desk, words: readonly string[]): Promise<number> {
  const code = readCode(words.join(''))
  if (!code || !(await store.closeOrganisation(code))) return refuse(noSuchCode)
  process.stdout.write('Closed: its links and slips start a normal talk from now on.\n')
  return 0
}

async function link(desk: Desk, words: readonly string[], options: Options): Promise<number> {
  const code = readCode(words.join(''))
  if (!code || !(await desk.store.findOrganisation(code))) return refuse(noSuchCode)
  const start = readStart(options)
  if (typeof start === 'string') return refuse(start)
  for (const { channel, address } of makeLinks(desk.reach, desk.seal(code, start)))
    process.stdout.write(`${channel.padEnd(9)} ${address}\n`)
  return 0
}

/** Without a code: cards of Dalil itself, to be shared by anybody. */
async function slips(desk: Desk, words: readonly string[], options: Options): Promise<number> {
  const code = readCode(words.join(''))
  const organisation = code && (await desk.store.findOrganisation(code))
  if (words.length > 0 && (!organisation || organisation.closed)) return refuse(noSuchCode)
  const start = readStart({ ...options, lang: undefined })
  if (typeof start === 'string') return refuse(start)
  const wanted = String(options.lang ?? 'fr').split(',')
  const languages = replyLanguages.filter((language) => wanted.includes(language))
  if (languages.length !== wanted.length) return refuse(`--lang is some of ${replyLanguages.join(', ')}, with commas.`)
  const channel = String(options.channel ?? 'web')
  if (makeLinks(desk.reach).every((known) => known.channel !== channel))
    return refuse('--channel is web, telegram (with TELEGRAM_BOT_NAME) or whatsapp (with WHATSAPP_NUMBER).')
  const folder = typeof options.out === 'string' && options.out !== '' ? options.out : 'slips'
  const from = code && organisation && { code, name: organisation.name, start }
  return makeSlips(desk, { ...(from && { from }), languages, channel, folder })
}

const noSuchCode = 'There is no such organisation. See: ngo list.'

/** @returns a sentence where one is no service, or an emergency line, which is nobody's */
function readServices(option: unknown): readonly string[] | string {
  const ids = typeof option === 'string' ? option.split(',').filter((id) => id !== '') : []
  if (ids.length === 0) return []
  const { services } = createLibraryReader(projectRoot).read().library
  const wrong = ids.find((id) => services.find((service) => service.id === id)?.emergency !== false)
  return wrong === undefined ? ids : `--service ${wrong}: name ids of content/services/ that are no emergency lines.`
}

/** @returns a sentence where an option is wrong */
function readStart({ topic, lang, city, status }: Options): TalkStart | string {
  const { library } = createLibraryReader(projectRoot).read()
  const language = replyLanguages.find((known) => known === (lang ?? 'fr'))
  const known = [...library.topics.keys()].find((id) => id === topic)
  const place = library.cities.find(({ id }) => id === city)?.id
  const situation = situations.find((one) => one === status)
  if (!language) return `--lang is one of ${replyLanguages.join(', ')}.`
  if (topic !== undefined && !known) return '--topic is an id of content/programmes.yaml, such as health.care.'
  if (city !== undefined && !place) return '--city is an id of content/cities.yaml, such as tanger.'
  if (status !== undefined && !situation) return `--status is one of ${situations.join(', ')}.`
  return { language, ...(known && { topic: known }), ...(place && { city: place }), ...(situation && { situation }) }
}
