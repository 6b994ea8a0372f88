/**
 * Topic, situation, city and language → the blocks of a reply. Pure: the same library and wish give the same blocks.
 * The only place where phones, numbers and dates get the form in which people read them.
 */
import { directionOf, fallbacks, languages, type ReplyLanguage } from '../languages.ts'
import type { Block, CityId, Phone, Place, Situation, Text, TopicId, UrgencyKind } from '../message.ts'
import type { Answer, Part, SectionName, Template } from './answer.ts'
import { composeHours } from './compose-opening.ts'
import type { Answers, Library, Topic } from './library.ts'
import type { Fact, Service } from './schema.ts'
import { findServices, isConfirmed } from './services.ts'

export interface AnswerWish {
  readonly topic: TopicId
  readonly language: ReplyLanguage
  readonly situation?: Situation
  readonly city?: CityId
  /** Show this section alone, because only it was asked for. */
  readonly only?: AskedSection
  /** Begin with this section, because the question asked for it. */
  readonly lead?: AskedSection
  /** One of several answers in one reply: the direct answer and the steps. */
  readonly brief?: boolean
  /** Milliseconds since 1970: says what is open now. Absent where a page is read at another time than it is made. */
  readonly now?: number | undefined
}

export type AskedSection = 'cost' | 'papers' | 'time' | 'steps'

/** Services shown under an answer; a phone screen holds about this many cards. */
const serviceLimit = 3
/** The same where only people can help. */
const handOverLimit = 5

/** @returns no block where the topic has no answer in any language that this person may read */
export function composeAnswer(library: Library, wish: AnswerWish): Block[] {
  const opened = openAnswer(library, wish)
  if (!opened) return []
  const { answer, language, fill } = opened
  const direct: Block[] = answer.direct.map((text) => ({ kind: 'paragraph', text: fill(text) }))
  const section = (name: SectionName, heading?: string): Block[] => {
    const parts = answer.sections.get(name)
    if (!parts) return []
    return [
      ...(heading ? [{ kind: 'heading' as const, text: library.say(language, heading) }] : []),
      ...parts.map((part) => partBlock(part, fill)),
    ]
  }
  if (wish.only) {
    const asked = section(wish.only, `section.${wish.only}`)
    if (asked.length > 0) return [{ kind: 'heading', text: answer.title }, ...asked]
    return [
      { kind: 'paragraph', text: [library.say(language, 'answer.notVerified', { topic: answer.title })] },
      ...direct,
    ]
  }
  const variant = wish.situation ? section(`situation ${wish.situation}`, `situation.${wish.situation}`) : []
  if (wish.brief) return [{ kind: 'heading', text: answer.title }, ...direct, ...section('steps')]
  const lead = wish.lead ? section(wish.lead, `section.${wish.lead}`) : []
  const others = (['steps', 'papers', 'cost', 'time'] as const).filter((name) => name !== wish.lead)
  return [
    ...lead,
    ...direct,
    ...variant,
    ...others.flatMap((name) => section(name, `section.${name}`)),
    ...section('uncertain', 'section.uncertain'),
    ...composeWhere(library, {
      ...wish,
      language,
      ...(library.topics.get(wish.topic)?.handOver && { limit: handOverLimit }),
    }),
  ]
}

interface OpenedAnswer {
  readonly answer: Answer
  /** In which the answer is really written. */
  readonly language: ReplyLanguage
  readonly fill: (template: Template) => Text
}

/** The answer in the person's language or the nearest one, ready to be filled with facts. */
export function openAnswer(library: Library, wish: Pick<AnswerWish, 'topic' | 'language'>): OpenedAnswer | undefined {
  const topic = library.topics.get(wish.topic)
  const found = topic && pick(topic.answers, wish.language)
  return topic && found && { ...found, fill: filler(library, topic.facts, found.language) }
}

