/**
 * Ages in a message and whose they are: "j'ai 16 ans", "my son is 8", "ولدي عندو 5 سنين", "bébé de 3 mois" (0 years).
 * A number of years is an age only where a word says so; all others are left: "depuis 8 ans", "8 months pregnant",
 * "18 mois de loyer".
 */
import type { Age, Person } from '../message.ts'
import type { Mention } from './person.ts'
import type { Quantity } from './quantity.ts'

/** Whose age a word introduces: one's own ("j'ai", "عمري"), another's ("عنده"), or that of who stands before ("is"). */
export type Owner = 'self' | 'other' | 'any'

export interface AgeWords {
  /** "have" and "am" in every form: they need a unit behind the number, but for those that stand in `bareVerbs`. */
  readonly verbs: ReadonlyMap<string, Owner>
  readonly bareVerbs: ReadonlySet<string>
  /** "âge", "عمري", "aged": the number may stand alone. */
  readonly nouns: ReadonlyMap<string, Owner>
  /** "je", "he", "هي". */
  readonly subjects: ReadonlyMap<string, 'self' | 'other'>
  /** "my" in "my age". */
  readonly mine: ReadonlySet<string>
  /** Being, not having: "je suis un garçon" speaks of oneself, "j'ai un garçon" does not. */
  readonly being: ReadonlySet<string>
  /** Between the word and the number: "déjà", "de", "only". */
  readonly skipped: ReadonlySet<string>
  /** Between two numbers: "de 18 à 25 ans". */
  readonly ranges: ReadonlySet<string>
  /** Before the number: it lasts or passes, "depuis", "ago"; or it is a bound that says nothing, "plus de". */
  readonly notBefore: ReadonlySet<string>
  /** Behind the unit, one word or two: "expérience", "au maroc", "pregnant". */
  readonly notBehind: ReadonlySet<string>
  /** Behind the unit: certainly an age, "old". */
  readonly old: ReadonlySet<string>
  readonly below: ReadonlySet<string>
  /** Behind a number without unit: "I am 16 and …". */
  readonly mayFollow: ReadonlySet<string>
}

export interface AgeContext {
  readonly words: readonly string[]
  readonly quantities: readonly Quantity[]
  readonly mentions: readonly Mention[]
}

/** All ages in order. */
export function findAges(lists: AgeWords, context: AgeContext): Age[] {
  return context.quantities.flatMap((quantity) => ageOf(lists, context, quantity) ?? [])
}

/** Words looked at for who is spoken of. */
const subjectReach = 6
/** Words looked at between "has" and its subject. */
const verbReach = 3
/** A mention at most so many words before its number: "mon fils malade, 8 ans". */
const mentionReach = 2
/** Higher numbers of months are rents and contracts. */
const mostMonths = 36
/** Who writes is older; "j'ai 3 ans" without more is a time. */
const youngestWriter = 8
const oldest = 120

function ageOf(lists: AgeWords, context: AgeContext, quantity: Quantity): Age | undefined {
  const { words } = context
  const { amount, unit } = quantity
  if (isRange(lists, words, quantity.from)) return undefined
  const sure = unit !== undefined && isSaidOld(lists, words, quantity.to)
  const { at, below } = stepBack(lists, words, quantity.from - 1)
  if (!sure && (isBarred(lists, words, at) || isTakenBack(lists, words, quantity.to))) return undefined
  if (unit === undefined && !mayStandAlone(lists, words, { quantity, at, below })) return undefined
  const owner = ownerOf(lists, context, { quantity, at, sure })
  if (!owner) return undefined
  const years = yearsOf(amount, unit, { of: owner.of, sure })
  if (years === undefined || years > oldest || (owner.of === 'self' && years < youngestWriter)) return undefined
  return { ...(below ? { below: years } : { years }), ...(owner.of && { of: owner.of }) }
}

/** From the number back to the word that introduces it: over "déjà", "de", and over other numbers of a list. */
function stepBack(lists: AgeWords, words: readonly string[], from: number): { at: number; below: boolean } {
  let at = from
  let below = false
  for (; at >= 0; at--) {
    const word = words[at] ?? ''
    if (lists.below.has(word)) {
      below = true
      if (lists.verbs.has(word)) break // "ماعنديش": not and have in one word
    } else if (!lists.skipped.has(word) && !figure.test(word)) break
  }
  // "no tengo 18 años": the denial stands before the verb.
  return { at, below: below || lists.below.has(words[at - 1] ?? '') }
}

const figure = /^\d{1,2}$/

function isRange({ ranges }: AgeWords, words: readonly string[], from: number): boolean {
  return figure.test(words[from - 1] ?? '') || (ranges.has(words[from - 1] ?? '') && figure.test(words[from - 2] ?? ''))
}

