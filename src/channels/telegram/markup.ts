/**
 * Lines of text with their marks → Telegram's HTML, cut into messages. Lengths are counted as Telegram counts them:
 * UTF-16 units of what is read, without tags. Marks belong to runs, so that a cut never falls inside a tag.
 *
 *   paragraphs ──► lines ──► runs ("Call ", <b>15</b>, …)
 */

export interface Run {
  readonly text: string
  readonly tag?: 'b' | 'i'
  readonly href?: string
}
export type Line = readonly Run[]
/** Lines that belong together: a message ends after a paragraph wherever it can. */
export type Paragraph = readonly Line[]

/** One message, as people read it and as Telegram is told. */
export interface MarkedText {
  readonly html: string
  /** The same words without marks, for when Telegram does not take the marks. */
  readonly plain: string
}

/**
 * Fills messages with paragraphs, in order.
 * @param limit characters a message
 * @param most messages; what does not fit in them is left out, and an ellipsis says so
 */
export function packParagraphs(paragraphs: readonly Paragraph[], limit: number, most: number): MarkedText[] {
  const room = limit - ellipsis.length
  const messages: Paragraph[][] = []
  let filled = 0
  for (const paragraph of paragraphs.flatMap((one) => cutParagraph(one, room))) {
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
  return messages.slice(0, most).map((message, at) => {
    const end = at === most - 1 && messages.length > most ? ellipsis : ''
    return { html: join(message, htmlOf) + end, plain: join(message, plainOf) + end }
  })
}

const between = '\n\n'
const ellipsis = '\n…'

function join(message: readonly Paragraph[], write: (run: Run) => string): string {
  return message.map((lines) => lines.map((line) => line.map(write).join('')).join('\n')).join(between)
}

function htmlOf({ text, tag, href }: Run): string {
  const linked = href ? `<a href="${escapeHtml(href)}">${escapeHtml(text)}</a>` : escapeHtml(text)
  return tag ? `<${tag}>${linked}</${tag}>` : linked
}

function plainOf({ text, href }: Run): string {
  return href && !text.includes(href) ? `${text} (${href})` : text
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

function lengthOfLine(line: Line): number {
  return line.reduce((sum, { text }) => sum + text.length, 0)
}

function lengthOfParagraph(lines: Paragraph): number {
  return lines.reduce((sum, line) => sum + lengthOfLine(line), Math.max(0, lines.length - 1))
}

/** A paragraph that is longer than a message is cut at the ends of lines, then of sentences, then of words. */
function cutParagraph(lines: Paragraph, limit: number): Paragraph[] {
  if (lengthOfParagraph(lines) <= limit) return [lines]
  const parts: Line[][] = []
  let filled = 0
  for (const line of lines.flatMap((one) => cutLine(one, limit))) {
    const length = lengthOfLine(line)
    const part = parts.at(-1)
    if (part && filled + 1 + length <= limit) {
      part.push(line)
      filled += 1 + length
    } else {
      parts.push([line])
      filled = length
    }
  }
  return parts
}

function cutLine(line: Line, limit: number): Line[] {
  if (lengthOfLine(line) <= limit) return [line]
  const at = cutAt(line.map(({ text }) => text).join(''), limit)
  return [slice(line, 0, at), ...cutLine(slice(line, at), limit)]
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