/** What differs for one situation, under the topic's title; the direct answer where nothing does. */
export function composeVariant(library: Library, wish: AnswerWish & { readonly situation: Situation }): Block[] {
  const opened = openAnswer(library, wish)
  if (!opened) return []
  const { answer, language, fill } = opened
  const parts = answer.sections.get(`situation ${wish.situation}`)
  const own: Block[] = parts
    ? parts.map((part) => partBlock(part, fill))
    : answer.direct.map((text) => ({ kind: 'paragraph', text: fill(text) }))
  return [
    { kind: 'heading', text: `${answer.title} – ${library.say(language, `situation.${wish.situation}`)}` },
    ...own,
    ...composeWhere(library, { ...wish, language }),
  ]
}

/** "Where to go": the topic's own sentence and the cards of services, those of the city first. */
export function composeWhere(library: Library, wish: AnswerWish & { readonly limit?: number }): Block[] {
  const opened = openAnswer(library, wish)
  if (!opened) return []
  const { answer, language, fill } = opened
  const own = (answer.sections.get('where') ?? []).map((part) => partBlock(part, fill))
  const { services, elsewhere } = findServices(library, {
    topic: wish.topic,
    limit: wish.limit ?? serviceLimit,
    ...(wish.city && { city: wish.city }),
    ...(wish.situation && { situation: wish.situation }),
  })
  const missing: Block[] =
    elsewhere && wish.city
      ? [
          {
            kind: 'paragraph',
            text: [
              library.say(language, 'services.elsewhere', {
                city: cityName(library, wish.city, language),
                nearest: elsewhere.names[language],
              }),
            ],
          },
        ]
      : []
  if (own.length + services.length === 0) return []
  return [
    { kind: 'heading', text: library.say(language, 'section.where') },
    ...own,
    ...missing,
    ...services.map((service) => composeService(library, service, language, wish.now)),
  ]
}

/** @param now milliseconds since 1970; absent where the card is read at another time than it is made */
export function composeService(library: Library, service: Service, language: ReplyLanguage, now?: number): Block {
  const city = library.cities.find(({ id }) => id === service.city)
  const place: Place | undefined =
    service.address || city
      ? {
          city: city?.names[language] ?? library.say(language, 'services.national'),
          ...(service.address && { address: service.address }),
          ...(city && { latitude: city.latitude, longitude: city.longitude }),
        }
      : undefined
  const only = service.who.includes('anyone')
    ? undefined
    : library.say(language, `who.${[...service.who].sort().join('+')}`)
  const note = [only, perLanguage(service.note, language), composeAge(library, service, language, now)]
    .filter((text) => text !== undefined)
    .join(' ')
  const hours = composeHours(library, service, language, perLanguage(service.hours, language), now)
  return {
    kind: 'service',
    name: service.name,
    phones: service.phones.map(formatPhone),
    ...(place && { place }),
    ...(hours && { hours }),
    ...(note && { note }),
    ...(service.url && { url: service.url }),
  }
}

/** An old address or phone is better than none, but whoever travels there must know how old it is. */
function composeAge(
  library: Library,
  service: Service,
  language: ReplyLanguage,
  now: number | undefined,
): string | undefined {
  if (service.emergency || (now !== undefined && isConfirmed(service, now))) return undefined
  const date = [service.asOf, service.confirmed ?? '']
    .filter((text) => text !== 'undated')
    .sort()
    .at(-1)
  return date
    ? library.say(language, 'services.asOf', { date: formatDate(date, language) })
    : library.say(language, 'services.undated')
}

/** The first lines for somebody in danger. Never empty: the last resort is French and Arabic together. */
export function composeUrgent(library: Library, kind: UrgencyKind, language: ReplyLanguage): Block[] {
  const card = library.urgent.get(kind)
  const found = card && pick(card.answers, language)
  if (!card || !found) return []
  const fill = filler(library, {}, found.language)
  const lines = (name: SectionName) =>
    (found.answer.sections.get(name) ?? []).flatMap((part) =>
      part.kind === 'paragraph' ? [fill(part.text)] : part.items.map(fill),
    )
  const phones = card.phones.flatMap(
    (id) => library.services.find((service) => service.id === id)?.phones.slice(0, 1) ?? [],
  )
  return [
    {
      kind: 'urgent',
      title: found.answer.title,
      lines: lines('now'),
      say: lines('say'),
      phones: phones.map(formatPhone),
    },
  ]
}

