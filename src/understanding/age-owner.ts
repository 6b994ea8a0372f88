/** Whose an age is: the word before the number says it ("j'ai", "عنده"), or who stands before or behind. */
import type { Person } from '../message.ts'
import type { Mention } from './person.ts'

/**
 * Whose age a word introduces: one's own ("j'ai", "عمري"), another's ("عنده"), that of another who is named before
 * ("is"), or of whoever is named before ("have").
 */
export const owners = ['self', 'other', 'named', 'either'] as const
export type Owner = (typeof owners)[number]

export interface OwnerWords {
  /** "have" and "am" in every form. */
  readonly verbs: ReadonlyMap<string, Owner>
  /** "âge", "عمري", "aged". */
  readonly nouns: ReadonlyMap<string, Owner>
  /** "je", "he", "هي". */
  readonly subjects: ReadonlyMap<string, 'self' | 'other'>
  /** "my" in "my age". */
  readonly mine: ReadonlySet<string>
  /** Being, not having: "je suis un garçon" speaks of oneself, "j'ai un garçon" does not. */
  readonly being: ReadonlySet<string>
}

/** The word that introduces a number, and where it stands. */
export interface Cue {
  readonly at: number
  readonly noun?: Owner
  readonly verb?: Owner
}

export interface Told {
  readonly words: readonly string[]
  readonly mentions: readonly Mention[]
}

/** Words looked at for who is spoken of. */
const subjectReach = 6
/** Without "old", who it is stands one word before at most: "ma fille aînée a 12 ans", "mon fils timide, 8 ans". */
const closeReach = 1
/** Letters of a word that may stand between a pronoun and "has": "elle n'a que 11 ans". */
const smallWord = 2
/** Words looked at behind "8 years old" for who it is. */
const behindReach = 3

export function cueAt({ verbs, nouns }: OwnerWords, words: readonly string[], at: number): Cue {
  const verb = verbs.get(words[at] ?? '')
  const noun = nouns.get(words[at] ?? '')
  if (noun) return { at, noun }
  // "my age is 17": the noun before the verb.
  const before = verb && nouns.get(words[at - 1] ?? '')
  if (before) return { at: at - 1, noun: before }
  return verb ? { at, verb } : { at }
}

/**
 * @param end place of the last word of number and unit
 * @param sure "years old" follows, so it is an age whoever it is of
 * @returns undefined where nothing says that it is an age; an empty object where nothing says whose
 */
export function ownerOf(
  lists: OwnerWords,
  told: Told,
  { cue, end, sure }: { readonly cue: Cue; readonly end: number; readonly sure: boolean },
): { readonly of?: Person } | undefined {
  const { at, noun, verb } = cue
  if (noun) {
    if (noun === 'self' || lists.mine.has(told.words[at - 1] ?? '')) return { of: 'self' }
    const subject = subjectBefore(lists, told, { at: at - 1, reach: subjectReach, others: noun === 'other' })
    return subject ? { of: subject } : noun === 'other' ? { of: 'other' } : {}
  }
  const behind = sure ? mentionBehind(lists, told, end) : undefined
  if (behind) return { of: behind }
  if (verb === 'self') return { of: 'self' }
  if (verb === 'other')
    return { of: subjectBefore(lists, told, { at: at - 1, reach: subjectReach, others: true }) ?? 'other' }
  const subject = sure
    ? subjectBefore(lists, told, { at, reach: subjectReach })
    : subjectBefore(lists, told, { at: verb ? at - 1 : at, reach: closeReach, others: verb === 'named', close: true })
  if (subject) return { of: subject }
  return sure ? {} : undefined
}

/**
 * The nearest person or pronoun at or before a place.
 * @param others pass over oneself: "la petite avec moi a huit ans"
 * @param close a pronoun counts only right before, or it may belong to another verb
 */
function subjectBefore(
  lists: OwnerWords,
  { words, mentions }: Told,
  {
    at,
    reach,
    others = false,
    close = false,
  }: { readonly at: number; readonly reach: number; readonly others?: boolean; readonly close?: boolean },
): Person | undefined {
  for (let place = at; place >= Math.max(0, at - reach); place--) {
    const mention = mentions.find(({ to }) => to === place)
    const far = close && place < at && (words[at] ?? '').length > smallWord
    const subject = mention || far ? undefined : lists.subjects.get(words[place] ?? '')
    const isSelf = mention ? isOneself(lists, words, mention) : subject === 'self'
    if (isSelf && !others) return 'self'
    if (mention && !isSelf) return mention.person
    if (subject === 'other') return mentions.findLast(({ to }) => to < place)?.person ?? 'other'
  }
  return undefined
}

/** "an 8 year old daughter", and "I am a 16 year old boy" of oneself. */
function mentionBehind({ being }: OwnerWords, { words, mentions }: Told, end: number): Person | undefined {
  const mention = mentions.find(({ from }) => from > end && from - end <= behindReach)
  if (!mention) return undefined
  const before = words.slice(Math.max(0, end - 4), end)
  return !mention.named && before.some((word) => being.has(word)) ? 'self' : mention.person
}

/** "je suis un garçon de 16 ans". */
function isOneself({ being }: OwnerWords, words: readonly string[], { named, from }: Mention): boolean {
  return !named && (being.has(words[from - 1] ?? '') || being.has(words[from - 2] ?? ''))
}
