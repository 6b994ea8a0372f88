/**
 * Library and phrases → findings: what an author must mend (errors, which fail the tests) and should look at
 * (warnings). Each has a file, a line where there is one, and what to do.
 */
import type { Finding } from '../errors.ts'
import { type ReplyLanguage, replyLanguages } from '../languages.ts'
import { urgencyKinds } from '../message.ts'
import type { Answer, Template } from './answer.ts'
import {
  createLibraryReader,
  type Library,
  readFileText,
  readUtterances,
  type Topic,
  type Utterance,
} from './library.ts'
import type { Fact } from './schema.ts'

/** Every topic has these; a further language is complete or falls back to the nearest one. */
const required: readonly ReplyLanguage[] = ['fr', 'ar', 'en']
const longestTitle = 40
const longestDirect = 350
/** Fewer phrases than this in a language that most people write, and a topic is hardly found. */
const fewestPhrases = 5

/** @param today ISO day, for review dates */
export function checkContent(root: string, today: string): Finding[] {
  const { library, findings } = createLibraryReader(root).read()
  const { utterances, findings: broken } = readUtterances(root)
  const report = reporter(root)
  for (const topic of library.topics.values()) checkTopic(library, topic, today, report.add)
  for (const [kind, card] of library.urgent) {
    for (const service of card.phones)
      if (!library.services.some(({ id }) => id === service))
        report.add(
          'error',
          `content/urgent/${kind}/card.yaml`,
          service,
          `there is no service "${service}"`,
          'use an id of content/services/',
        )
    for (const language of required)
      if (!card.answers.has(language))
        report.add(
          'error',
          `content/urgent/${kind}/${language}.md`,
          undefined,
          'the card is missing in this language',
          'write it',
        )
    for (const [language, answer] of card.answers)
      checkAnswer(library, answer, {}, `content/urgent/${kind}/${language}.md`, report.add)
  }
  for (const kind of urgencyKinds)
    if (!library.urgent.has(kind))
      report.add(
        'error',
        `content/urgent/${kind}/card.yaml`,
        undefined,
        `there is no emergency card for "${kind}"`,
        'write it',
      )
  checkMenu(library, report.add)
  checkServices(library, report.add)
  checkPhrases(library, utterances, report.add)
  checkLocales(library, report.add)
  return [...findings, ...broken, ...report.findings]
}

type Add = (level: Finding['level'], file: string, near: string | undefined, problem: string, remedy: string) => void

/** Finds the line of what a finding is near, so that an author need not search. */
function reporter(root: string): { findings: Finding[]; add: Add } {
  const findings: Finding[] = []
  return {
    findings,
    add(level, file, near, problem, remedy) {
      const text = near === undefined ? undefined : readFileText(root, file)
      const line =
        text === undefined || near === undefined
          ? -1
          : text.split('\n').findIndex((candidate) => candidate.includes(near))
      findings.push({ level, file, ...(line >= 0 && { line: line + 1 }), problem, remedy })
    },
  }
}

function checkTopic(library: Library, topic: Topic, today: string, add: Add): void {
  const file = `${topic.folder}/topic.yaml`
  for (const language of required)
    if (!topic.answers.has(language))
      add(
        'error',
        `${topic.folder}/${language}.md`,
        undefined,
        'the answer is missing in this language',
        'write it, with the sections of fr.md',
      )
  for (const id of topic.related)
    if (!library.topics.has(id))
      add('error', file, id, `there is no topic "${id}"`, 'use an id of content/programmes.yaml')
  for (const id of topic.services.always)
    if (!library.services.some((service) => service.id === id))
      add('error', file, id, `there is no service "${id}"`, 'use an id of content/services/')
  for (const key of topic.sources)
    if (!library.sources.has(key))
      add('error', file, key, `there is no source "${key}"`, 'add it to content/sources.yaml')
  for (const [id, fact] of Object.entries(topic.facts))
    if (!topic.sources.includes(fact.source))
      add(
        'error',
        file,
        `${id}:`,
        `the source of fact "${id}" is not among the sources of the topic`,
        `add ${fact.source} to sources`,
      )
  if (topic.reviewBy < today)
    add(
      'warning',
      file,
      'reviewBy',
      `the answer was to be read again by ${topic.reviewBy}`,
      'read it against its sources and set new dates',
    )
  const sections = new Map(
    [...topic.answers].map(([language, answer]) => [language, [...answer.sections.keys()].join(', ')]),
  )
  const french = sections.get('fr')
  for (const [language, found] of sections)
    if (french !== undefined && found !== french)
      add(
        'error',
        `${topic.folder}/${language}.md`,
        undefined,
        `its sections (${found}) differ from those of fr.md (${french})`,
        'give all languages the same sections',
      )
  const situations = [...(topic.answers.get('fr')?.sections.keys() ?? [])]
    .filter((name) => name.startsWith('situation '))
    .map((name) => name.slice('situation '.length))
  if ([...situations].sort().join() !== [...topic.situations].sort().join())
    add(
      'error',
      file,
      'situations',
      `situations are ${topic.situations.join(', ') || 'none'}, but fr.md has ${situations.join(', ') || 'none'}`,
      'make them the same',
    )
  for (const [language, answer] of topic.answers)
    checkAnswer(library, answer, topic.facts, `${topic.folder}/${language}.md`, add)
}