/** Smalltalk has a title and one paragraph. */
export function composeSmalltalk(library: Library, topic: TopicId, language: ReplyLanguage): Block[] {
  const answers = library.smalltalk.get(topic)
  const found = answers && pick(answers, language)
  if (!found) return []
  const fill = filler(library, {}, found.language)
  return found.answer.direct.map((text) => ({ kind: 'paragraph', text: fill(text) }))
}

/** Where the answer comes from, each source with its date. */
export function composeSources(library: Library, topic: Topic, language: ReplyLanguage): Block[] {
  return [
    composeSourceList(library, topic.sources, language),
    { kind: 'note', text: [library.say(language, 'sources.reviewed', { date: formatDate(topic.reviewed, language) })] },
  ]
}

/** @param keys of `content/sources.yaml`, in the order shown */
export function composeSourceList(library: Library, keys: readonly string[], language: ReplyLanguage): Block {
  const items = keys.flatMap((key) => {
    const source = library.sources.get(key)
    if (!source) return []
    const date =
      source.date === 'undated' ? library.say(language, 'sources.undated') : formatDate(source.date, language)
    const title = source.publisher ? `${source.title} – ${source.publisher}` : source.title
    return [
      {
        title,
        date: source.about ? library.say(language, 'sources.about', { date }) : date,
        ...(source.url && { url: source.url }),
      },
    ]
  })
  return { kind: 'sources', items }
}

/** One small line under an answer: whose information it is and when it was last read again. */
export function composeSourceLine(library: Library, topic: Topic, language: ReplyLanguage): Block {
  const publishers = [...new Set(topic.sources.flatMap((key) => library.sources.get(key)?.publisher ?? []))].slice(0, 2)
  return {
    kind: 'note',
    text: [
      library.say(language, 'sources.line', {
        publishers: publishers.join(', '),
        date: formatDate(topic.reviewed, language),
      }),
    ],
  }
}

/** A topic's title, for a button. */
export function titleOf(library: Library, topic: TopicId, language: ReplyLanguage): string {
  const answers = library.topics.get(topic)?.answers ?? library.smalltalk.get(topic)
  return (answers && pick(answers, language)?.answer.title) ?? topic
}

export function cityName(library: Library, city: CityId, language: ReplyLanguage): string {
  return library.cities.find(({ id }) => id === city)?.names[language] ?? city
}

/** `0537545400` → `05 37 54 54 00`, dialled as `+212537545400`; short numbers and foreign ones stay as they are. */
export function formatPhone(phone: Service['phones'][number]): Phone {
  const { number } = phone
  const national = number.startsWith('+212') ? `0${number.slice(4)}` : number
  const display = national.length === 10 && national.startsWith('0') ? formatNational(national) : number
  const dial = /^0[5-7]\d{8}$/.test(national) ? `+212${national.slice(1)}` : number
  return {
    kind: 'phone',
    display,
    dial,
    ...(phone.whatsapp && { whatsapp: true }),
    ...(phone.hours && { hours: phone.hours }),
  }
}

/** Green numbers (0800…) are written in fours, as they are printed in Morocco; the others in pairs. */
function formatNational(number: string): string {
  if (number.startsWith('080'))
    return `${number.slice(0, 4)} ${number.slice(4, 6)} ${number.slice(6, 8)} ${number.slice(8)}`
  return number.match(/../g)?.join(' ') ?? number
}

