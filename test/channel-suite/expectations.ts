/**
 * What a conversation expects + what the person saw → what is wrong, in sentences. Expectations name topics, kinds of
 * danger and choices by their ids; what a person sees of them is taken from the content of the running assistant.
 */
import { choiceId, readChoice } from '../../src/conversation/choices.ts'
import { composeSmalltalk, composeUrgent, openAnswer, titleOf } from '../../src/knowledge/compose.ts'
import type { Library } from '../../src/knowledge/library.ts'
import { directionOf, languages, type ReplyLanguage, replyLanguages } from '../../src/languages.ts'
import type { Text, TopicId, UrgencyKind } from '../../src/message.ts'
import type { Turn } from './conversations.ts'
import type { Exact, Seen } from './driver.ts'
import { isLabel, plainly, says } from './reading.ts'

/** @returns nothing where all is as expected */
export function problemsOf(turn: Turn, seen: Seen, library: Library): string[] {
  const text = plainly(seen.text)
  const read = turn.language ?? replyLanguages
  const { topic, urgent, alarm, begins, includes = [], excludes = [], offers = [], withholds = [] } = turn
  const offered = (id: string, among: readonly ReplyLanguage[]) =>
    labelsOf(library, id, among).some((label) => seen.choices.some((choice) => isLabel(choice, label)))
  return [
    ...(text === '' && seen.choices.length === 0 ? ['nothing is said'] : []),
    ...(topic && !topic.some((id) => isAbout(text, id, read, library))
      ? [`it is not about ${topic.join(' or ')}`]
      : []),
    ...(turn.language ? languageProblems(turn.language, seen, library) : []),
    ...(urgent !== undefined ? urgentProblems(urgent, alarm, text, read, library) : []),
    ...(alarm ? alarmProblems(alarm, text, read, library) : []),
    ...(begins !== undefined && !text.startsWith(plainly(begins)) ? [`it does not begin with "${begins}"`] : []),
    ...includes.filter((piece) => !says(seen.text, piece)).map((piece) => `"${piece}" is not said`),
    ...excludes.filter((piece) => says(seen.text, piece)).map((piece) => `"${piece}" is said`),
    ...offers.filter((id) => !offered(id, read)).map((id) => `${id} is not offered`),
    ...withholds.filter((id) => offered(id, replyLanguages)).map((id) => `${id} is offered`),
    ...(seen.exact ? exactProblems(turn, seen.exact) : []),
  ]
}

/** Every label that this choice may have, in these languages. */
export function labelsOf(library: Library, id: string, among: readonly ReplyLanguage[] = replyLanguages): string[] {
  const chosen = readChoice(id)
  if (!chosen) return []
  return among.flatMap((language) => {
    const say = (key: string, values?: Readonly<Record<string, string>>) => library.say(language, key, values)
    switch (chosen.kind) {
      case 'topic': {
        const topic = titleOf(library, chosen.topic, language)
        return [topic, say('choice.more', { topic })]
      }
      case 'programme':
        return library.programmes.find((known) => known.id === chosen.programme)?.titles[language] ?? []
      case 'city':
        return library.cities.find((known) => known.id === chosen.city)?.names[language] ?? []
      case 'situation':
        return say(`situation.${chosen.situation}`)
      case 'language':
        return languages[chosen.language].name
      case 'useful':
        return say(
          `choice.${{ useful: 'useful', 'not-useful': 'notUseful', 'out-of-date': 'outOfDate' }[chosen.verdict]}`,
        )
      case 'cities':
        return say('choice.near')
      default:
        return say(`choice.${chosen.kind}`)
    }
  })
}

/**
 * Words by which a person knows that an answer is about a topic: the longest stretch of its first paragraph without a
 * phone or a link, which each channel writes in its own way.
 */
export function ownWords(library: Library, topic: TopicId, language: ReplyLanguage): string {
  const opened = openAnswer(library, { topic, language })
  const [direct] = opened?.answer.direct ?? []
  const text = opened && direct ? opened.fill(direct) : composedText(composeSmalltalk(library, topic, language)[0])
  const stretches = text.flatMap((piece) => (typeof piece === 'string' ? [plainly(piece)] : []))
  return stretches.reduce((longest, one) => (one.length > longest.length ? one : longest), '')
}

function composedText(block: ReturnType<typeof composeSmalltalk>[number] | undefined): Text {
  return block?.kind === 'paragraph' ? block.text : []
}