function checkAnswer(
  library: Library,
  answer: Answer,
  facts: Readonly<Record<string, Fact>>,
  file: string,
  add: Add,
): void {
  if (answer.title.length > longestTitle)
    add('error', file, '# ', `the title has ${answer.title.length} characters`, `shorten it to ${longestTitle}`)
  const direct = answer.direct.map(templateLength).reduce((sum, length) => sum + length, 0)
  if (direct > longestDirect)
    add('error', file, undefined, `the direct answer has ${direct} characters`, `shorten it to ${longestDirect}`)
  for (const template of templatesOf(answer))
    for (const piece of template) {
      if (typeof piece === 'string') {
        const digit = piece.match(/.{0,20}[0-9٠-٩].{0,20}/)?.[0]
        if (digit)
          add(
            'error',
            file,
            digit.trim(),
            `a number stands in the text: "${digit.trim()}"`,
            'make it a fact of topic.yaml and write {{its-id}}',
          )
        continue
      }
      if (piece.kind === 'fact') {
        if (facts[piece.id]?.value === undefined)
          add(
            'error',
            file,
            `{{${piece.id}`,
            `{{${piece.id}}} is no fact with a value`,
            'add it to topic.yaml, or use phone:… or link:…',
          )
        continue
      }
      const service = library.services.find(({ id }) => id === piece.service)
      const there = piece.kind === 'link' ? service?.url : service?.phones[piece.nth - 1]
      if (!there)
        add(
          'error',
          file,
          piece.service,
          `{{${piece.kind}:${piece.service}}} is not in the directory`,
          'use a service of content/services/ that has it',
        )
    }
}

function checkMenu(library: Library, add: Add): void {
  const file = 'content/programmes.yaml'
  const listed = new Set(library.programmes.flatMap(({ topics }) => topics))
  for (const id of listed)
    if (!library.topics.has(id))
      add('error', file, id, `the topic "${id}" has no folder`, 'write it, or take it out of the menu')
  for (const id of library.topics.keys())
    if (!listed.has(id))
      add('error', file, undefined, `the topic "${id}" is not in the menu`, 'add it to its programme')
  for (const [id, answers] of library.smalltalk)
    for (const language of required)
      if (!answers.has(language))
        add(
          'error',
          `content/smalltalk/${id}/${language}.md`,
          undefined,
          'the text is missing in this language',
          'write it',
        )
}

function checkServices(library: Library, add: Add): void {
  const cities = new Set<string>(library.cities.map(({ id }) => id))
  const seen = new Set<string>()
  for (const service of library.services) {
    const file = `content/services/${service.city}.yaml`
    if (service.city !== 'national' && !cities.has(service.city))
      add('error', file, service.id, `there is no city "${service.city}"`, 'add it to content/cities.yaml')
    if (seen.has(service.id))
      add('error', file, service.id, `the service "${service.id}" stands twice`, 'give one another id')
    seen.add(service.id)
    if (!library.sources.has(service.source))
      add('error', file, service.source, `there is no source "${service.source}"`, 'add it to content/sources.yaml')
    for (const topic of service.topics)
      if (!library.topics.has(topic))
        add('error', file, topic, `there is no topic "${topic}"`, 'use an id of content/programmes.yaml')
  }
}

function checkPhrases(library: Library, utterances: readonly Utterance[], add: Add): void {
  const known = new Set<string>([...library.topics.keys(), ...library.smalltalk.keys(), 'oos'])
  const first = new Map<string, Utterance>()
  const counts = new Map<string, number>()
  for (const utterance of utterances) {
    if (!known.has(utterance.topic))
      add(
        'error',
        utterance.file,
        'topic:',
        `there is no topic "${utterance.topic}"`,
        'use an id of content/programmes.yaml',
      )
    const key = `${utterance.topic} ${utterance.language}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
    const text = utterance.text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
    const other = first.get(text)
    if (other && other.topic !== utterance.topic)
      add(
        'error',
        utterance.file,
        utterance.text,
        `this phrase stands in ${other.file} too`,
        'keep it where it belongs',
      )
    else if (other?.language === utterance.language)
      add('warning', utterance.file, utterance.text, 'this phrase stands twice', 'take one out')
    else first.set(text, utterance)
  }
  for (const topic of known)
    for (const language of required) {
      const count = counts.get(`${topic} ${language}`) ?? 0
      if (count < fewestPhrases)
        add(
          'error',
          'intents',
          undefined,
          `"${topic}" has ${count} phrases in ${language}`,
          `write at least ${fewestPhrases}, each as another person would`,
        )
    }
}

function checkLocales(library: Library, add: Add): void {
  const french = flatten(library.locales.fr ?? {})
  for (const language of replyLanguages) {
    const file = `locales/${language}.json`
    const words = flatten(library.locales[language] ?? {})
    for (const [key, text] of french) {
      const other = words.get(key)
      if (other === undefined) add('error', file, undefined, `"${key}" is missing`, `translate "${text}"`)
      else if (placeholders(other) !== placeholders(text))
        add('error', file, other, `"${key}" has other placeholders than fr.json`, `use ${placeholders(text) || 'none'}`)
    }
    for (const key of words.keys())
      if (!french.has(key)) add('error', file, undefined, `"${key}" is not in fr.json`, 'take it out or add it there')
  }
}

function flatten(words: object, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>()
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === 'string') flat.set(`${prefix}${key}`, value)
    else if (value && typeof value === 'object')
      for (const [inner, text] of flatten(value, `${prefix}${key}.`)) flat.set(inner, text)
  }
  return flat
}

function placeholders(text: string): string {
  return (text.match(/\{\{\w+\}\}/g) ?? []).sort().join(' ')
}

function templatesOf(answer: Answer): Template[] {
  return [
    ...answer.direct,
    ...[...answer.sections.values()].flat().flatMap((part) => (part.kind === 'paragraph' ? [part.text] : part.items)),
  ]
}

/** A reference counts as about what it prints. */
function templateLength(template: Template): number {
  return template
    .map((piece) => (typeof piece === 'string' ? piece.length : 6))
    .reduce((sum, length) => sum + length, 0)
}
