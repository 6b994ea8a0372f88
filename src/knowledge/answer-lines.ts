/**
 * One Markdown file of an answer ↔ its single texts, each with its line: what a translator gets as rows, and what a
 * check points at. Loss-free for files in the form of `content/README.md`: one text a line.
 * Not for: what the texts mean and refer to; that is `answer.ts`.
 */

export interface AnswerText {
  /** `title`, `direct`, or the name of a section as it is written. */
  readonly section: string
  readonly kind: 'title' | 'paragraph' | 'step' | 'item'
  /** Counts from 1 among those of the same section and kind. */
  readonly nth: number
  readonly text: string
}

export interface PlacedText extends AnswerText {
  /** Counts from 1. */
  readonly line: number
}

export function readAnswerTexts(markdown: string): PlacedText[] {
  const texts: PlacedText[] = []
  const counts = new Map<string, number>()
  let section = 'direct'
  let open = false
  for (const [at, written] of markdown.split(/\r?\n/).entries()) {
    const line = written.trim()
    const heading = line.match(/^##\s+(.*)$/)
    if (line === '' || heading) {
      if (heading) section = (heading[1] ?? '').trim().toLowerCase()
      open = false
      continue
    }
    const title = line.match(/^#\s+(.*)$/)
    const step = line.match(/^\d+[.)]\s+(.*)$/)
    const item = line.match(/^[-*+]\s+(.*)$/)
    const last = texts.at(-1)
    if (open && last && !title && !step && !item) {
      texts[texts.length - 1] = { ...last, text: `${last.text} ${line}` } // a text that was broken over two lines
      continue
    }
    const kind = title ? 'title' : step ? 'step' : item ? 'item' : 'paragraph'
    const where = title ? 'title' : section
    const nth = (counts.get(`${where} ${kind}`) ?? 0) + 1
    counts.set(`${where} ${kind}`, nth)
    texts.push({ section: where, kind, nth, text: (title ?? step ?? item)?.[1]?.trim() ?? line, line: at + 1 })
    open = !title
  }
  return texts
}

/** @param texts in the order in which they stand in the file */
export function writeAnswerTexts(texts: readonly AnswerText[]): string {
  const lines: string[] = []
  let before: AnswerText | undefined
  for (const text of texts) {
    if (text.section !== before?.section) {
      if (before) lines.push('')
      if (text.section !== 'title' && text.section !== 'direct') lines.push(`## ${text.section}`)
    } else if (text.kind === 'paragraph' || text.kind !== before.kind) lines.push('')
    lines.push(`${markOf(text)}${text.text}`)
    before = text
  }
  return `${lines.join('\n')}\n`
}

function markOf({ kind, nth }: AnswerText): string {
  if (kind === 'title') return '# '
  if (kind === 'step') return `${nth}. `
  return kind === 'item' ? '- ' : ''
}
