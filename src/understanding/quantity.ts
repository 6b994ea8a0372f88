/** Numbers of a message, with their unit of time: "16 ans", "ثلاثة أشهر", "2 weeks", "dix-huit mois". Not for money. */

export type Unit = 'hours' | 'days' | 'weeks' | 'months' | 'years'

export interface CountingWords {
  /** Number words of one or two words: "six", "dix sept"; tens with ones are put together here. */
  readonly numbers: ReadonlyMap<string, number>
  /** "et", "y": between tens and ones. */
  readonly joints: ReadonlySet<string>
  /** "er", "th": on a number, of a day. */
  readonly ordinals: ReadonlySet<string>
  readonly units: ReadonlyMap<string, Unit>
  /** Arabic says "two years" in one word: "سنتين". */
  readonly pairs: ReadonlyMap<string, Unit>
  /** Arabic leaves out the number one: "بعد أسبوع". */
  readonly single: ReadonlyMap<string, Unit>
}

export interface Quantity {
  readonly amount: number
  readonly unit?: Unit
  /** The unit as written, which tells the language. */
  readonly unitWord?: string
  /** Places of the first and the last word. */
  readonly from: number
  readonly to: number
  /** One, without a number: weaker than "un an", because the word may only name the time. */
  readonly isSingle?: boolean
}

/** Runs for every message: most words are looked up a few times and left. */
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

const glued = /^(\d{1,3})(\p{L}+)$/u
const plain = /^\d{1,3}$/

function quantityAt(lists: CountingWords, words: readonly string[], at: number): Quantity | undefined {
  const { units, pairs, single, ordinals } = lists
  const word = words[at] ?? ''
  const pair = pairs.get(word)
  if (pair) return { amount: 2, unit: pair, unitWord: word, from: at, to: at }
  // Before the digits: "3am" is a year in Arabizi, not three of something.
  const one = single.get(word)
  if (one) return { amount: 1, unit: one, unitWord: word, from: at, to: at, isSingle: true }
  if (units.has(word)) return undefined
  const first = word.charCodeAt(0)
  const isDigit = first >= 48 && first <= 57
  if (isDigit && !plain.test(word)) {
    const [, digits = '', letters = ''] = glued.exec(word) ?? []
    const unit = units.get(letters)
    if (unit) return { amount: Number(digits), unit, unitWord: letters, from: at, to: at }
    return ordinals.has(letters) ? { amount: Number(digits), from: at, to: at } : undefined
  }
  const spelt = isDigit ? undefined : spelledAt(lists, words, at)
  if (!isDigit && !spelt) return undefined
  const amount = spelt?.amount ?? Number(word)
  const last = spelt?.to ?? at
  const unitWord = words[last + 1] ?? ''
  const unit = units.get(unitWord)
  if (unit) return { amount, unit, unitWord, from: at, to: last + 1 }
  return spelt?.amount === 1 ? undefined : { amount, from: at, to: last } // "un" and "a" are articles
}

interface Spelt {
  readonly amount: number
  readonly to: number
}

function spelledAt(lists: CountingWords, words: readonly string[], at: number): Spelt | undefined {
  const head = simpleAt(lists, words, at)
  if (!head) return undefined
  const { numbers, joints } = lists
  // "خمس وعشرين": ones, then tens with "and" on them.
  const behind = words[head.to + 1] ?? ''
  const tens = behind.startsWith('و') ? numbers.get(behind.slice(1)) : undefined
  if (tens && head.amount < 10) return { amount: tens + head.amount, to: head.to + 1 }
  if (head.amount < 20 || head.amount % 10 !== 0) return head
  const ones = simpleAt(lists, words, joints.has(behind) ? head.to + 2 : head.to + 1)
  // French counts on to nineteen: "soixante-quinze".
  const most = head.amount === 60 || head.amount === 80 ? 19 : 9
  return ones && ones.amount <= most ? { amount: head.amount + ones.amount, to: ones.to } : head
}

/** "dix sept" before "dix". */
function simpleAt({ numbers }: CountingWords, words: readonly string[], at: number): Spelt | undefined {
  const one = numbers.get(words[at] ?? '')
  if (one === undefined) return undefined
  const two = words[at + 1] === undefined ? undefined : numbers.get(`${words[at]} ${words[at + 1]}`)
  return two === undefined ? { amount: one, to: at } : { amount: two, to: at + 1 }
}
