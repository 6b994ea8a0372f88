/** Runs of text → Telegram's HTML, and the same words without it. */
import { joinMessage, type Paragraph, type Run } from '../packing.ts'

/** One message, as people read it and as Telegram is told. */
export interface MarkedText {
  readonly html: string
  /** The same words without marks, for when Telegram does not take the marks. */
  readonly plain: string
}

export function markText(message: readonly Paragraph[]): MarkedText {
  return { html: joinMessage(message, htmlOf), plain: joinMessage(message, plainOf) }
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
