/**
 * Ages in a message and whose they are: "j'ai 16 ans", "my son is 8", "ولدي عندو 5 سنين", "bébé de 3 mois" (0 years).
 * A number of years is an age only where a word says so; all others are left: "depuis 8 ans", "8 months pregnant",
 * "18 mois de loyer".
 */
import type { Age, Person } from '../message.ts'
import { type Cue, cueAt, type OwnerWords, ownerOf, type Told } from './age-owner.ts'
import type { Quantity } from './quantity.ts'

export interface AgeWords extends OwnerWords {
  /** Verbs behind which a number may stand without unit: "I'm 16", "tengo 16". */
  readonly bareVerbs: ReadonlySet<string>
  /** Behind a number without unit: "I am 16 and …". */
  readonly mayFollow: ReadonlySet<string>
  /** Between the word and the number: "déjà", "de", "only". */
  readonly skipped: ReadonlySet<string>
  /** Between two numbers: "de 18 à 25 ans". */
  readonly ranges: ReadonlySet<string>
  /** Before the number: it lasts or passes, "depuis", "in"; or it is a bound that says nothing, "plus de". */
  readonly notBefore: ReadonlySet<string>
  /** Behind the unit, one word or two: "ans d'expérience", "years in Morocco", "months pregnant". */
  readonly notBehind: ReadonlySet<string>
  /** Behind the unit: certainly an age, "old". */
  readonly old: ReadonlySet<string>
  /** Less than: "moins", "under"; and not yet: "pas", "not". */
  readonly below: ReadonlySet<string>
}

/** All ages in order. */
export function findAges(lists: AgeWords, told: Told, quantities: readonly Quantity[]): Age[] {
  return quantities.flatMap((quantity) => ageOf(lists, told, quantity) ?? [])
}

const oldest = 120
/** Who writes is older: "j'ai 5 ans" is a time spent somewhere, "só tenho 2" counts something else. */
const youngestWriter = { withUnit: 10, without: 8 }
/** Higher numbers of months, weeks and days are rents, contracts and deadlines. */
const mostMonths = 36
const mostDays = 60

function ageOf(lists: AgeWords, told: Told, quantity: Quantity): Age | undefined {
  const { words } = told
  const { unit, from, to } = quantity
  if (isRange(lists, words, from)) return undefined
  const { at, below } = stepBack(lists, words, from - 1)
  const cue = cueAt(lists, words, at)
  const sure = unit !== undefined && hasAt(lists.old, words, to + 1)
  const isTime = hasAt(lists.notBefore, words, at, -1) || (!cue.noun && hasAt(lists.notBehind, words, to + 1))
  if (isTime && !sure) return undefined
  if (unit === undefined && !mayStandAlone(lists, words, { cue, quantity, below })) return undefined
  if (quantity.isSingle && !cue.noun && cue.verb !== 'other') return undefined
  const owner = isAlone(words, quantity) ? {} : ownerOf(lists, told, { cue, end: to, sure })
  if (!owner) return undefined
  const years = yearsOf(quantity, { of: owner.of, sure })
  if (years === undefined || years > oldest) return undefined
  const youngest = unit ? youngestWriter.withUnit : youngestWriter.without
  if (owner.of === 'self' && !cue.noun && !sure && years < youngest) return undefined
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
  return { at, below: below || (lists.verbs.has(words[at] ?? '') && lists.below.has(words[at - 1] ?? '')) }
}

const figure = /^\d{1,2}$/

function isRange({ ranges }: AgeWords, words: readonly string[], from: number): boolean {
  return figure.test(words[from - 1] ?? '') || (ranges.has(words[from - 1] ?? '') && figure.test(words[from - 2] ?? ''))
}

/** Does an entry of one word or two stand at a place, read onwards or backwards? */
function hasAt(list: ReadonlySet<string>, words: readonly string[], at: number, step: 1 | -1 = 1): boolean {
  const word = words[at]
  if (word === undefined) return false
  return list.has(word) || list.has(step === 1 ? `${word} ${words[at + 1]}` : `${words[at - 1]} ${word}`)
}

function mayStandAlone(
  lists: AgeWords,
  words: readonly string[],
  { cue, quantity, below }: { readonly cue: Cue; readonly quantity: Quantity; readonly below: boolean },
): boolean {
  if (cue.noun) return true
  const behind = words[quantity.to + 1]
  const isNext = cue.at === quantity.from - 1 || below
  return lists.bareVerbs.has(words[cue.at] ?? '') && isNext && (behind === undefined || lists.mayFollow.has(behind))
}

/** "16 ans" and hardly more: an age, though nobody knows whose. */
function isAlone(words: readonly string[], { from, to, unit }: Quantity): boolean {
  return from === 0 && words.length - to <= 2 && unit === 'years'
}

/** Months, weeks and days are ages of small children only. */
function yearsOf(
  { amount, unit }: Quantity,
  { of, sure }: { readonly of?: Person | undefined; readonly sure: boolean },
): number | undefined {
  if (unit === undefined || unit === 'years') return amount
  const small = of === 'baby' || of === 'child' || (sure && of !== 'self')
  if (!small || unit === 'hours') return undefined
  if (unit === 'months') return amount <= mostMonths ? Math.floor(amount / 12) : undefined
  return amount <= mostDays ? 0 : undefined
}
