/**
 * Folders of content → Library, the only room that reads the disk for knowledge. A broken file keeps the last version
 * that was good, so that an author's slip takes nothing away from anybody.
 */
import { type FSWatcher, readdirSync, readFileSync, watch } from 'node:fs'
import { join, relative } from 'node:path'
import { parse as parseYaml, YAMLParseError } from 'yaml'
import type * as z from 'zod'
import type { Finding } from '../errors.ts'
import { adminLanguages, type ReplyLanguage, replyLanguages, type WrittenLanguage } from '../languages.ts'
import type { TopicId, UrgencyKind } from '../message.ts'
import { type Answer, readAnswer } from './answer.ts'
import { type Glossary, glossaryFile } from './glossary.ts'
import {
  type CardFile,
  type City,
  cardFile,
  citiesFile,
  type DangerFile,
  dangerFile,
  type EntitiesFile,
  entitiesFile,
  holidaysFile,
  type Programme,
  programmesFile,
  type Region,
  type Service,
  type Source,
  servicesFile,
  sourcesFile,
  type TopicFile,
  topicFile,
  type UnansweredFile,
  unansweredFile,
  utterancesFile,
} from './schema.ts'
import { createWords, type Say } from './words.ts'

export type Answers = ReadonlyMap<ReplyLanguage, Answer>

export interface Topic extends TopicFile {
  /** Path of its folder from the root of the project. */
  readonly folder: string
  readonly answers: Answers
}

export interface UrgentCard extends CardFile {
  readonly answers: Answers
}

export interface Library {
  readonly programmes: readonly Programme[]
  readonly topics: ReadonlyMap<TopicId, Topic>
  readonly smalltalk: ReadonlyMap<TopicId, Answers>
  readonly urgent: ReadonlyMap<UrgencyKind, UrgentCard>
  readonly services: readonly Service[]
  readonly cities: readonly City[]
  /** The 12 regions, north to south. */
  readonly regions: readonly Region[]
  /** Public holidays, `2026-11-18`. */
  readonly holidays: ReadonlySet<string>
  readonly sources: ReadonlyMap<string, Source>
  readonly glossary: Glossary
  readonly danger: DangerFile
  readonly entities: EntitiesFile
  readonly unanswered: UnansweredFile
  readonly locales: Readonly<Partial<Record<ReplyLanguage, object>>>
  readonly say: Say
  /** Words of the secretariat's pages: `locales/admin/<name>.<language>.json` under its name. */
  readonly adminLocales: ReadonlyMap<string, AdminLocales>
  readonly sayAdmin: Say
}

export type AdminLocales = Readonly<Partial<Record<ReplyLanguage, object>>>

export interface Utterance {
  readonly topic: string
  readonly language: WrittenLanguage
  readonly text: string
  readonly urgent?: UrgencyKind
  readonly also: readonly TopicId[]
  readonly file: string
}

/** Reads folders again and again, remembering the last good version of every file. */
export interface LibraryReader {
  /** @returns the library as far as it could be read, and everything that an author must mend */
  read(): { library: Library; findings: Finding[] }
}

/** @param root folder that holds `content/`, `intents/` and `locales/` */
export function createLibraryReader(root: string): LibraryReader {
  const lastGood = new Map<string, unknown>()
  return {
    read() {
      const findings: Finding[] = []
      const files = new Files(root, findings, lastGood)
      return { library: readLibrary(files), findings }
    },
  }
}

/** Files of `intents/` whose phrases are learnt; the three others hold lists that are looked for. */
export function isPhraseFile(path: string): boolean {
  return path.endsWith('.yaml') && !/(^|\/)(urgent|entities|unanswered)\.yaml$/.test(path)
}

/** All training phrases of `intents/`; slow (a second for 30,000), so only whoever trains or checks reads them. */
export function readUtterances(root: string): { utterances: Utterance[]; findings: Finding[] } {
  const findings: Finding[] = []
  const files = new Files(root, findings, new Map())
  const utterances: Utterance[] = []
  for (const file of files.list('intents', '.yaml')) {
    if (!isPhraseFile(file)) continue
    const parsed = files.yaml(file, utterancesFile)
    if (!parsed) continue
    for (const [language, lines] of Object.entries(parsed.utterances) as [
      WrittenLanguage,
      (typeof parsed.utterances)['fr'],
    ][])
      for (const line of lines ?? []) {
        const entry = typeof line === 'string' ? { text: line } : line
        utterances.push({
          topic: parsed.topic,
          language,
          text: entry.text,
          ...(entry.urgent && { urgent: entry.urgent }),
          also: entry.also ?? [],
          file,
        })
      }
  }
  return { utterances, findings }
}

/** Everything that people read: answers and lists of `content/`, words of `locales/`; not the guide for authors. */
export function listContentFiles(root: string): string[] {
  return ['content', 'locales']
    .flatMap((folder) => listFiles(root, folder))
    .filter((file) => /\.(md|yaml|json)$/.test(file) && file !== 'content/README.md')
}

