/** Numbers of a message, with their unit of time: "16 ans", "ثلاثة أشهر", "2 weeks", "dix-huit mois". Not for money. */

export type Unit = 'hours' | 'days' | 'weeks' | 'months' | 'years'

export interface CountingWords {
  /** Number words of one or two words: "six", "dix sept". */
  readonly numbers: ReadonlyMap<string, number>
  readonly units: ReadonlyMap<string, Unit>
  /** Arabic says "two years" in one word: "سنتين". */
  readonly pairs: ReadonlyMap<string, Unit>
}

export interface Quantity {
  readonly amount: number
  readonly unit?: Unit
  /** The unit as written, which tells the language. */
  readonly unitWord?: string
  /** Places of the first and the last word. */
  readonly from: number
  readonly to: number
}

const glued = /^(\d{1,3})(\p{L}+)$/u
const plain = /^\d{1,3}$/

/** Runs for every message: most words are looked up once and left. */
export function findQuantities(lists: CountingWords, words: readonly string[]): Quantity[] {
  const found: Quantity[] = []
  for (let at = 0; at < words.length; at++) {
    const quantity = quantityAt(lists, words, at)
    if (!quantity) continue
    found.push(quantity)
    at = quantity.to
  }
  return found
}

function quantityAt(
  { numbers, units, pairs }: CountingWords,
  words: readonly string[],
  at: number,
): Quantity | undefined {
  const word = words[at] ?? ''
  const pair = pairs.get(word)
  if (pair) return { amount: 2, unit: pair, unitWord: word, from: at, to: at }
  if (units.has(word)) return undefined // "3am" is a year in Arabizi, not three of something
  const first = word.charCodeAt(0)
  const isDigit = first >= 48 && first <= 57
  if (isDigit && !plain.test(word)) {
    const [, digits = '', letters = ''] = glued.exec(word) ?? []
    const unit = units.get(letters)
    return unit && { amount: Number(digits), unit, unitWord: letters, from: at, to: at }
  }
  const spelt = isDigit ? undefined : spelledAt(numbers, words, at)
  if (!isDigit && !spelt) return undefined
  const amount = spelt?.amount ?? Number(word)
  const last = spelt?.to ?? at
  const unitWord = words[last + 1] ?? ''
  const unit = units.get(unitWord)
  if (unit) return { amount, unit, unitWord, from: at, to: last + 1 }
  return spelt?.amount === 1 ? undefined : { amount, from: at, to: last } // "un" and "a" are articles
}

/** "dix sept" before "dix". */
function spelledAt(
  numbers: CountingWords['numbers'],
  words: readonly string[],
  at: number,
): { readonly amount: number; readonly to: number } | undefined {
  const one = numbers.get(words[at] ?? '')
  if (one === undefined) return undefined
  const two = words[at + 1] === undefined ? undefined : numbers.get(`${words[at]} ${words[at + 1]}`)
  return two === undefined ? { amount: one, to: at } : { amount: two, to: at + 1 }
}
