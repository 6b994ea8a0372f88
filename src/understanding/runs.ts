/** Runs of words of a message, in which names are looked for. */

export interface Run {
  /** Its words joined by spaces. */
  readonly text: string
  /** Places of the first and the last word. */
  readonly from: number
  readonly to: number
}

const longest = 4

/**
 * Runs of one to four words, longer ones first, so that "beni mellal" is found before a part of it. Made for every
 * message: pieces of one string, nothing is joined again.
 */
export function runsOf(words: readonly string[]): Run[] {
  const text = words.join(' ')
  const starts: number[] = []
  let start = 0
  for (const word of words) {
    starts.push(start)
    start += word.length + 1
  }
  const runs: Run[] = []
  for (let length = Math.min(longest, words.length); length >= 1; length--)
    for (let from = 0; from + length <= words.length; from++)
      runs.push({ text: text.slice(starts[from], (starts[from + length] ?? start) - 1), from, to: from + length - 1 })
  return runs
}
