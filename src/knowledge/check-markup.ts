/**
 * Signs that some channel would show as they are typed, or as disorder: marks of Markdown that were not closed, tables,
 * tags, addresses, brackets without their other half, marks of writing direction typed by hand. What is whole Markdown
 * but no plain text (bold, links) is found where the file is read, in `answer.ts`.
 */
import type { Template } from './answer.ts'
import { listAnswerFiles, writtenAnswers } from './answer-files.ts'
import { templatesOf } from './check-answers.ts'
import type { Add } from './check-report.ts'
import type { Library } from './library.ts'

const signs: readonly (readonly [RegExp, string, string])[] = [
  [/[*_`~]/, 'a mark of Markdown that is not closed', 'write plain text, without * _ ` or ~'],
  [/\|/, 'a stroke of a table', 'write a list: tables are not shown by every channel'],
  [/<\/?[a-z!]/i, 'an HTML tag', 'write plain text'],
  [/\]\(|https?:|www\.|\b[a-z0-9-]+\.(ma|org|com|fr)\b/i, 'an address', 'write {{link:id-of-a-service}}'],
  [/^#|\s#+\s/, 'a # that is no heading', 'put headings on a line of their own, with ## and a space'],
]

/** Opening sign → closing sign. Quotes that are the same on both sides are counted. */
const pairs: readonly (readonly [string, string])[] = [
  ['(', ')'],
  ['[', ']'],
  ['{{', '}}'],
  ['«', '»'],
  ['“', '”'],
]

/**
 * Marks of direction, and marks of no width: channels put those that are needed (`telegram/render.ts`, `dir` on pages),
 * and one that is typed by hand turns a phone number around. As a class of escapes, because they cannot be seen.
 */
const unseen = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/

export function checkMarkup(library: Library, add: Add): void {
  for (const file of listAnswerFiles(library))
    for (const { path, answer } of writtenAnswers(file))
      for (const template of [[answer.title], ...templatesOf(answer)]) checkTemplate(template, path, add)
}

/** @param files path and text of everything that people read */
export function checkUnseenMarks(files: Iterable<readonly [path: string, text: string]>, add: Add): void {
  for (const [path, text] of files)
    for (const [at, line] of text.split('\n').entries()) {
      const mark = line.match(unseen)?.[0]
      if (mark)
        add(
          'error',
          path,
          at + 1,
          `a mark that cannot be seen (U+${mark.codePointAt(0)?.toString(16).padStart(4, '0').toUpperCase()})`,
          'delete it: type the words around it anew; channels put the marks that are needed',
        )
    }
}

function checkTemplate(template: Template, path: string, add: Add): void {
  const strings = template.filter((piece) => typeof piece === 'string')
  for (const text of strings)
    for (const [sign, problem, remedy] of signs) {
      const found = text.match(sign)
      if (found) add('error', path, around(text, found.index ?? 0), `${problem}: "${found[0]}"`, remedy)
    }
  const whole = strings.join(' ')
  const start = strings.find((text) => text.trim() !== '')?.slice(0, 30)
  for (const [open, close] of pairs)
    if (!isBalanced(whole, open, close))
      add('error', path, start, `${open} and ${close} do not stand in pairs`, 'add or delete the missing half')
  if (whole.split('"').length % 2 === 0) add('error', path, start, 'a quote " is not closed', 'add or delete one')
}

function isBalanced(text: string, open: string, close: string): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    if (text.startsWith(open, at)) depth++
    if (text.startsWith(close, at)) depth--
    if (depth < 0) return false
  }
  return depth === 0
}

function around(text: string, at: number): string {
  return text.slice(Math.max(0, at - 10), at + 10)
}
