/** An address as a square that a telephone's camera reads, for paper. Not for secrets: whoever sees it can read it. */
import encodeQR from 'qr'
import { html, type Markup } from './markup.ts'

/** Modules of white around the code, as ISO/IEC 18004 asks. */
const quietZone = 4

/** @param label says what the code leads to, for who cannot see it */
export function renderQrCode(address: string, label: string): Markup {
  const rows = qrModules(address)
  const size = rows.length
  return html`<svg class="code" viewBox="0 0 ${size} ${size}" role="img" aria-label="${label}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${darkRuns(rows)}"/></svg>`
}

/** Rows of modules, dark ones true, the quiet zone included. */
export function qrModules(address: string): readonly (readonly boolean[])[] {
  // "medium" still reads with a seventh of the square worn away, as on a poster.
  return encodeQR(address, 'raw', { ecc: 'medium', border: quietZone })
}

/** One rectangle for each run of dark modules: a fifth of the length of one for each module. */
function darkRuns(rows: readonly (readonly boolean[])[]): string {
  let path = ''
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue
      const from = x
      while (row[x + 1]) x++
      const width = x + 1 - from
      path += `M${from} ${y}h${width}v1h-${width}z`
    }
  })
  return path
}
