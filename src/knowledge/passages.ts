/** Library → short passages of its answers, each with its topic: what a question is compared with when no topic is sure. */
import { type ReplyLanguage, replyLanguages } from '../languages.ts'
import type { TopicId } from '../message.ts'
import type { Part, Template } from './answer.ts'
import type { Library } from './library.ts'

export interface Passage {
  readonly topic: TopicId
  readonly text: string
}

/** The encoder reads no more of a text. */
const mostLetters = 400

/**
 * Title and direct answer in every language; of the language that every topic has, each section too. Five languages of
 * sections would say the same to an encoder that knows them all.
 */
export function passagesOf(library: Library, whole: ReplyLanguage = 'fr'): Passage[] {
  const passages: Passage[] = []
  for (const [topic, { answers }] of library.topics)
    for (const language of replyLanguages) {
      const answer = answers.get(language)
      if (!answer) continue
      const add = (text: string) => passages.push({ topic, text: text.slice(0, mostLetters) })
      add(`${answer.title}. ${answer.direct.map(plainText).join(' ')}`)
      if (language !== whole) continue
      for (const parts of answer.sections.values()) add(`${answer.title}. ${parts.flatMap(linesOf).join(' ')}`)
    }
  return passages
}

function linesOf(part: Part): string[] {
  return part.kind === 'paragraph' ? [plainText(part.text)] : part.items.map(plainText)
}

/** Numbers, dates and phones left out: they say nothing of the subject. */
function plainText(template: Template): string {
  return template
    .filter((piece) => typeof piece === 'string')
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim()
}