function isBarred(lists: AgeWords, words: readonly string[], at: number): boolean {
  return lists.notBefore.has(words[at] ?? '') || lists.notBefore.has(`${words[at - 1]} ${words[at]}`)
}

/** "ans d'âge" is none of those that begin with "d": what says the age comes first. */
function isTakenBack({ notBehind }: AgeWords, words: readonly string[], to: number): boolean {
  return notBehind.has(words[to + 1] ?? '') || notBehind.has(`${words[to + 1]} ${words[to + 2]}`)
}

function isSaidOld({ old }: AgeWords, words: readonly string[], to: number): boolean {
  return old.has(words[to + 1] ?? '') || old.has(`${words[to + 1]} ${words[to + 2]}`)
}

function mayStandAlone(
  lists: AgeWords,
  words: readonly string[],
  { quantity, at, below }: { readonly quantity: Quantity; readonly at: number; readonly below: boolean },
): boolean {
  const word = words[at] ?? ''
  if (lists.nouns.has(word)) return true
  const behind = words[quantity.to + 1]
  const isNext = at === quantity.from - 1 || below
  return lists.bareVerbs.has(word) && isNext && (behind === undefined || lists.mayFollow.has(behind))
}

/** @returns undefined where nothing says that it is an age; an empty object where nothing says whose */
function ownerOf(
  lists: AgeWords,
  context: AgeContext,
  { quantity, at, sure }: { readonly quantity: Quantity; readonly at: number; readonly sure: boolean },
): { readonly of?: Person } | undefined {
  const { words } = context
  const word = words[at] ?? ''
  const verb = lists.verbs.get(word)
  // "my age is 17": the noun before the verb.
  const place = verb === 'any' && lists.nouns.has(words[at - 1] ?? '') ? at - 1 : at
  const noun = lists.nouns.get(words[place] ?? '')
  if (noun) {
    if (noun === 'self' || lists.mine.has(words[place - 1] ?? '')) return { of: 'self' }
    const subject = subjectBefore(lists, context, place - 1, subjectReach)
    return noun === 'other' ? { of: otherThan(subject) } : subject ? { of: subject } : {}
  }
  const behind = sure ? mentionBehind(lists, context, quantity.to) : undefined
  if (behind) return { of: behind }
  if (verb === 'self') return { of: 'self' }
  if (verb === 'other') return { of: otherThan(subjectBefore(lists, context, at - 1, subjectReach)) }
  if (verb === 'any') {
    const subject = subjectBefore(lists, context, at - 1, verbReach)
    if (subject) return { of: subject }
  }
  const near = subjectBefore(lists, context, at, sure ? subjectReach : mentionReach - 1)
  if (near) return { of: near }
  const alone = quantity.from === 0 && words.length - quantity.to <= 2 && quantity.unit === 'years'
  return sure || alone ? {} : undefined
}

function otherThan(subject: Person | undefined): Person {
  return subject && subject !== 'self' ? subject : 'other'
}

/** The nearest person or pronoun at or before a place. */
function subjectBefore(
  lists: AgeWords,
  { words, mentions }: AgeContext,
  at: number,
  reach: number,
): Person | undefined {
  for (let place = at; place >= Math.max(0, at - reach); place--) {
    const mention = mentions.find(({ to }) => to === place)
    if (mention) return isOneself(lists, words, mention) ? 'self' : mention.person
    const subject = lists.subjects.get(words[place] ?? '')
    if (subject === 'self') return 'self'
    if (subject) return mentions.findLast(({ to }) => to < place)?.person ?? 'other'
  }
  return undefined
}

/** "an 8 year old daughter", and "I am a 16 year old boy" of oneself. */
function mentionBehind(lists: AgeWords, { words, mentions }: AgeContext, to: number): Person | undefined {
  const mention = mentions.find(({ from }) => from > to && from - to <= 3)
  if (!mention) return undefined
  const before = words.slice(Math.max(0, to - 4), to)
  return !mention.named && before.some((word) => lists.being.has(word)) ? 'self' : mention.person
}

/** "je suis un garçon de 16 ans". */
function isOneself({ being }: AgeWords, words: readonly string[], { named, from }: Mention): boolean {
  return !named && (being.has(words[from - 1] ?? '') || being.has(words[from - 2] ?? ''))
}

/** Months, weeks and days are ages of small children only. */
function yearsOf(
  amount: number,
  unit: Quantity['unit'],
  { of, sure }: { readonly of?: Person | undefined; readonly sure: boolean },
): number | undefined {
  if (unit === undefined || unit === 'years') return amount
  const small = of === 'baby' || of === 'child' || (sure && of !== 'self')
  if (!small || unit === 'hours') return undefined
  if (unit === 'months') return amount <= mostMonths ? Math.floor(amount / 12) : undefined
  return amount <= 60 ? 0 : undefined
}
