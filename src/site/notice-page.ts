/** What is kept of a person and what is counted, in plain words: the notice for people, one page a language. */
import type { Library } from '../knowledge/library.ts'
import type { Addresses, PublicPage } from './addresses.ts'
import { renderText, wordsIn } from './blocks.ts'
import { renderDocument } from './document.ts'
import { html } from './markup.ts'
import { versionsOf } from './page-list.ts'

/** In the order in which somebody who is afraid asks: who reads this, what stays, how is it erased. */
const sections = ['program', 'kept', 'erase', 'counted', 'seen', 'apps', 'safe', 'rights'] as const

/** @param operator who runs this assistant and how to reach them; an export belongs to nobody in particular */
export function renderNoticePage(
  library: Library,
  page: PublicPage & { kind: 'notice' },
  addresses: Addresses,
  operator?: string,
): string {
  const { language } = page
  const say = wordsIn(library, language)
  const buttons = { forget: say('choice.forget'), leave: say('web.exit') }
  const shown = operator ? [...sections, 'operator' as const] : sections
  const main = html`<h1>${say('notice.title')}</h1>
<p>${say('notice.about')}</p>
${shown.map(
  (name) => html`<section><h2>${say(`notice.heading.${name}`)}</h2>
<p>${renderText([say(`notice.text.${name}`, { ...buttons, operator: operator ?? '' })])}</p></section>
`,
)}`
  return renderDocument(
    library,
    {
      language,
      title: say('notice.title'),
      description: say('notice.about'),
      page,
      versions: versionsOf(library, page),
      main,
    },
    addresses,
  )
}
