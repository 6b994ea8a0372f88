/** The glossary: every word once, with a topic and sources that exist, in sentences that are read at once. */
import type { Add } from './check-report.ts'
import type { Library } from './library.ts'
import { measureReading, readSentences } from './reading-level.ts'

const file = 'content/glossary.yaml'
const longestText = 220
const longestSentence = 25

/** @param today ISO day, for the review date */
export function checkGlossary(library: Library, today: string, add: Add): void {
  const { terms, reviewBy } = library.glossary
  if (reviewBy < today)
    add(
      'warning',
      file,
      'reviewBy',
      `the words were to be read again by ${reviewBy}`,
      'read them against their sources and set new dates',
    )
  const ids = new Set<string>()
  const owners = new Map<string, string>()
  for (const term of terms) {
    const near = `id: ${term.id}`
    if (ids.has(term.id)) add('error', file, near, `the word "${term.id}" stands twice`, 'take one out')
    ids.add(term.id)
    if (!library.topics.has(term.topic))
      add('error', file, near, `there is no topic "${term.topic}"`, 'use an id of content/programmes.yaml')
    for (const key of term.sources)
      if (!library.sources.has(key))
        add('error', file, near, `there is no source "${key}"`, 'add it to content/sources.yaml')
    for (const name of Object.values(term.names).flatMap((names) => names ?? [])) {
      const owner = owners.get(name.toLowerCase())
      if (owner !== undefined && owner !== term.id)
        add('error', file, name, `"${name}" is a name of "${owner}" too`, 'leave it with one of them')
      owners.set(name.toLowerCase(), term.id)
    }
    for (const text of Object.values(term.text)) checkText(text, add)
  }
}

function checkText(text: string, add: Add): void {
  if (/[0-9٠-٩۰-۹]/.test(text))
    add('error', file, text, 'a number stands in the sentence', 'leave it to the answer, where it is a fact')
  if (text.length > longestText)
    add('warning', file, text, `the text has ${text.length} characters`, `shorten it to ${longestText}`)
  const { longestWords } = measureReading(readSentences([{ section: '', kind: 'paragraph', nth: 1, text, line: 0 }]))
  if (longestWords > longestSentence)
    add('warning', file, text, `a sentence has ${longestWords} words`, `make two of it, of at most ${longestSentence}`)
}
