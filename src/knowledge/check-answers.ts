/** Texts of answers, cards and smalltalk: their lengths as they are read, and that every reference leads somewhere. */
import type { ReplyLanguage } from '../languages.ts'
import type { Text, TopicId } from '../message.ts'
import type { Answer, Part, Template } from './answer.ts'
import { type AnswerFile, listAnswerFiles, writtenAnswers } from './answer-files.ts'
import type { Add } from './check-report.ts'
import { openAnswer } from './compose.ts'
import type { Library } from './library.ts'

const longestTitle = 40
const longestDirect = 350
/** About twelve lines on a phone: a longer paragraph or list item is not read to its end. */
const longestText = 400

export function checkAnswers(library: Library, add: Add): void {
  for (const file of listAnswerFiles(library))
    for (const { language, path, answer } of writtenAnswers(file)) {
      checkLengths(library, file, language, path, answer, add)
      for (const template of templatesOf(answer))
        for (const piece of template)
          if (typeof piece === 'string') checkDigits(piece, path, add)
          else checkReference(library, file, piece, path, add)
    }
}

/** Every text of an answer, references not yet filled in. */
export function templatesOf(answer: Answer): Template[] {
  return [...answer.direct, ...[...answer.sections.values()].flat().flatMap(templatesOfPart)]
}

function templatesOfPart(part: Part): readonly Template[] {
  return part.kind === 'paragraph' ? [part.text] : part.items
}

function checkLengths(
  library: Library,
  file: AnswerFile,
  language: ReplyLanguage,
  path: string,
  answer: Answer,
  add: Add,
): void {
  if (answer.title.length > longestTitle)
    add(
      'error',
      path,
      `# ${answer.title}`,
      `the title has ${answer.title.length} characters`,
      `shorten it to ${longestTitle}`,
    )
  // Only topics have facts; elsewhere a reference is a phone, which is about as long as it is written.
  const fill = file.kind === 'topic' ? openAnswer(library, { topic: file.id as TopicId, language })?.fill : undefined // its id
  const lengthOf = (template: Template) => (fill ? lengthOfText(fill(template)) : lengthOfTemplate(template))
  const direct = answer.direct.reduce((sum, template) => sum + lengthOf(template), 0)
  if (direct > longestDirect)
    add(
      'error',
      path,
      startOf(answer.direct[0]),
      `the direct answer has ${direct} characters`,
      `shorten it to ${longestDirect}`,
    )
  for (const template of templatesOf(answer).slice(answer.direct.length)) {
    const length = lengthOf(template)
    if (length > longestText)
      add(
        'warning',
        path,
        startOf(template),
        `this text has ${length} characters, more than a phone shows at once`,
        `part it, or shorten it to ${longestText}`,
      )
  }
}

function checkDigits(text: string, path: string, add: Add): void {
  const digit = text.match(/.{0,20}[0-9٠-٩۰-۹].{0,20}/)?.[0].trim()
  if (digit)
    add(
      'error',
      path,
      digit,
      `a number stands in the text: "${digit}"`,
      'make it a fact of topic.yaml and write {{its-id}}',
    )
}

function checkReference(
  library: Library,
  { facts }: AnswerFile,
  piece: Exclude<Template[number], string>,
  path: string,
  add: Add,
): void {
  if (piece.kind === 'fact') {
    if (facts[piece.id]?.value === undefined)
      add(
        'error',
        path,
        `{{${piece.id}`,
        `{{${piece.id}}} is no fact with a value`,
        'add it to topic.yaml, or use phone:… or link:…',
      )
    return
  }
  const service = library.services.find(({ id }) => id === piece.service)
  const there = piece.kind === 'link' ? service?.url : service?.phones[piece.nth - 1]
  if (!there)
    add(
      'error',
      path,
      piece.service,
      `{{${piece.kind}:${piece.service}}} is not in the directory`,
      'use a service of content/services/ that has it',
    )
}

function startOf(template: Template | undefined): string | undefined {
  const start = template?.find((piece) => typeof piece === 'string')
  return start?.slice(0, 30)
}

/** As a channel prints it. */
function lengthOfText(text: Text): number {
  return text.reduce(
    (sum, piece) =>
      sum + (typeof piece === 'string' ? piece : piece.kind === 'phone' ? piece.display : piece.title).length,
    0,
  )
}

/** A phone is printed as `05 37 54 54 00`. */
function lengthOfTemplate(template: Template): number {
  return template.reduce((sum, piece) => sum + (typeof piece === 'string' ? piece.length : 14), 0)
}
