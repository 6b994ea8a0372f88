/**
 * Of which country a person says to be: "je suis sénégalaise", "I come from Algeria", "أنا من سوريا". Only countries for
 * whose nationals an answer differs stand in the lists. Not for countries that are only named: "aller en Espagne".
 */
import { isNegated, type NegationWords } from './negation.ts'
import { type Found, findPhrases, type PhraseIndex } from './phrase.ts'

export interface NationalityWords {
  /** "sénégalais": one of its people. */
  readonly people: PhraseIndex<string>
  /** "français": one of its people or the language, so it counts only behind `being`. */
  readonly speakers: PhraseIndex<string>
  /** "Sénégal": counts behind `origins` only. */
  readonly countries: PhraseIndex<string>
  /** "je viens", "originaire", "citizen". */
  readonly origins: PhraseIndex<true>
  /** "suis", "nationalité", "passport". */
  readonly being: ReadonlySet<string>
  /** What may be of a country without its people: "frontière algérienne", "Syrian border". */
  readonly things: ReadonlySet<string>
}

/** Words that may stand between "viens" and the country: "de la". */
const originReach = 2

/** The first country in the message. */
export function findNationality(
  lists: NationalityWords,
  words: readonly string[],
  negation: NegationWords,
): string | undefined {
  const stands = (found: Found<unknown>) => !isNegated(negation, words, found)
  const isThing = ({ from, to }: Found<unknown>) =>
    lists.things.has(words[from - 1] ?? '') || lists.things.has(words[to + 1] ?? '')
  const people = findPhrases(lists.people, words).filter((found) => !isThing(found))
  const speakers = findPhrases(lists.speakers, words).filter(
    (found) => lists.being.has(words[found.from - 1] ?? '') && !isThing(found),
  )
  const countries = findPhrases(lists.countries, words)
  const origins = countries.length > 0 ? findPhrases(lists.origins, words) : []
  const named = countries.filter(({ from }) => origins.some(({ to }) => from > to && from - to - 1 <= originReach))
  return [...people, ...speakers, ...named].filter(stands).sort((a, b) => a.from - b.from)[0]?.value
}
