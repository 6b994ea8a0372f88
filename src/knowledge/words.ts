/** The assistant's own words, from `locales/<language>.json` (i18next JSON v4, with plurals). */
import i18next, { type i18n } from 'i18next'
import { fallbacks, type ReplyLanguage, replyLanguages } from '../languages.ts'

/** Says one of the assistant's own sentences in a language. */
export type Say = (language: ReplyLanguage, key: string, values?: Readonly<Record<string, string | number>>) => string

/** @param resources one object a language, as read from `locales/` */
export function createWords(resources: Readonly<Partial<Record<ReplyLanguage, object>>>): Say {
  const instance: i18n = i18next.createInstance()
  void instance.init({
    initAsync: false,
    resources: Object.fromEntries(
      Object.entries(resources).map(([language, words]) => [language, { translation: words }]),
    ),
    supportedLngs: [...replyLanguages],
    load: 'currentOnly',
    fallbackLng: (code) => [...fallbacks(replyLanguages.find((language) => language === code) ?? 'fr'), 'fr'],
    interpolation: { escapeValue: false }, // each channel escapes for its own place
    returnNull: false,
  })
  const fixed = new Map(replyLanguages.map((language) => [language, instance.getFixedT(language)]))
  return (language, key, values) => fixed.get(language)?.(key, { ...values }) ?? key
}
