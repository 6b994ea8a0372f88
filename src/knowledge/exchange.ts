/**
 * Texts for a translator: one row a paragraph, list item or word of the assistant, French beside the other language. A
 * row is known by its id, `health.coverage/steps/step-1` or `locales/choice.menu`, so rows may be sorted or left out.
 * Writing them back is in `exchange-back.ts`.
 */
import { languages, type ReplyLanguage } from '../languages.ts'
import { listAnswerFiles } from './answer-files.ts'
import { type AnswerText, readAnswerTexts } from './answer-lines.ts'
import { flattenWords } from './check-words.ts'
import type { Library } from './library.ts'

export interface ExchangeRow {
  readonly id: string
  /** For the translator: `steps`, `situation refugee`, `locales`. */
  readonly section: string
  /** Empty where only the other language has this row. */
  readonly french: string
  /** Empty where it is not translated yet. */
  readonly text: string
}

export type ReadText = (path: string) => string | undefined

/** First row of the file. The language's code stands in its name, so that a file is not read into another one. */
export function headerOf(language: ReplyLanguage): string[] {
  return ['id', 'section', 'French', `${languages[language].name} (${language})`]
}

/** Answers in the order of the menu, emergency cards, smalltalk, then the assistant's own words. */
export function listRows(library: Library, read: ReadText, language: ReplyLanguage): ExchangeRow[] {
  return [...answerRows(library, read, language), ...wordRows(library, language)]
}

function answerRows(library: Library, read: ReadText, language: ReplyLanguage): ExchangeRow[] {
  return listAnswerFiles(library).flatMap(({ id, folder }) => {
    const french = readAnswerTexts(read(`${folder}/fr.md`) ?? '')
    const other = readAnswerTexts(read(`${folder}/${language}.md`) ?? '')
    const texts = new Map(other.map((text) => [placeOf(text), text.text]))
    return mergeTexts(french, other).map(
      (text): ExchangeRow => ({
        id: `${id}/${placeOf(text)}`,
        section: text.section,
        french: french.find((one) => placeOf(one) === placeOf(text))?.text ?? '',
        text: texts.get(placeOf(text)) ?? '',
      }),
    )
  })
}

function wordRows(library: Library, language: ReplyLanguage): ExchangeRow[] {
  const french = flattenWords(library.locales.fr ?? {})
  const other = flattenWords(library.locales[language] ?? {})
  return [...new Set([...french.keys(), ...other.keys()])].map((key) => ({
    id: `locales/${key}`,
    section: 'locales',
    french: french.get(key) ?? '',
    text: other.get(key) ?? '',
  }))
}

/** `steps/step-1`: which text of a file it is, the same in every language. */
export function placeOf({ section, kind, nth }: AnswerText): string {
  return `${section}/${kind}-${nth}`
}

/** Texts of the first list in order; those that only the second has stand behind the last one of their section. */
export function mergeTexts<Text extends AnswerText>(first: readonly Text[], second: readonly Text[]): Text[] {
  const merged = [...first]
  for (const text of second) {
    if (merged.some((one) => placeOf(one) === placeOf(text))) continue
    const last = merged.findLastIndex(({ section }) => section === text.section)
    merged.splice(last < 0 ? merged.length : last + 1, 0, text)
  }
  return merged
}
