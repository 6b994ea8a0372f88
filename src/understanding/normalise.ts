/**
 * Message → the form that is compared. Rules are tables, one idea a table; what they are for stands beside them.
 * Not for: what is shown to anybody.
 */
import { shorthand } from './shorthand.ts'

/** Marks that change nothing a reader sees: zero width, joiners, direction, variation selectors, controls. */
const invisible = /[\p{Cf}\p{Variation_Selector}]|(?![\t\n\v\f\r])\p{Cc}/gu

/** The stroke that only lengthens an Arabic word. */
const tatweelCharacter = '\u0640'

/** Vowel signs of Arabic letters. */
const arabicMarks = /[\u064b-\u0652\u0670]/g

/** Arabic letters that people exchange freely, and those of other keyboards; alef and hamza are parted by NFD. */
const arabicLetters: Readonly<Record<string, string>> = {
  ٱ: 'ا',
  ى: 'ي',
  ة: 'ه',
  ڭ: 'ك',
  گ: 'ك',
  ک: 'ك',
  ݣ: 'ك',
  ی: 'ي',
  ڤ: 'ف',
  پ: 'ب',
  چ: 'ش',
  ھ: 'ه',
  ہ: 'ه',
  ء: '',
}

const latinLetters: Readonly<Record<string, string>> = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', đ: 'd', ŋ: 'n', ł: 'l' }

/** Emoji that carry a need, as words of the language that most of our phrases have. */
const emojiWords: Readonly<Record<string, string>> = {
  '🚑': 'ambulance',
  '🏥': 'hopital',
  '🤰': 'enceinte',
  '👶': 'bebe',
  '🏫': 'ecole',
  '🏠': 'maison',
  '💊': 'medicament',
  '🩸': 'sang',
  '👮': 'police',
  '🆘': 'urgence',
  '💉': 'vaccin',
  '🤒': 'malade',
  '💼': 'travail',
}

/**
 * What a reader sees of a message: no invisible marks, white space as single spaces, at most `limit` code points.
 * Runs on a text of any size; only the first part of a very long one is looked at.
 */
export function visibleText(text: string, limit = 2000): string {
  const head = text.length > limit * 8 ? text.slice(0, limit * 8) : text
  const seen = head.toWellFormed().replace(invisible, '').replace(/\s+/g, ' ').trim()
  return seen.length > limit ? Array.from(seen).slice(0, limit).join('') : seen
}

/**
 * What the encoder reads: less is changed than for the n-grams, because it has met accents and punctuation. Lower case,
 * no Arabic vowel signs, elongations shortened, digits Latin. The encoder is tuned on texts made by this very function.
 */
export function encoderText(text: string): string {
  return visibleText(text)
    .normalize('NFKC')
    .toLowerCase()
    .replace(arabicMarks, '')
    .replaceAll(tatweelCharacter, '')
    .replace(elongation, '$1')
    .replace(/[٠-٩۰-۹]/gu, foldCharacter)
}

/** A word as it is compared, and where it stands in the text: places count UTF-16 units, `to` is behind its end. */
export interface NormalisedWord {
  /** Several words where shorthand is spelt out. */
  readonly text: string
  readonly from: number
  readonly to: number
}

/** The words of `normaliseWords`, joined by spaces. */
export function normalise(text: string): string {
  return normaliseWords(visibleText(text))
    .map((word) => word.text)
    .join(' ')
}

/**
 * Lower case, no accents or vowel signs, letter variants folded, elongations shortened ("svpppp"), digits Latin,
 * shorthand spelt out. Digits inside a word stay, because in Arabizi they are letters ("9ra", "3la").
 *
 * @param visible as `visibleText` gives it
 */
export function normaliseWords(visible: string): NormalisedWord[] {
  const words: NormalisedWord[] = []
  let word = ''
  let from = 0
  let to = 0
  let at = 0
  const end = () => {
    if (word === '') return
    const short = word.replace(elongation, '$1')
    words.push({ text: shorthand.get(short) ?? short, from, to })
    word = ''
  }
  for (const character of visible) {
    const start = at
    at += character.length
    const emoji = emojiWords[character]
    if (emoji) {
      end()
      words.push({ text: emoji, from: start, to: at })
      continue
    }
    for (const part of foldedParts(character)) {
      if (!letterOrDigit.test(part)) end()
      else {
        if (word === '') from = start
        word += part
        to = at
      }
    }
  }
  end()
  return words
}

const elongation = /(\p{L})\1{2,}/gu
const letterOrDigit = /[\p{L}\p{N}]/u
const mark = /\p{Mn}/u
const plainLetter = /[a-z0-9]/

/** What is left of one character: nothing of a vowel sign or tatweel, two letters of "œ". Runs for every character of a message. */
function foldedParts(character: string): string[] {
  if (plainLetter.test(character)) return [character]
  const parts: string[] = []
  for (const part of character.normalize('NFKC').toLowerCase().normalize('NFD')) {
    if (part === tatweelCharacter || mark.test(part)) continue // accents, and the hamza that NFD splits off its letter
    const folded = foldCharacter(part)
    if (folded !== '') parts.push(folded)
  }
  return parts
}

function foldCharacter(character: string): string {
  const folded = arabicLetters[character] ?? latinLetters[character]
  if (folded !== undefined) return folded
  const code = character.charCodeAt(0)
  if (code >= 0x660 && code <= 0x669) return String(code - 0x660)
  if (code >= 0x6f0 && code <= 0x6f9) return String(code - 0x6f0)
  return character
}
