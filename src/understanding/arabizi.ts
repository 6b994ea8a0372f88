/**
 * Darija in Latin letters → the same in Arabic ones, for a second reading: everybody spells it otherwise, and in Arabic
 * letters there are more phrases to be near to. It need not be right: the n-grams and the encoder forgive.
 */

/** Before single letters: two Latin ones for one sound, and digits that are letters for their shape. */
const groups: readonly (readonly [RegExp, string])[] = [
  [/kh|5/g, 'خ'],
  [/gh/g, 'غ'],
  [/ch|sh/g, 'ش'],
  [/th/g, 'ت'],
  [/dh/g, 'د'],
  [/ou|oo|w/g, 'و'],
  [/3/g, 'ع'],
  [/7/g, 'ح'],
  [/9|q/g, 'ق'],
  [/2/g, 'ا'],
]

/** "e" is a short vowel, which Arabic does not write; "g" and "k" are one letter in `normalise`. */
const letters: Readonly<Record<string, string>> = {
  a: 'ا',
  b: 'ب',
  c: 'ك',
  d: 'د',
  e: '',
  f: 'ف',
  g: 'ك',
  h: 'ه',
  i: 'ي',
  j: 'ج',
  k: 'ك',
  l: 'ل',
  m: 'م',
  n: 'ن',
  o: 'و',
  p: 'ب',
  r: 'ر',
  s: 'س',
  t: 'ت',
  u: 'و',
  v: 'ف',
  x: 'ش',
  y: 'ي',
  z: 'ز',
}

/** Words without Latin letters stay as they are: an age, a price, Arabic. */
export function inArabicLetters(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Mn}|['’]/gu, '')
    .replace(/[a-z0-9]+/g, wordInArabic)
}

function wordInArabic(word: string): string {
  if (!/[a-z]/.test(word)) return word
  let rest = word.replace(/([a-z])\1+/g, '$1') // "nsejjel": doubling is not written
  const feminine = /[^aeiou1468]a$/.test(rest) && rest.length > 3
  if (feminine) rest = rest.slice(0, -1)
  for (const [group, letter] of groups) rest = rest.replace(group, letter)
  rest = rest.replace(/[a-z]/g, (letter) => letters[letter] ?? '')
  if (rest.startsWith('ل') && rest.length > 3) rest = `ا${rest}` // "lmadrasa": the article
  return feminine ? `${rest}ة` : rest
}
