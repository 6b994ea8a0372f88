/**
 * Does a negation take a phrase back? "je ne suis pas réfugié", "machi refugié", "I'm not a refugee". Not for phrases
 * that are negative themselves ("sans papiers").
 */
import { findPhrases, type PhraseIndex } from './phrase.ts'

export interface NegationWords {
  /** "pas", "not", "ماشي". */
  readonly negations: ReadonlySet<string>
  /** Hold such a word and deny nothing: "no cartão". */
  readonly notNegations: PhraseIndex<true>
  /** Words that begin another statement: "mais", "et", "je". What is denied before them is not denied behind them. */
  readonly breaks: ReadonlySet<string>
}

/** Words that may stand between a negation and the phrase: "pas encore eu ma carte de séjour". */
const reach = 3

/** @param from @param to places of the first and the last word of the phrase */
export function isNegated(
  { negations, notNegations, breaks }: NegationWords,
  words: readonly string[],
  { from, to }: { readonly from: number; readonly to: number },
): boolean {
  for (let at = to; at >= Math.max(0, from - reach); at--) {
    const word = words[at] ?? ''
    if (negations.has(word))
      return !findPhrases(notNegations, words).some((other) => other.from <= at && at <= other.to)
    if (breaks.has(word)) return false
  }
  return false
}
