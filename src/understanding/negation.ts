/**
 * Does a negation take a phrase back? "je ne suis pas réfugié", "machi refugié", "I'm not a refugee". Not for phrases
 * that are negative themselves ("sans papiers").
 */

export interface NegationWords {
  /** "pas", "not", "ماشي". */
  readonly negations: ReadonlySet<string>
  /** Words that begin another statement: "mais", "et", "je". What is denied before them is not denied behind them. */
  readonly breaks: ReadonlySet<string>
}

/** Words that may stand between a negation and the phrase: "pas encore eu ma carte de séjour". */
const reach = 3

/** @param from @param to places of the first and the last word of the phrase */
export function isNegated(
  { negations, breaks }: NegationWords,
  words: readonly string[],
  { from, to }: { readonly from: number; readonly to: number },
): boolean {
  for (let at = to; at >= Math.max(0, from - reach); at--) {
    const word = words[at] ?? ''
    if (negations.has(word)) return true
    if (breaks.has(word)) return false
  }
  return false
}
