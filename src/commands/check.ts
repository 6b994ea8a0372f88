/** `dalil check`: what an author must mend, with file, line and what to do, and how easily each language is read. */
import { type Finding, formatFinding } from '../errors.ts'
import { checkContent, readContent } from '../knowledge/check.ts'
import { readingLevels } from '../knowledge/check-reading.ts'
import { readFileText } from '../knowledge/library.ts'
import { lintPhrases } from '../learning/lint.ts'
import { projectRoot } from '../root.ts'
import { checkChannels } from './check-channels.ts'
import { checkWordsInCode } from './words-in-code.ts'

/** All findings but those on phrases that are nearly alike, which take seconds more. @param today ISO day */
export function collectFindings(root: string, today: string, content = readContent(root)): Finding[] {
  return [
    ...checkContent(root, today, content),
    ...checkChannels(content.library),
    ...checkWordsInCode(projectRoot, content.library), // the code is ours, wherever the content lies
  ]
}

/** @returns 1 where there is an error; warnings are counted and fail nothing */
export async function check(_words: readonly string[], options: Readonly<Record<string, unknown>>): Promise<number> {
  const content = readContent(projectRoot)
  const { library, utterances } = content
  const lint = lintPhrases(utterances)
  const today = new Date().toISOString().slice(0, 10)
  const findings = [...collectFindings(projectRoot, today, content), ...lint.findings]
  const errors = findings.filter(({ level }) => level === 'error')
  if (options.json) process.stdout.write(`${JSON.stringify(findings)}\n`)
  else {
    for (const finding of findings) process.stderr.write(`${formatFinding(finding)}\n`)
    const levels = readingLevels(library, (path) => readFileText(projectRoot, path))
    const reading = [...levels].map(
      ([language, { meanWords, longestWords, longWords }]) =>
        `${language} ${meanWords.toFixed(1)}, ${longestWords}, ${longWords}`,
    )
    process.stdout.write(
      `phrases: ${lint.phrases}, ${lint.nearDoubles} pairs nearly alike, ${lint.sharedRuns} runs of five words in more than one\n` +
        `reading (words a sentence, longest sentence, words over 15 letters): ${reading.join('; ')}\n` +
        `content: ${errors.length} errors, ${findings.length - errors.length} warnings\n`,
    )
  }
  return errors.length > 0 ? 1 : 0
}
