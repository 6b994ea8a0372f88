/** A word of the glossary → the blocks that explain it: its name, its sentence, where that comes from. */
import type { ReplyLanguage } from '../languages.ts'
import type { Block } from '../message.ts'
import { formatDate } from './compose.ts'
import type { Term } from './glossary.ts'
import type { Library } from './library.ts'

/** The word in the person's language, with the French one that stands on forms in brackets. */
export function composeTerm(library: Library, { names, text, sources }: Term, language: ReplyLanguage): Block[] {
  const publishers = sources.flatMap((key) => library.sources.get(key)?.publisher ?? [])
  const line = library.say(language, 'sources.line', {
    publishers: [...new Set(publishers)].join(', '),
    date: formatDate(library.glossary.reviewed, language),
  })
  return [
    { kind: 'heading', text: headingOf(names, language) },
    { kind: 'paragraph', text: [text[language]] },
    { kind: 'note', text: [line] },
  ]
}

function headingOf(names: Term['names'], language: ReplyLanguage): string {
  const [french = ''] = names.fr ?? []
  const [own = french] = names[language] ?? []
  const heading = own.toLowerCase() === french.toLowerCase() ? own : `${own} (${french})`
  return heading.charAt(0).toUpperCase() + heading.slice(1)
}
