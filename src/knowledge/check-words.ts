/** The assistant's own words in `locales/`: every language has every key of French, with the same placeholders. */
import { replyLanguages } from '../languages.ts'
import type { Add } from './check-report.ts'
import type { Library } from './library.ts'

export function checkWords(library: Library, add: Add): void {
  const french = flattenWords(library.locales.fr ?? {})
  for (const language of replyLanguages) {
    const file = `locales/${language}.json`
    const words = flattenWords(library.locales[language] ?? {})
    for (const [key, text] of french) {
      const other = words.get(key)
      if (other === undefined) add('error', file, undefined, `"${key}" is missing`, `translate "${text}"`)
      else if (placeholdersOf(other) !== placeholdersOf(text))
        add(
          'error',
          file,
          JSON.stringify(other),
          `"${key}" has other placeholders than fr.json`,
          `use ${placeholdersOf(text) || 'none'}`,
        )
    }
    for (const key of words.keys())
      if (!french.has(key))
        add('error', file, `"${key.split('.').at(-1)}"`, `"${key}" is not in fr.json`, 'take it out or add it there')
  }
}

/** `{ menu: { title: "…" } }` → `menu.title` → "…" */
export function flattenWords(words: object, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>()
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === 'string') flat.set(`${prefix}${key}`, value)
    else if (value && typeof value === 'object')
      for (const [inner, text] of flattenWords(value, `${prefix}${key}.`)) flat.set(inner, text)
  }
  return flat
}

/** In order and as often as they stand there, so that two texts can be compared. */
export function placeholdersOf(text: string): string {
  return (text.match(/\{\{[^}]*\}\}/g) ?? []).sort().join(' ')
}