function isAbout(text: string, id: string, read: readonly ReplyLanguage[], library: Library): boolean {
  return read.some((language) => {
    const say = (key: string) => plainly(library.say(language, key))
    if (id === 'oos') return ['first', 'perhaps', 'again'].some((key) => text.includes(say(`unknown.${key}`)))
    if (id === 'bot.language') return text.includes(say('ask.language'))
    const topic = id as TopicId // an id of the taxonomy, or nothing below is found
    const [words, title] = [ownWords(library, topic, language), plainly(titleOf(library, topic, language))]
    // Asked for its price alone, or beside another question, a topic is named by its title on a line of its own.
    return (words !== '' && text.includes(words)) || text.split('\n').some((line) => line.startsWith(title))
  })
}

/** Choices tell the language: some of them stand under every reply, in words of the assistant's own. */
function languageProblems(read: readonly ReplyLanguage[], seen: Seen, library: Library): string[] {
  const known = knownLabels(library, read)
  const foreign = seen.choices.filter((choice) => !known.some((label) => isLabel(choice, label)))
  const [wanted] = read
  const turned = wanted && seen.direction && (directionOf(wanted) === 'rtl') !== (seen.direction === 'rtl')
  return [
    ...foreign.map((choice) => `the choice "${choice}" is not in ${read.join(' or ')}`),
    ...(turned ? [`its lines run ${seen.direction}`] : []),
  ]
}

function knownLabels(library: Library, among: readonly ReplyLanguage[]): string[] {
  const ids = [
    ...['menu', 'human', 'privacy', 'forget', 'languages', 'cities', 'sources', 'none'],
    ...['useful:useful', 'useful:not-useful', 'useful:out-of-date'],
    ...['card', 'refugee', 'asylum-seeker', 'no-papers', 'declined'].map((id) => `situation:${id}`),
    ...[...library.topics.keys(), ...library.smalltalk.keys()].map((topic) => choiceId({ kind: 'topic', topic })),
    ...library.programmes.map(({ id }) => choiceId({ kind: 'programme', programme: id })),
    ...library.cities.map(({ id }) => choiceId({ kind: 'city', city: id })),
    ...replyLanguages.map((language) => choiceId({ kind: 'language', language })),
  ]
  return ids.flatMap((id) => labelsOf(library, id, among))
}

function urgentProblems(
  expected: UrgencyKind | null,
  alarm: UrgencyKind | undefined,
  text: string,
  read: readonly ReplyLanguage[],
  library: Library,
): string[] {
  const cardOf = (kind: UrgencyKind, language: ReplyLanguage) =>
    composeUrgent(library, kind, language).flatMap((block) => (block.kind === 'urgent' ? [block] : []))
  if (expected) {
    const cards = read.flatMap((language) => cardOf(expected, language))
    const shown = cards.find(({ title }) => text.startsWith(plainly(title)))
    if (!shown) return [`it does not begin with the card "${expected}"`]
    return shown.phones
      .filter(({ display }) => !says(text, display))
      .map(({ display }) => `the card does not name ${display}`)
  }
  const lines = replyLanguages.flatMap((language) => [
    ...(alarm ? [] : [library.say(language, 'urgent.ifDanger')]),
    ...[...library.urgent.keys()].flatMap((kind) => cardOf(kind, language).map(({ title }) => title)),
  ])
  return lines.some((line) => text.startsWith(plainly(line))) ? ['it begins as for somebody in danger'] : []
}

/** We are not sure: one line with the card's numbers above the answer. */
function alarmProblems(kind: UrgencyKind, text: string, read: readonly ReplyLanguage[], library: Library): string[] {
  const line = read.some((language) => text.startsWith(plainly(library.say(language, 'urgent.ifDanger'))))
  const phones = composeUrgent(library, kind, 'fr').flatMap((block) => (block.kind === 'urgent' ? block.phones : []))
  return [
    ...(line ? [] : ['it does not begin with the line of alarm']),
    ...phones.filter(({ display }) => !says(text, display)).map(({ display }) => `the alarm does not name ${display}`),
  ]
}

function exactProblems(turn: Turn, exact: Exact): string[] {
  const { topic, leans, language, urgent, alarm, offers = [], withholds = [] } = turn
  const danger = urgent === undefined && alarm === undefined ? undefined : (urgent ?? alarm ?? null)
  return [
    // What leans on the talk is understood as something else when it is read alone.
    ...(topic && !leans && exact.topic !== null && !topic.includes(exact.topic)
      ? [`exactly, its topic is ${exact.topic}`]
      : []),
    ...(language && !language.includes(exact.language) ? [`exactly, its language is ${exact.language}`] : []),
    ...(danger !== undefined && exact.urgent !== danger ? [`exactly, its danger is ${exact.urgent}`] : []),
    ...offers.filter((id) => !exact.choices.includes(id)).map((id) => `exactly, ${id} is not offered`),
    ...withholds.filter((id) => exact.choices.includes(id)).map((id) => `exactly, ${id} is offered`),
  ]
}