/** A file as text, for whoever looks for a line in it; undefined where it is missing. */
export function readFileText(root: string, file: string): string | undefined {
  try {
    return readFileSync(join(root, file), 'utf8')
  } catch {
    return undefined
  }
}

/**
 * Calls back once after changes in `content/`, `intents/` or `locales/` have settled.
 *
 * Each folder is watched by itself: in Node.js 24.21 on Linux, `watch` with `recursive` hears no more of a file that was
 * replaced once, as editors and git do.
 *
 * @returns stops watching
 */
export function watchFolders(root: string, changed: () => void, settleMillis = 200): () => void {
  let timer: NodeJS.Timeout | undefined
  let watchers: readonly FSWatcher[] = []
  const hear = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      watchAll()
      changed()
    }, settleMillis)
  }
  /** Anew each time, for folders that came or were replaced; the old ones hear until then. */
  const watchAll = () => {
    const before = watchers
    watchers = ['content', 'intents', 'locales']
      .flatMap((folder) => listFolders(join(root, folder)))
      .flatMap((folder) => watchFolder(folder, hear) ?? [])
    for (const watcher of before) watcher.close()
  }
  watchAll()
  return () => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }
}

/** @returns undefined where the folder has gone meanwhile; the folder above it tells */
function watchFolder(folder: string, hear: () => void): FSWatcher | undefined {
  try {
    return watch(folder, { persistent: false }, hear).on('error', hear)
  } catch {
    return undefined
  }
}

function listFolders(folder: string): string[] {
  try {
    const inner = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    return [folder, ...inner.flatMap(({ name }) => listFolders(join(folder, name)))]
  } catch {
    return []
  }
}

/** Where the file is broken from the start, no word is explained; the finding tells. */
const noGlossary: Glossary = { reviewed: '', reviewBy: '', asks: {}, between: {}, terms: [] }

function readLibrary(files: Files): Library {
  const topics = new Map<TopicId, Topic>()
  const smalltalk = new Map<TopicId, Answers>()
  const urgent = new Map<UrgencyKind, UrgentCard>()
  for (const file of files.list('content', 'topic.yaml')) {
    const folder = file.slice(0, -'/topic.yaml'.length)
    const topic = files.yaml(file, topicFile)
    if (!topic) continue
    if (!folder.endsWith(`${topic.programme}/${topic.id}`))
      files.report(
        file,
        undefined,
        `the id "${topic.id}" or the programme differs from the folder`,
        'make them the same',
      )
    topics.set(topic.id, { ...topic, folder, answers: readAnswers(files, folder) })
  }
  for (const file of files.list('content/urgent', 'card.yaml')) {
    const card = files.yaml(file, cardFile)
    if (card) urgent.set(card.kind, { ...card, answers: readAnswers(files, file.slice(0, -'/card.yaml'.length)) })
  }
  const menu = files.yaml('content/programmes.yaml', programmesFile) ?? { programmes: [], smalltalk: [] }
  for (const id of menu.smalltalk) smalltalk.set(id, readAnswers(files, `content/smalltalk/${id}`))
  const places = files.yaml('content/cities.yaml', citiesFile)
  const locales = Object.fromEntries(
    replyLanguages.flatMap((language) => {
      const words = files.json(`locales/${language}.json`)
      return words ? [[language, words]] : []
    }),
  )
  const adminLocales = readAdminLocales(files)
  return {
    programmes: menu.programmes,
    topics,
    smalltalk,
    urgent,
    services: files.list('content/services', '.yaml').flatMap((file) => files.yaml(file, servicesFile)?.services ?? []),
    cities: places?.cities ?? [],
    regions: places?.regions ?? [],
    holidays: new Set(
      files
        .list('content', '/holidays.yaml')
        .flatMap((file) => files.yaml(file, holidaysFile)?.holidays.map(({ day }) => day) ?? []),
    ),
    sources: new Map(Object.entries(files.yaml('content/sources.yaml', sourcesFile) ?? {})),
    glossary: files.yaml('content/glossary.yaml', glossaryFile) ?? noGlossary,
    danger: files.yaml('intents/urgent.yaml', dangerFile) ?? ({ kinds: {}, calm: {} } as DangerFile), // the finding tells
    entities:
      files.yaml('intents/entities.yaml', entitiesFile) ??
      ({ situations: {}, aspects: {}, continues: {}, prepositions: {}, commands: {} } as EntitiesFile), // the finding tells
    unanswered:
      files.yaml('intents/unanswered.yaml', unansweredFile) ??
      ({ introductions: {}, addresses: {}, names: {}, stopWords: {} } as UnansweredFile), // the finding tells
    locales,
    say: createWords(locales),
    adminLocales,
    sayAdmin: createWords(joinLocales([...adminLocales.values()])),
  }
}

