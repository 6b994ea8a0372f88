/** The report as one file that needs nothing else: to be sent, opened without the service, or printed. */
import type { Quarter } from '../signals/disclose.ts'
import { html, Markup } from '../site/markup.ts'
import type { ReportParts } from './dashboard-parts.ts'
import type { AdminLocale } from './locale.ts'
import { renderReport, reportTitle } from './report.ts'

/** @param style the sheet of the secretariat's pages, since a file has no server to ask for it */
export async function renderReportDocument(
  quarter: Quarter,
  parts: ReportParts,
  locale: AdminLocale,
  style: string,
): Promise<string> {
  const title = reportTitle(quarter, locale)
  // Our own sheet, which a browser would read with its signs escaped as they are.
  const sheet = new Markup(`<style>\n${style}\n</style>`)
  return html`<!doctype html>
<html lang="${locale.language}" dir="${locale.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
${sheet}
</head>
<body class="alone">
<main>
<h1>${title}</h1>
${await renderReport(quarter, parts, locale)}
</main>
</body>
</html>
`.text
}
