/**
 * Lines of text with their marks, cut into messages of a channel's length. Marks belong to runs, so that a cut never
 * falls inside one.
 *
 *   paragraphs ──► lines ──► runs ("Call ", bold 15, …)
 */

export interface Run {
  readonly text: string
  readonly tag?: 'b' | 'i'
  readonly href?: string
  /** The text says it all: a channel that would have to write the address out leaves it away. */
  readonly spare?: true
}
export type Line = readonly Run[]
/** Lines that belong together: a message ends after a paragraph wherever it can. */
export type Paragraph = readonly Line[]

export interface Packing {
  /** UTF-16 units a message. */
  readonly limit: number
  /** Messages; what does not fit in them is left out, and an ellipsis says so. */
  readonly most: number
  /** Units that a run's marks add to its text, where the channel counts them. */
  readonly marks?: (run: Run) => number
}

/** Fills messages with paragraphs, in order. */
export function packParagraphs(paragraphs: readonly Paragraph[], packing: Packing): Paragraph[][] {
  const { most, marks = () => 0 } = packing
  // So that the ellipsis always fits, on a line of its own.
  const room = packing.limit - 1 - ellipsis.length
  const lengthOfLine = (line: Line) => line.reduce((sum, run) => sum + run.text.length + marks(run), 0)
  const lengthOfParagraph = (lines: Paragraph) =>
    lines.reduce((sum, line) => sum + lengthOfLine(line), Math.max(0, lines.length - 1))

  /** A paragraph that is longer than a message is cut at the ends of lines, then of sentences, then of words. */
  function cutParagraph(lines: Paragraph): Paragraph[] {
    if (lengthOfParagraph(lines) <= room) return [lines]
    const parts: Line[][] = []
    let filled = 0
    for (const line of lines.flatMap(cutLine)) {
      const length = lengthOfLine(line)
      const part = parts.at(-1)
      if (part && filled + 1 + length <= room) {
        part.push(line)
        filled += 1 + length
      } else {
        parts.push([line])
        filled = length
      }
    }
    return parts
  }

  function cutLine(line: Line): Line[] {
    if (lengthOfLine(line) <= room) return [line]
    const marked = line.reduce((sum, run) => sum + marks(run), 0)
    const at = cutAt(line.map(({ text }) => text).join(''), room - marked)
    return [slice(line, 0, at), ...cutLine(slice(line, at))]
  }

  const messages: Paragraph[][] = []
  let filled = 0
  for (const paragraph of paragraphs.flatMap(cutParagraph)) {
    const length = lengthOfParagraph(paragraph)
    const current = messages.at(-1)
    if (current && filled + between.length + length <= room) {
      current.push(paragraph)
      filled += between.length + length
    } else {
      messages.push([paragraph])
      filled = length
    }
  }
  const kept = messages.slice(0, most)
  const end = kept.at(-1)
  const last = end?.pop()
  if (last) end?.push(messages.length > most ? [...last, [{ text: ellipsis }]] : last)
  return kept
}

const between = '\n\n'
const ellipsis = '…'

/** One message as a string. @param write a run with the marks of the channel */
export function joinMessage(message: readonly Paragraph[], write: (run: Run) => string): string {
  return message.map((lines) => lines.map((line) => line.map(write).join('')).join('\n')).join(between)
}

/** Where the next message begins: after a sentence, else after a word, else anywhere but inside a character. */
function cutAt(text: string, limit: number): number {
  const head = text.slice(0, limit)
  const sentence = Math.max(...['. ', '! ', '? ', '؟ ', '\n'].map((end) => head.lastIndexOf(end) + end.length))
  const word = head.lastIndexOf(' ') + 1
  const found = [sentence, word].find((at) => at > limit / 4)
  return found ?? (/[\udc00-\udfff]/.test(text.charAt(limit)) ? limit - 1 : limit)
}

function slice(line: Line, from: number, to = Number.POSITIVE_INFINITY): Line {
  const kept: Run[] = []
  let start = 0
  for (const run of line) {
    const text = run.text.slice(Math.max(0, from - start), Math.max(0, to - start))
    if (text !== '') kept.push({ ...run, text })
    start += run.text.length
  }
  return kept
}
