/**
 * Message → the form that is compared. Rules are tables, one idea a table; what they are for stands beside them.
 * Not for: what is shown to anybody.
 */
import { shorthand } from './shorthand.ts'

/** Marks that change nothing a reader sees: zero width, joiners, direction, variation selectors, controls. */
const invisible = /[\p{Cf}\p{Variation_Selector}]|(?![\t\n\v\f\r])\p{Cc}/gu

/** The stroke that only lengthens an Arabic word. */
const tatweel = /\u0640/g

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
    .replace(tatweel, '')
    .replace(/(\p{L})\1{2,}/gu, '$1')
    .replace(/[٠-٩۰-۹]/gu, foldCharacter)
}

/**
 * Lower case, no accents or vowel signs, letter variants folded, elongations shortened ("svpppp"), digits Latin,
 * shorthand spelt out. Digits inside a word stay, because in Arabizi they are letters ("9ra", "3la").
 */
export function normalise(text: string): string {
  let folded = ''
  for (const character of visibleText(text).normalize('NFKC').toLowerCase().normalize('NFD')) {
    if (/\p{Mn}/u.test(character)) continue // accents, and the hamza that NFD splits off its letter
    folded += emojiWords[character] ? ` ${emojiWords[character]} ` : foldCharacter(character)
  }
  const words = folded
    .replace(tatweel, '')
    .replace(/(\p{L})\1{2,}/gu, '$1')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .split(' ')
  return words.map((word) => shorthand.get(word) ?? word).join(' ')
}

function foldCharacter(character: string): string {
  const folded = arabicLetters[character] ?? latinLetters[character]
  if (folded !== undefined) return folded
  const code = character.charCodeAt(0)
  if (code >= 0x660 && code <= 0x669) return String(code - 0x660)
  if (code >= 0x6f0 && code <= 0x6f9) return String(code - 0x6f0)
  return character
}
