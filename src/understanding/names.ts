/** Names that may hold a typing error: fuse.js proposes, an edit distance of one letter decides. */
import Fuse from 'fuse.js'

export interface NearNames<Value> {
  /** @param word normalised; one or more words */
  find(word: string): Value | undefined
}

/** Shorter names are too near to everyday words: "Tanger" and "danger" differ in their first letter only. */
const shortest = 6

/** @param entries normalised names with what they stand for; built once, `find` then runs for every message */
export function indexNames<Value>(
  entries: readonly { readonly name: string; readonly value: Value }[],
): NearNames<Value> {
  const long = entries.filter(({ name }) => name.length >= shortest)
  const fuse = new Fuse(long, { keys: ['name'], threshold: 0.3, distance: 10 })
  const shapes = new Set(long.flatMap(({ name }) => [-1, 0, 1].map((more) => shapeOf(name, more))))
  return {
    find(word) {
      // Asked for every run of words of every message: most can be told apart by first letter and length.
      if (word.length < shortest || !shapes.has(shapeOf(word, 0))) return undefined
      const near = fuse
        .search(word, { limit: 3 })
        .find(({ item }) => item.name[0] === word[0] && editDistance(item.name, word) <= 1)
      return near?.item.value
    },
  }
}

function shapeOf(name: string, more: number): string {
  return `${name[0]}${name.length + more}`
}

/** Letters to change, add, leave out or swap with the next one (Damerau-Levenshtein, restricted); 2 stands for more. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 1) return 2
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : change
      row.push(Math.min(change, swapped, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
    before = above
    above = row
  }
  return above[b.length] ?? 2
}
