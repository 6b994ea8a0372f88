/**
 * A few lines that the person can show or send to an organisation. They hold what was chosen with buttons and nothing
 * that was said in a text: who shows the note knows what is in it. Made on the spot, kept nowhere, sent by nobody.
 */
import { cityName, titleOf } from '../knowledge/compose.ts'
import { findHelpers } from '../knowledge/helpers.ts'
import type { Library } from '../knowledge/library.ts'
import { directionOf, languages, type ReplyLanguage, replyLanguages } from '../languages.ts'
import type { Block } from '../message.ts'
import type { Talk } from './state.ts'

/** The note for the organisation, and what it means where the person reads another language; empty: nothing is chosen. */
export function composeNote(library: Library, talk: Talk, language: ReplyLanguage): Block[] {
  if (talk.chosen.length === 0) return []
  const working = workingLanguage(library, talk, language)
  const say = (key: string) => library.say(language, key)
  const meaning: Block[] =
    working === language
      ? []
      : [
          { kind: 'paragraph', text: [say('note.meaning')] },
          { kind: 'items', items: noteLines(library, talk, language).map((line) => [line]) },
        ]
  const lines = noteLines(library, talk, working).map((line) => [inDirectionOf(working, language, line)])
  return [{ kind: 'paragraph', text: [say('note.about')] }, { kind: 'items', items: lines }, ...meaning]
}

/** Of the organisation that helps first, the person's own where it is spoken there; French where nothing is known. */
function workingLanguage(library: Library, talk: Talk, language: ReplyLanguage): ReplyLanguage {
  const [first] = findHelpers(library, { ...talk, limit: 1 })
  const spoken = replyLanguages.filter((code) => first?.languages.includes(code))
  if (spoken.includes(language)) return language
  return replyLanguages.find((code) => code === first?.languages[0]) ?? 'fr'
}

function noteLines(library: Library, talk: Talk, language: ReplyLanguage): string[] {
  const say = (key: string, values?: Readonly<Record<string, string>>) => library.say(language, `note.${key}`, values)
  const { topic, city, situation, language: read, chosen } = talk
  const has = (field: Talk['chosen'][number]) => chosen.includes(field)
  return [
    say('hello'),
    ...(topic && has('topic') ? [say('topic', { topic: titleOf(library, topic, language) })] : []),
    ...(city && has('city') ? [say('city', { city: cityName(library, city, language) })] : []),
    ...(situation && has('situation')
      ? [say('situation', { situation: library.say(language, `situation.${situation}`) })]
      : []),
    ...(read && has('language') ? [say('language', { language: languages[read].name })] : []),
    say('made'),
  ]
}

/** Marks of UAX #9 keep a French line in an Arabic reply, with its stops, in its own order. */
function inDirectionOf(of: ReplyLanguage, within: ReplyLanguage, line: string): string {
  if (directionOf(of) === directionOf(within)) return line
  return `${directionOf(of) === 'rtl' ? '\u2067' : '\u2066'}${line}\u2069`
}
