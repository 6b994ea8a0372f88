/**
 * People a message speaks of, and whom it concerns: "ma femme", "my son", "ولدي". Nobody is named here: a mention is a
 * kinship and a place in the message.
 */
import { type OtherPerson, otherPersons } from '../message.ts'
import { findPhrases, type PhraseIndex } from './phrase.ts'

export interface PersonWords {
  /** "my son" is `named`; "a child" only says whose an age is. */
  readonly mentions: PhraseIndex<{ readonly person: OtherPerson; readonly named: boolean }>
  /** "Salam khoya", "mon frère, comment …": words before and behind somebody who is spoken to. */
  readonly greetings: ReadonlySet<string>
  readonly questions: ReadonlySet<string>
  /** What another does to the person who writes: "… me frappe", "… told me". */
  readonly actsOnMe: PhraseIndex<true>
}

export interface Mention {
  readonly person: OtherPerson
  readonly named: boolean
  /** Places of the first and the last word. */
  readonly from: number
  readonly to: number
}

/** All mentions in order. */
export function findMentions(lists: PersonWords, words: readonly string[]): Mention[] {
  return findPhrases(lists.mentions, words).map(({ value, from, to }) => ({ ...value, from, to }))
}

const adults = new Set<OtherPerson>(otherPersons.filter((person) => person !== 'baby' && person !== 'child'))

/** These are also said to whoever reads: "my friend, where …". */
const addressed = new Set<OtherPerson>(['sibling', 'friend'])

/** Words that may stand between the other and what is done: "mon mari encore me frappe". */
const reach = 2

/** @returns undefined where the message is about the person who writes: "my husband beats me" too */
export function personConcerned(
  lists: PersonWords,
  words: readonly string[],
  mentions: readonly Mention[],
): OtherPerson | undefined {
  if (mentions.length === 0) return undefined
  const acts = findPhrases(lists.actsOnMe, words)
  const concerned = mentions.filter(
    (mention) =>
      mention.named &&
      !isAddressed(lists, words, mention) &&
      !(adults.has(mention.person) && acts.some(({ from }) => from > mention.to && from - mention.to - 1 <= reach)),
  )
  return otherPersons.find((person) => concerned.some((mention) => mention.person === person))
}

function isAddressed(
  { greetings, questions }: PersonWords,
  words: readonly string[],
  { person, from, to }: Mention,
): boolean {
  if (!addressed.has(person)) return false
  const behind = words[to + 1]
  return greetings.has(words[from - 1] ?? '') || (from === 0 && (behind === undefined || questions.has(behind)))
}
