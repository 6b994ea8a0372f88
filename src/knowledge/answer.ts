/**
 * One Markdown file of an answer → its parts. The format is in `content/README.md`: a title, the direct answer, then
 * sections with fixed English names. Phones, numbers and dates stand as `{{references}}`, so that each is written once.
 */
import type { List, ListItem, Paragraph, PhrasingContent, RootContent } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import type { Finding } from '../errors.ts'

export const sectionNames = [
  'steps',
  'papers',
  'cost',
  'time',
  'situation card',
  'situation refugee',
  'situation asylum-seeker',
  'situation no-papers',
  'uncertain',
  'where',
  'now',
  'say',
] as const
export type SectionName = (typeof sectionNames)[number]

export type Reference =
  | { readonly kind: 'fact'; readonly id: string }
  /** @property nth counts from 1 */
  | { readonly kind: 'phone'; readonly service: string; readonly nth: number }
  | { readonly kind: 'link'; readonly service: string }

/** Text with references not yet filled in. */
export type Template = readonly (string | Reference)[]

export type Part =
  | { readonly kind: 'paragraph'; readonly text: Template }
  | { readonly kind: 'steps' | 'items'; readonly items: readonly Template[] }

export interface Answer {
  readonly title: string
  readonly direct: readonly Template[]
  readonly sections: ReadonlyMap<SectionName, readonly Part[]>
}

/**
 * @param file path for the findings
 * @returns what could be read, and what an author must mend; never throws
 */
export function readAnswer(markdown: string, file: string): { answer: Answer; findings: Finding[] } {
  const findings: Finding[] = []
  const report = (line: number | undefined, problem: string, remedy: string) =>
    findings.push({ level: 'error', file, ...(line !== undefined && { line }), problem, remedy })
  let title = ''
  const direct: Template[] = []
  const sections = new Map<SectionName, Part[]>()
  let current: Part[] | undefined
  for (const node of fromMarkdown(markdown).children) {
    const line = node.position?.start.line
    if (node.type === 'heading') {
      const text = plain(node.children)
      if (node.depth === 1) {
        title = text
        continue
      }
      const name = sectionNames.find((known) => known === text.trim().toLowerCase())
      if (!name) report(line, `"## ${text}" is no section`, `use one of: ${sectionNames.join(', ')}`)
      current = []
      if (name) sections.set(name, current)
      continue
    }
    const part = readPart(node, report)
    if (!part) continue
    if (current) current.push(part)
    else if (part.kind === 'paragraph') direct.push(part.text)
    else
      report(
        line,
        'a list stands before the first section',
        'write the direct answer as a paragraph, steps under "## steps"',
      )
  }
  if (title === '') report(1, 'there is no title', 'begin the file with "# Title"')
  if (direct.length === 0 && !sections.has('now'))
    report(1, 'there is no direct answer', 'write it as a paragraph under the title')
  return { answer: { title, direct, sections }, findings }
}

type Report = (line: number | undefined, problem: string, remedy: string) => void

function readPart(node: RootContent, report: Report): Part | undefined {
  if (node.type === 'paragraph') return { kind: 'paragraph', text: readTemplate(node, report) }
  if (node.type === 'list') return readList(node, report)
  report(
    node.position?.start.line,
    `Markdown of kind "${node.type}" is not shown by every channel`,
    'use paragraphs and simple lists',
  )
  return undefined
}

function readList(list: List, report: Report): Part {
  const items = list.children.map((item: ListItem) => {
    const [first, ...others] = item.children
    if (others.length > 0)
      report(item.position?.start.line, 'a list item holds more than one line of text', 'make it one line')
    return first?.type === 'paragraph' ? readTemplate(first, report) : []
  })
  return { kind: list.ordered ? 'steps' : 'items', items }
}

function readTemplate(paragraph: Paragraph, report: Report): Template {
  for (const child of paragraph.children)
    if (child.type !== 'text' && child.type !== 'break')
      report(
        child.position?.start.line,
        `Markdown of kind "${child.type}" is not shown by every channel`,
        'write plain text',
      )
  const text = plain(paragraph.children)
  const template: (string | Reference)[] = []
  let from = 0
  for (const found of text.matchAll(/\{\{([^}]*)\}\}/g)) {
    if (found.index > from) template.push(text.slice(from, found.index))
    template.push(readReference((found[1] ?? '').trim()))
    from = found.index + found[0].length
  }
  if (from < text.length) template.push(text.slice(from))
  return template
}

function readReference(written: string): Reference {
  const [kind, service, nth] = written.split(':')
  if (kind === 'phone' && service) return { kind, service, nth: Number(nth ?? 1) }
  if (kind === 'link' && service) return { kind, service }
  return { kind: 'fact', id: written }
}

function plain(nodes: readonly PhrasingContent[]): string {
  return nodes
    .map((node) => ('value' in node ? node.value : 'children' in node ? plain(node.children) : ' '))
    .join('')
    .replace(/\s+/g, ' ')
}
