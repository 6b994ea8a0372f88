/**
 * Names that may hold a typing error, long ones two, found for every message and every run of its words. Not for meaning: a word
 * that sounds like a name is a name only where the caller's other clues agree.
 */

export interface NearNames<Value> {
  /** @param word normalised; one or more words */
  find(word: string): Value | undefined
}

export interface NearNamesOptions {
  /** Also names of four and five letters, where only a slip that keeps the sound is forgiven. */
  readonly short?: boolean
}

/** Shorter names are too near to everyday words for any slip: "Tanger" and "danger", "مراكش" and "مراكز" (centres). */
const longEnough = 6
const shortest = 4
/** From here on two slips are forgiven: "cazablanka", "khouribka" written by ear. */
const veryLong = 8

/**
 * A name has the first letter and about the length of the word, so a few names are compared with it, letter by letter:
 * fuse.js 7.5.0 looked at all of them, and took four fifths of the time in which entities are found.
 *
 * @param entries normalised names with what they stand for; built once, `find` then runs for every message
 */
export function indexNames<Value>(
  entries: readonly { readonly name: string; readonly value: Value }[],
  { short = false }: NearNamesOptions = {},
): NearNames<Value> {
  const byShape = new Map<number, { name: string; value: Value }[]>()
  for (const entry of entries) {
    if (lettersOf(entry.name) < (short ? shortest : longEnough)) continue
    for (const more of isVeryLong(entry.name) ? [-2, -1, 0, 1, 2] : [-1, 0, 1]) {
      const shape = shapeOf(entry.name, more)
      byShape.set(shape, [...(byShape.get(shape) ?? []), entry])
    }
  }
  return {
    find(word) {
      const near = byShape.get(shapeOf(word, 0))?.find(({ name }) => isNear(name, word))
      return near?.value
    },
  }
}

/** Sound of the first letter and length as one number: no string is made for it. */
function shapeOf(name: string, more: number): number {
  const first = name[0] ?? ''
  return (soundOf.get(first) ?? first).charCodeAt(0) * 256 + name.length + more
}

/** One slip; in a long name two, where each is one of the ear or of two fingers: "bonjour" is not "Boujdour". */
function isNear(name: string, word: string): boolean {
  return hasOneSlip(name, word) || (isVeryLong(name) && soundsLike(name, word, { ofName: 0, ofWord: 0, slips: 2 }))
}

/** Is one letter changed, added, left out, or swapped with the next? In a short name the sound must stay. */
function hasOneSlip(name: string, word: string): boolean {
  const same = lengthOfStart(name, word)
  if (same === name.length && same === word.length) return true
  const rest = name.slice(same)
  const written = word.slice(same)
  const added = rest === written.slice(1)
  const swapped = rest.slice(2) === written.slice(2) && rest[0] === written[1] && rest[1] === written[0]
  const changed = rest.slice(1) === written.slice(1)
  // Two Arabic letters swapped often make another word: "الرباط" and "الرابط" (the link).
  if (swapped && (lettersOf(name) >= longEnough || isLatin(name))) return true
  if (lettersOf(name) < longEnough)
    return (added && isDoubled(word, same)) || (changed && isAlike(rest[0] ?? '', written[0] ?? ''))
  return added || changed || rest.slice(1) === written
}

function isVeryLong(name: string): boolean {
  return isLatin(name) && lettersOf(name) >= veryLong
}

interface Places {
  readonly ofName: number
  readonly ofWord: number
  /** That are still forgiven. */
  readonly slips: number
}

/** From both places on: a letter doubled or not, a vowel more, less or another, a letter that sounds alike, two swapped. */
function soundsLike(name: string, word: string, { ofName, ofWord, slips }: Places): boolean {
  const letter = name[ofName]
  const written = word[ofWord]
  if (letter === undefined && written === undefined) return true
  const goOn = (inName: number, inWord: number, lost = 1) =>
    slips >= lost && soundsLike(name, word, { ofName: ofName + inName, ofWord: ofWord + inWord, slips: slips - lost })
  if (letter === written) return goOn(1, 1, 0)
  if (letter === undefined || written === undefined) return false // a shorter word is another one: "Mohammed"
  if (isAlike(letter, written) || (vowel.test(letter) && vowel.test(written))) if (goOn(1, 1)) return true
  if (vowel.test(written) || written === word[ofWord - 1]) if (goOn(0, 1)) return true
  if (vowel.test(letter) || letter === name[ofName - 1]) if (goOn(1, 0)) return true
  return letter === word[ofWord + 1] && written === name[ofName + 1] && goOn(2, 2)
}

const vowel = /[aeiouy]/

function lengthOfStart(name: string, word: string): number {
  let same = 0
  while (same < name.length && same < word.length && name[same] === word[same]) same++
  return same
}

/** The Arabic article tells no name from another: "الرباط" is as short as "رباط". */
function lettersOf(name: string): number {
  return name.startsWith('ال') ? name.length - 2 : name.length
}

function isDoubled(word: string, at: number): boolean {
  return word[at] === word[at - 1]
}

function isLatin(name: string): boolean {
  return name.charCodeAt(0) < 0x250
}

/** Letters that people exchange by ear: most are those that Arabic speakers of a region no longer tell apart. */
const soundAlike: readonly string[] = ['تطث', 'دضظذ', 'سصث', 'قكغج', 'اهي', 'زذظ', 'iey', 'ou', 'ckq', 'sz', 'gj']
/** Letters that differ in their dots only. */
const lookAlike: readonly string[] = ['سش', 'طظ', 'عغ', 'رز', 'صض']
const soundOf = new Map(
  soundAlike.toReversed().flatMap((group) => [...group].map((letter) => [letter, group] as const)),
)

function isAlike(letter: string, other: string): boolean {
  if (letter === '' || other === '') return false
  return [...soundAlike, ...lookAlike].some((group) => group.includes(letter) && group.includes(other))
}
