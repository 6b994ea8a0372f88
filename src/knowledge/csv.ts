/**
 * Rows ↔ CSV (RFC 4180) as spreadsheets take it: UTF-8 with a byte order mark, so that Arabic is read as Arabic, and no
 * cell that a spreadsheet would run as a formula. Loss-free: what was written is read back letter by letter.
 */

const mark = '\ufeff'
/** Spreadsheets run a cell that begins so; a quote before it keeps it a text (OWASP, "CSV injection"). */
const runs = /^'*[=+\-@\t\r]/
/** Run, it is the same number without its plus; programs that know no such quote must find it whole. */
const phone = /^\+\d{9,15}$/
const kept = /^'+[=+\-@\t\r]/

export function formatCsv(rows: readonly (readonly string[])[]): string {
  return mark + rows.map((cells) => `${cells.map(formatCell).join(',')}\r\n`).join('')
}

function formatCell(text: string): string {
  const safe = runs.test(text) && !phone.test(text) ? `'${text}` : text
  return /[",;\r\n\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export type ParsedCsv =
  | { readonly ok: true; readonly rows: readonly (readonly string[])[] }
  | { readonly ok: false; readonly problem: string }

/** Reads what spreadsheets make of it too: semicolons or tabs between cells, other ends of lines, no mark. */
export function parseCsv(text: string): ParsedCsv {
  const body = text.startsWith(mark) ? text.slice(1) : text
  const between = body.match(/^"?[^",;\t\r\n]*"?([,;\t])/)?.[1] ?? ','
  const rows: string[][] = []
  let cells: string[] = []
  let cell = ''
  let quoted = false
  let wasQuoted = false
  const endCell = () => {
    cells.push(kept.test(cell) ? cell.slice(1) : cell)
    cell = ''
    wasQuoted = false
  }
  for (let at = 0; at < body.length; at++) {
    const sign = body.charAt(at)
    if (quoted) {
      if (sign !== '"') cell += sign
      else if (body.charAt(at + 1) === '"') {
        cell += sign
        at += 1
      } else quoted = false
    } else if (sign === '"' && cell === '' && !wasQuoted) {
      quoted = true
      wasQuoted = true
    } else if (sign === between) endCell()
    else if (sign === '\n' || sign === '\r') {
      if (sign === '\r' && body.charAt(at + 1) === '\n') at += 1
      endCell()
      rows.push(cells)
      cells = []
    } else cell += sign
  }
  if (quoted)
    return { ok: false, problem: `a quotation mark is not closed before the end of the file (row ${rows.length + 1})` }
  if (cell !== '' || cells.length > 0) {
    endCell()
    rows.push(cells)
  }
  return { ok: true, rows: rows.filter((row) => row.some((one) => one.trim() !== '')) }
}
