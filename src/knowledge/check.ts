/**
 * Library and phrases → findings: what an author must mend (errors, which fail the tests) and should look at
 * (warnings). Each has a file, a line where there is one, and what to do. One file a kind of check stands beside this.
 * Not for: what a channel makes of it and which words the code uses; `dalil check` adds those.
 */
import type { Finding } from '../errors.ts'
import { checkAnswers } from './check-answers.ts'
import { checkGlossary } from './check-glossary.ts'
import { checkMarkup, checkUnseenMarks } from './check-markup.ts'
import { checkPhrases } from './check-phrases.ts'
import { checkReading } from './check-reading.ts'
import { createReport } from './check-report.ts'
import { checkServices } from './check-services.ts'
import { checkCards, checkMenu, checkTopics } from './check-topics.ts'
import { checkWords } from './check-words.ts'
import {
  createLibraryReader,
  type Library,
  listContentFiles,
  readFileText,
  readUtterances,
  type Utterance,
} from './library.ts'

/** What authors wrote, as far as it could be read. */
export interface Content {
  readonly library: Library
  readonly utterances: readonly Utterance[]
  /** What could not be read. */
  readonly broken: readonly Finding[]
}

export function readContent(root: string): Content {
  const { library, findings } = createLibraryReader(root).read()
  const { utterances, findings: others } = readUtterances(root)
  return { library, utterances, broken: [...findings, ...others] }
}

/**
 * @param today ISO day, for review dates
 * @param content where it was read already: reading takes a second
 */
export function checkContent(root: string, today: string, content = readContent(root)): Finding[] {
  const { library, utterances, broken } = content
  const { add, findings: found } = createReport(root)
  const read = (path: string) => readFileText(root, path)
  checkTopics(library, today, add)
  checkCards(library, add)
  checkMenu(library, add)
  checkAnswers(library, add)
  checkMarkup(library, add)
  checkUnseenMarks(
    listContentFiles(root).map((path) => [path, read(path) ?? ''] as const),
    add,
  )
  checkReading(library, read, add)
  checkServices(library, add)
  checkGlossary(library, today, add)
  checkPhrases(library, utterances, add)
  checkWords(library, add)
  return [...broken, ...found]
}
