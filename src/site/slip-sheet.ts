/**
 * Eight slips on a sheet of A4 that a social worker hands out: what Dalil is, a code that starts the talk, three numbers
 * for danger, how to erase. One file with its style, the same on a screen and on paper.
 */
import { readFileSync } from 'node:fs'
import { titleOf } from '../knowledge/compose.ts'
import type { Library } from '../knowledge/library.ts'
import { directionOf, type ReplyLanguage } from '../languages.ts'
import type { TopicId } from '../message.ts'
import { wordsIn } from './blocks.ts'
import { tagOf } from './document.ts'
import { listEmergencyLines } from './emergency-lines.ts'
import { html, type Markup } from './markup.ts'
import { renderQrCode } from './qr-code.ts'

export interface SlipContent {
  readonly language: ReplyLanguage
  /** Where the code leads. */
  readonly address: string
  /** Name of the organisation that hands it out; absent on a card of Dalil itself. */
  readonly organisation?: string
  readonly topic?: TopicId
}

const slipsOnSheet = 8
/** Ambulance, police, gendarmerie: more would be read by nobody who is in danger. */
const numbersOnSlip = 3

/** @returns the whole document */
export function renderSlipSheet(library: Library, content: SlipContent): string {
  const { language } = content
  const slip = renderSlip(library, content)
  const page = html`<!doctype html>
<html lang="${tagOf(language)}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${library.say(language, 'web.name')}</title>
</head>
<body>
<main class="sheet">${Array.from({ length: slipsOnSheet }, () => slip)}</main>
</body>
</html>
`
  return page.text.replace('</head>', `<style>${readStyle()}</style>\n</head>`)
}

function renderSlip(library: Library, { language, address, organisation, topic }: SlipContent): Markup {
  const say = wordsIn(library, language)
  const numbers = listEmergencyLines(library)
    .slice(0, numbersOnSlip)
    .map(({ phone, word }) => html`<li><bdi dir="ltr">${phone.display}</bdi> ${say(`web.${word}`)}</li>`)
  const given = organisation && html`<p class="given">${say('slip.given', { name: `\u2068${organisation}\u2069` })}</p>`
  return html`<article class="slip">
<div><h1>${say('slip.title')}</h1>${topic && html`<p class="topic">${titleOf(library, topic, language)}</p>`}<p class="about">${say('slip.about')}</p>${given}</div>
<div>${renderQrCode(address, say('slip.scan'))}<p class="scan">${say('slip.scan')}</p></div>
<div class="danger"><p>${say('slip.danger')}</p><ul>${numbers}</ul></div>
<p class="small">${say('slip.erase', { button: say('choice.forget'), command: '\u2066/forget\u2069' })} <bdi class="address" dir="ltr">${address.replace(/^https:\/\//, '')}</bdi></p>
</article>`
}

/** Within the page, so that one file is all; its comment stays at home. */
function readStyle(): string {
  return readFileSync(new URL('slip.css', import.meta.url), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .trim()
}