/** The answer in the person's language, or in the nearest one that has it. */
function pick(answers: Answers, language: ReplyLanguage): { answer: Answer; language: ReplyLanguage } | undefined {
  for (const candidate of [...fallbacks(language), 'fr' as const]) {
    const answer = answers.get(candidate)
    if (answer) return { answer, language: candidate }
  }
  return undefined
}

/** The language in which a topic is really answered for somebody who reads `language`. */
export function answerLanguage(library: Library, topic: TopicId, language: ReplyLanguage): ReplyLanguage {
  return openAnswer(library, { topic, language })?.language ?? language
}

export function partBlock(part: Part, fill: (template: Template) => Text): Block {
  switch (part.kind) {
    case 'paragraph':
      return { kind: 'paragraph', text: fill(part.text) }
    case 'steps':
      return { kind: 'steps', steps: part.items.map(fill) }
    case 'items':
      return { kind: 'items', items: part.items.map(fill) }
  }
}

function filler(
  library: Library,
  facts: Readonly<Record<string, Fact>>,
  language: ReplyLanguage,
): (template: Template) => Text {
  const fillOne = (piece: Template[number]): Text[number] => {
    if (typeof piece === 'string') return piece
    if (piece.kind === 'fact') return formatFact(facts[piece.id], language)
    const service = library.services.find(({ id }) => id === piece.service)
    if (piece.kind === 'link')
      return service?.url
        ? { kind: 'link', title: service.url.replace(/^https?:\/\/(www\.)?|\/$/g, ''), url: service.url }
        : ''
    const phone = service?.phones[piece.nth - 1]
    return phone ? formatPhone(phone) : ''
  }
  return (template) => joinStrings(template.map(fillOne))
}

/** Neighbouring strings become one, so that a channel sees text and what can be tapped, nothing finer. */
function joinStrings(pieces: Text): Text {
  const joined: Text[number][] = []
  for (const piece of pieces) {
    const last = joined.at(-1)
    if (typeof piece === 'string' && typeof last === 'string') joined[joined.length - 1] = last + piece
    else joined.push(piece)
  }
  return joined
}

function formatFact(fact: Fact | undefined, language: ReplyLanguage): string {
  if (fact?.value === undefined) return ''
  if (fact.date) return formatDate(String(fact.value), language)
  if (typeof fact.value === 'number') return formatNumber(fact.value, language)
  // After an Arabic letter "13-487" would be shown as 487-13; the marks keep it as it is written.
  return directionOf(language) === 'rtl' ? `\u200e${fact.value}\u200e` : fact.value
}

/** Latin digits everywhere, as they are written in Morocco. */
function formatNumber(value: number, language: ReplyLanguage): string {
  return new Intl.NumberFormat(`${localeOf(language)}-u-nu-latn`).format(value).replaceAll('\u202f', '\u00a0')
}

/** @param iso a year, a month or a day */
export function formatDate(iso: string, language: ReplyLanguage): string {
  const [year, month, dayOfMonth] = iso.split('-').map(Number)
  if (!year || !month) return iso
  const options: Intl.DateTimeFormatOptions = {
    year: 'numeric',
    month: 'long',
    timeZone: 'UTC',
    ...(dayOfMonth && { day: 'numeric' }),
  }
  return new Intl.DateTimeFormat(`${localeOf(language)}-u-nu-latn`, options).format(
    new Date(Date.UTC(year, month - 1, dayOfMonth ?? 1)),
  )
}

/**
 * Arabic and Darija with the months as Morocco names them; Portuguese as in Europe and Africa, because the dot of the
 * Brazilian "40.000" reads as a decimal.
 */
export function localeOf(language: ReplyLanguage): string {
  if (language === 'pt') return 'pt-PT'
  return language === 'ary' || language === 'ar' ? 'ar-MA' : languages[language].tag
}

function perLanguage(texts: Service['note'], language: ReplyLanguage): string | undefined {
  if (!texts) return undefined
  for (const candidate of [...fallbacks(language), 'fr' as const, 'en' as const]) {
    const text = texts[candidate]
    if (text) return text
  }
  return undefined
}
