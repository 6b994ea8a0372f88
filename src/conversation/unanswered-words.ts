/**
 * A question that got no answer → its words and word pairs, for counting what is asked for and missing. What could tell
 * who somebody is falls out here: addresses of mail and web, numbers, names, places. What is left is written down only
 * once ten conversations used it (`signals/terms.ts`).
 *
 * Names are found by lists and by what stands before them, not by capitals, which people who write in chats leave out.
 * A rare name that no list has passes here; that is why the threshold is the real guard.
 */
import type { Library } from '../knowledge/library.ts'
import { normalise, visibleText } from '../understanding/normalise.ts'
import { allOf, normalised, wordsOf } from './word-lists.ts'

/** @returns each once, `permis` and `permis conduire`: pairs reach over words that say nothing, never over what fell out */
export function findUnansweredTerms(library: Library, text: string): readonly string[] {
  const lists = listsOf(library)
  const terms = new Set<string>()
  for (const clause of visibleText(text).replace(addressesOfMachines, ' . ').split(clauseEnds)) {
    let before: string | undefined
    for (const word of withoutPeople(normalise(clause).split(' '), lists)) {
      if (word === fallen) before = undefined
      if (word === fallen || lists.stopWords.has(word) || !isWord(word)) continue
      terms.add(word)
      if (before !== undefined && before !== word) terms.add(`${before} ${word}`)
      before = word
    }
  }
  return [...terms].slice(0, mostTerms)
}

/** A message of more words than this says nothing short. */
const mostTerms = 40
/** How much of a name or an address is left out behind what announces it. */
const wordsBehind = 3
/** Stands where something was left out, so that no pair is built over it. */
const fallen = ''

/** Mail, web, user names and marks of them: everything around an @, a scheme, a slash, a dot between letters. */
const addressesOfMachines = /\S*[@#\\/_]\S*|\S+\.\p{L}{2,}\S*/gu
const clauseEnds = /[.,;:!?…()[\]«»"“”\n،؛؟*]+/u

/** A word of letters. Single digits between letters are letters of Darija ("ta2min"); any other digit is a number. */
function isWord(word: string): boolean {
  const letters = word.replace(/[235789]/g, '')
  return !/\d/.test(letters) && !/\d\d/.test(word) && letters.length >= 3 && word.length <= 20
}

function withoutPeople(words: readonly string[], lists: Lists): string[] {
  const left = [...words]
  for (let at = 0; at < words.length; at++) {
    const named = lengthAt(lists.namesAndPlaces, words, at)
    left.fill(fallen, at, at + named)
    const announced = lengthAt(lists.announcements, words, at)
    if (announced > 0) left.fill(fallen, at, at + announced + wordsBehind)
  }
  return left
}

/** First word → whole phrases that begin with it. */
type Phrases = ReadonlyMap<string, readonly (readonly string[])[]>

interface Lists {
  readonly namesAndPlaces: Phrases
  readonly announcements: Phrases
  readonly stopWords: ReadonlySet<string>
}

/** Words of the longest phrase that begins here; 0 for none. */
function lengthAt(phrases: Phrases, words: readonly string[], at: number): number {
  let longest = 0
  for (const phrase of phrases.get(words[at] ?? '') ?? [])
    if (phrase.length > longest && phrase.every((word, offset) => word === words[at + offset])) longest = phrase.length
  return longest
}

/** Built once for each library that is loaded. */
const built = new WeakMap<Library, Lists>()

function listsOf(library: Library): Lists {
  const known = built.get(library)
  if (known) return known
  const { unanswered, cities } = library
  const lists: Lists = {
    namesAndPlaces: phrasesOf([
      ...allOf(unanswered.names),
      ...cities.flatMap(({ names, aliases, neighbourhoods }) => [
        ...Object.values(names),
        ...aliases,
        ...neighbourhoods,
      ]),
    ]),
    announcements: phrasesOf([...allOf(unanswered.introductions), ...allOf(unanswered.addresses)]),
    stopWords: wordsOf(unanswered.stopWords),
  }
  built.set(library, lists)
  return lists
}

function phrasesOf(written: readonly string[]): Phrases {
  const phrases = new Map<string, string[][]>()
  for (const phrase of normalised(written)) {
    const words = phrase.split(' ')
    const [first = ''] = words
    phrases.set(first, [...(phrases.get(first) ?? []), words])
  }
  return phrases
}
