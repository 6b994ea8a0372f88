/**
 * Pieces of a page. Text is escaped where it goes in, and only what was made here goes in as it is, so that no word of
 * the content can become markup. Not for scripts and styles, which stand in files of their own.
 */

/** Made by `html` only. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export type Piece = string | number | Markup | false | undefined | readonly Piece[]

/** html`<p>${text}</p>`: the text is escaped for its place; attributes stand in double quotes. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  return new Markup(strings.map((string, at) => string + pieceText(pieces[at])).join(''))
}

/** Escaped for text and for attributes in quotes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

function pieceText(piece: Piece): string {
  if (piece === undefined || piece === false) return ''
  if (piece instanceof Markup) return piece.text
  if (typeof piece === 'object') return piece.map(pieceText).join('')
  return escapeHtml(String(piece))
}
