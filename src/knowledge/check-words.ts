/**
 * The assistant's own words in `locales/`, and those of the secretariat's pages in `locales/admin/`: every language has
 * every key of French, with the same placeholders.
 */
import { adminLanguages, type ReplyLanguage, replyLanguages } from '../languages.ts'
import type { Add } from './check-report.ts'
import type { Library } from './library.ts'

export function checkWords(library: Library, add: Add): void {
  checkLocales(library.locales, replyLanguages, (language) => `locales/${language}.json`, add)
  const owners = new Map<string, string>()
  for (const [name, locales] of library.adminLocales) {
    const fileOf = (language: ReplyLanguage) => `locales/admin/${name}.${language}.json`
    checkLocales(locales, adminLanguages, fileOf, add)
    for (const key of flattenWords(locales.fr ?? {}).keys()) {
      const owner = owners.get(key)
      const near = `"${key.split('.').at(-1)}"`
      if (owner) add('error', fileOf('fr'), near, `"${key}" is in ${owner} too`, 'give one of them another name')
      owners.set(key, fileOf('fr'))
    }
  }
}

function checkLocales(
  locales: Library['locales'],
  languages: readonly ReplyLanguage[],
  fileOf: (language: ReplyLanguage) => string,
  add: Add,
): void {
  const french = flattenWords(locales.fr ?? {})
  const reference = fileOf('fr').split('/').at(-1)
  for (const language of languages) {
    const file = fileOf(language)
    const words = flattenWords(locales[language] ?? {})
    for (const [key, text] of french) {
      const other = words.get(key)
      if (other === undefined) add('error', file, undefined, `"${key}" is missing`, `translate "${text}"`)
      else if (placeholdersOf(other) !== placeholdersOf(text))
        add(
          'error',
          file,
          JSON.stringify(other),
          `"${key}" has other placeholders than ${reference}`,
          `use ${placeholdersOf(text) || 'none'}`,
        )
    }
    for (const key of words.keys())
      if (!french.has(key))
        add(
          'error',
          file,
          `"${key.split('.').at(-1)}"`,
          `"${key}" is not in ${reference}`,
          'take it out or add it there',
        )
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
