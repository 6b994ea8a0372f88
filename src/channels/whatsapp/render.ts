/**
 * Reply → texts of WhatsApp messages with WhatsApp's own marks; choices are added by whoever sends them. Pure; knows
 * nothing of chats and sends nothing.
 */
import { directionOf } from '../../languages.ts'
import type { Reply } from '../../message.ts'
import type { ChannelWords } from '../channel.ts'
import { writeParagraphs } from '../lines.ts'
import { joinMessage, type Line, type Paragraph, packParagraphs, type Run } from '../packing.ts'

/** Of a text message: https://developers.facebook.com/docs/whatsapp/cloud-api/messages/text-messages */
export const longestText = 4096
/** More than four messages at once bury the first one, which holds the answer. */
export const mostMessages = 4

/** @returns in the order to send; empty for a reply that says and offers nothing */
export function renderWhatsApp(reply: Reply, words: ChannelWords): readonly string[] {
  return writeMessages(whatsappParagraphs(reply, words), longestText, mostMessages)
}

/** For who cuts messages otherwise: the paragraphs of the reply, addresses and signs already as WhatsApp needs them. */
export function whatsappParagraphs(reply: Reply, words: ChannelWords): Paragraph[] {
  const link = directionOf(reply.language) === 'rtl' ? '\u200f🔗 ' : '🔗 '
  const paragraphs = writeParagraphs(reply, words, 'whatsapp.sendLocation')
  return paragraphs.map((lines) => lines.flatMap((line) => whatsappLines(line, link)))
}

/**
 * @param limit characters a message, marks included
 * @param most messages; what does not fit is left out, and an ellipsis says so
 */
export function writeMessages(paragraphs: readonly Paragraph[], limit: number, most: number): string[] {
  const marks = ({ tag }: Run) => (tag ? 2 : 0)
  return packParagraphs(paragraphs, { limit, most, marks }).map(writeMessage)
}

/** One message, however long. */
export function writeMessage(paragraphs: readonly Paragraph[]): string {
  return joinMessage(paragraphs, writeRun)
}

/**
 * WhatsApp hides no address behind a title and marks no text over the end of a line. So each line of text is a line
 * of its own, and the addresses of a line stand below it, where a tap takes them whole: no full stop, bracket or mark
 * of direction touches them.
 * @param link sign before an address, with the mark of direction that its line needs
 */
function whatsappLines(line: Line, link: string): Line[] {
  // What could do without its link has none here, where its address would stand beside it.
  const linked = line.map(({ href, spare, ...run }): Run => (href === undefined || spare ? run : { ...run, href }))
  const links = linked.flatMap(({ text, href }) => (href === undefined ? [] : [{ text: withoutDirection(text), href }]))
  const addressLine = ({ href }: { href: string }) => [{ text: link + safeAddress(href) }]
  const isAlone = !linked.some(({ text, href }) => href === undefined && /[\p{L}\p{N}]/u.test(text))
  if (isAlone && links.some(({ text, href }) => href.includes(text))) return links.map(addressLine)
  const lines: Run[][] = [[]]
  for (const { text, tag, href } of linked) {
    const shown = href !== undefined && withoutDirection(text) === href ? safeAddress(href) : text
    for (const [at, part] of shown.split('\n').entries()) {
      if (at > 0) lines.push([])
      if (part !== '') lines.at(-1)?.push({ text: part, ...(tag && { tag }) })
    }
  }
  const hidden = links.filter(({ text, href }) => text !== href)
  return [...lines.map((runs) => safeLine(mergeRuns(runs))), ...hidden.map(addressLine)]
}

function withoutDirection(text: string): string {
  return text.replace(/[\u200f\u2066-\u2069]/g, '')
}

/** `_a_` and `_b_` side by side would be one mark in another's way. */
function mergeRuns(runs: readonly Run[]): Run[] {
  const merged: Run[] = []
  for (const run of runs) {
    const before = merged.at(-1)
    if (before && before.tag === run.tag) merged[merged.length - 1] = { ...before, text: before.text + run.text }
    else merged.push(run)
  }
  return merged
}

/**
 * WhatsApp has no way to escape a sign. A sign that would begin or end bold, italic, struck or fixed-width text is
 * replaced by one that looks the same; between two letters or digits (`docs_inside`) it marks nothing and stays.
 */
function safeLine(runs: readonly Run[]): Line {
  return runs.map((run, at) => {
    const safe = run.text.replace(edgeSign, (sign) => lookAlikes.get(sign) ?? sign)
    return {
      ...run,
      text: at === 0 ? safe.replace(lineStart, (_, before, sign) => before + lineSigns.get(sign)) : safe,
    }
  })
}

const edgeSign = /(?<![\p{L}\p{N}])[*_~`]|[*_~`](?![\p{L}\p{N}])/gu
const lookAlikes: ReadonlyMap<string, string> = new Map([
  ['*', '∗'],
  ['_', '＿'],
  ['~', '∼'],
  ['`', 'ˋ'],
])
/** A list or a quotation, at the start of a line only. */
const lineStart = /^([\s\u200f\u2066-\u2068]*)([->])(?=\s)/u
const lineSigns: ReadonlyMap<string, string> = new Map([
  ['-', '–'],
  ['>', '›'],
])

/** The same address by RFC 3986, 6.2.2.2, but for `*`, which servers read alike. */
function safeAddress(url: string): string {
  return url.replace(edgeSign, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** Marks touch what they mark: a space inside them makes WhatsApp show the marks themselves. */
function writeRun({ text, tag }: Run): string {
  const [, before = '', marked = '', after = ''] = text.match(/^(\s*)(.*?)(\s*)$/su) ?? []
  if (!tag || marked === '') return text
  const mark = tag === 'b' ? '*' : '_'
  return `${before}${mark}${marked}${mark}${after}`
}
