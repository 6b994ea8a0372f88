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
import { createLibraryReader, listContentFiles, readFileText, readUtterances } from './library.ts'

/** @param today ISO day, for review dates */
export function checkContent(root: string, today: string): Finding[] {
  const { library, findings } = createLibraryReader(root).read()
  const { utterances, findings: broken } = readUtterances(root)
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
  return [...findings, ...broken, ...found]
}
