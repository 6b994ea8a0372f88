/**
 * The shape of `content/glossary.yaml`: official words that people meet on forms, each explained in every language.
 * How a word is shown is in `compose-term.ts`, how a message asks for one in `conversation/words-asked.ts`.
 */
import * as z from 'zod'
import { replyLanguages, writtenLanguages } from '../languages.ts'
import { day, topicId } from './schema.ts'

const phrases = z.partialRecord(z.enum(writtenLanguages), z.array(z.string().min(1)))

const term = z.strictObject({
  id: z.string().regex(/^[a-z-]+$/, 'is not an id such as "residence-card"'),
  /** Where the talk goes on. */
  topic: topicId,
  sources: z.array(z.string()).min(1),
  /** As people write it; the first of a language is shown. */
  names: phrases.refine(({ fr }) => fr !== undefined && fr.length > 0, 'needs a name in French'),
  text: z.record(z.enum(replyLanguages), z.string().min(1)),
})
export type Term = z.infer<typeof term>

export const glossaryFile = z.strictObject({
  reviewed: day,
  reviewBy: day,
  /** "what is", before the word or behind it. */
  asks: phrases,
  /** Articles and the like that may stand between the two. */
  between: phrases,
  terms: z.array(term),
})
export type Glossary = z.infer<typeof glossaryFile>