function readAdminLocales(files: Files): Map<string, AdminLocales> {
  const locales = new Map<string, AdminLocales>()
  for (const file of files.list('locales/admin', '.json')) {
    const [, name = '', code] = file.match(/^locales\/admin\/([\w-]+)\.(\w+)\.json$/) ?? []
    const language = adminLanguages.find((known) => known === code)
    if (!language) {
      files.report(
        file,
        undefined,
        'no page is read in this language',
        `name it <page>.${adminLanguages.join('|')}.json`,
      )
      continue
    }
    const words = files.json(file)
    if (words) locales.set(name, { ...locales.get(name), [language]: words })
  }
  return locales
}

/** Files may share a section, such as `audit`; that two have the same key, `dalil check` finds. */
function joinLocales(all: readonly AdminLocales[]): AdminLocales {
  return Object.fromEntries(
    adminLanguages.map((language) => {
      const joined: Record<string, object> = {}
      for (const locales of all)
        for (const [section, words] of Object.entries(locales[language] ?? {}))
          joined[section] = { ...joined[section], ...words }
      return [language, joined]
    }),
  )
}

function readAnswers(files: Files, folder: string): Answers {
  const answers = new Map<ReplyLanguage, Answer>()
  for (const language of replyLanguages) {
    const answer = files.answer(`${folder}/${language}.md`)
    if (answer) answers.set(language, answer)
  }
  return answers
}

/** Reads single files; what is wrong becomes a finding, and the last good version is given instead. */
class Files {
  readonly #root: string
  readonly #findings: Finding[]
  readonly #lastGood: Map<string, unknown>
  readonly #names: readonly string[]

  constructor(root: string, findings: Finding[], lastGood: Map<string, unknown>) {
    this.#root = root
    this.#findings = findings
    this.#lastGood = lastGood
    this.#names = ['content', 'intents', 'locales'].flatMap((folder) => listFiles(root, folder))
  }

  list(folder: string, ending: string): string[] {
    return this.#names.filter((name) => name.startsWith(`${folder}/`) && name.endsWith(ending))
  }

  report(file: string, line: number | undefined, problem: string, remedy: string): void {
    this.#findings.push({ level: 'error', file, ...(line !== undefined && { line }), problem, remedy })
  }

  yaml<Shape extends z.ZodType>(file: string, shape: Shape): z.output<Shape> | undefined {
    const text = this.#text(file)
    if (text === undefined) return this.#kept(file)
    let raw: unknown
    try {
      raw = parseYaml(text)
    } catch (error) {
      const line = error instanceof YAMLParseError ? error.linePos?.[0].line : undefined
      this.report(file, line, 'this is not valid YAML', 'look for a missing quote, colon or indentation on this line')
      return this.#kept(file)
    }
    const parsed = shape.safeParse(raw)
    if (parsed.success) {
      this.#lastGood.set(file, parsed.data)
      return parsed.data
    }
    for (const issue of parsed.error.issues)
      this.report(
        file,
        lineOf(text, issue.path),
        `${issue.path.join('.') || 'the file'}: ${issue.message}`,
        'write it as in content/README.md',
      )
    return this.#kept(file)
  }

  json(file: string): object | undefined {
    const text = this.#text(file, false)
    if (text === undefined) return undefined
    try {
      const words: unknown = JSON.parse(text)
      if (words && typeof words === 'object') {
        this.#lastGood.set(file, words)
        return words
      }
    } catch {
      // reported below
    }
    this.report(file, undefined, 'this is not valid JSON', 'look for a missing quote or comma')
    return this.#kept(file)
  }

  answer(file: string): Answer | undefined {
    const text = this.#text(file, false)
    if (text === undefined) return undefined
    const { answer, findings } = readAnswer(text, file)
    this.#findings.push(...findings)
    if (findings.length > 0) return this.#kept(file) ?? answer
    this.#lastGood.set(file, answer)
    return answer
  }

  #text(file: string, required = true): string | undefined {
    if (this.#names.includes(file)) return readFileSync(join(this.#root, file), 'utf8')
    if (required) this.report(file, undefined, 'the file is missing', 'restore it')
    return undefined
  }

  #kept<Value>(file: string): Value | undefined {
    return this.#lastGood.get(file) as Value | undefined // stored under this name by the reader of the same shape
  }
}

function listFiles(root: string, folder: string): string[] {
  try {
    return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
      .sort()
  } catch {
    return [] // a missing folder shows as its missing files
  }
}

/** The line of the last key of a path that can be found in the text: a help for the author, not exact. */
function lineOf(text: string, path: readonly PropertyKey[]): number | undefined {
  const key = path.findLast((part) => typeof part === 'string')
  if (key === undefined) return undefined
  const line = text.split('\n').findIndex((candidate) => candidate.includes(`${String(key)}:`))
  return line >= 0 ? line + 1 : undefined
}
