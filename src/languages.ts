/** As written by people. `ary` is Moroccan Darija in Arabic letters, `ary-Latn` the same in Latin letters (Arabizi). */
export type WrittenLanguage = 'fr' | 'ar' | 'ary' | 'ary-Latn' | 'en' | 'es' | 'pt' | 'wo'

/** As answered by us. */
export type ReplyLanguage = 'fr' | 'ar' | 'ary' | 'en' | 'es' | 'pt'

interface Row {
  /** The language's name in itself, as a button shows it. */
  readonly name: string
  readonly script: 'latin' | 'arabic'
  /** BCP 47 tag for `lang` attributes and number formats. */
  readonly tag: string
  /** Reply languages for who writes this, best first; the last resort is always French. */
  readonly answeredIn: readonly ReplyLanguage[]
}

/** One row a language: a new one is understood once it has phrases, and answered once `locales/` and `content/` have it. */
export const languages: Readonly<Record<WrittenLanguage, Row>> = {
  fr: { name: 'Français', script: 'latin', tag: 'fr', answeredIn: ['fr'] },
  ar: { name: 'العربية', script: 'arabic', tag: 'ar', answeredIn: ['ar', 'fr'] },
  ary: { name: 'الدارجة', script: 'arabic', tag: 'ary', answeredIn: ['ary', 'ar', 'fr'] },
  // Who writes Darija in Latin letters often does not read Arabic ones: French first, Darija one tap away.
  'ary-Latn': { name: 'Darija', script: 'latin', tag: 'ary-Latn', answeredIn: ['fr', 'ary', 'ar'] },
  en: { name: 'English', script: 'latin', tag: 'en', answeredIn: ['en', 'fr'] },
  es: { name: 'Español', script: 'latin', tag: 'es', answeredIn: ['es', 'fr'] },
  pt: { name: 'Português', script: 'latin', tag: 'pt', answeredIn: ['pt', 'es', 'fr'] },
  wo: { name: 'Wolof', script: 'latin', tag: 'wo', answeredIn: ['fr'] },
}

export const writtenLanguages: readonly WrittenLanguage[] = ['fr', 'ar', 'ary', 'ary-Latn', 'en', 'es', 'pt', 'wo']
export const replyLanguages: readonly ReplyLanguage[] = ['fr', 'ar', 'ary', 'en', 'es', 'pt']

/** As read in the secretariat's pages: what its officers and the organisations write in. */
export const adminLanguages = ['fr', 'ar', 'en'] as const satisfies readonly ReplyLanguage[]
export type AdminLanguage = (typeof adminLanguages)[number]

/** Where a text in this language is missing, these are tried in order. */
export function fallbacks(language: ReplyLanguage): readonly ReplyLanguage[] {
  return languages[language].answeredIn
}

/** Direction of writing, for `dir` attributes. */
export function directionOf(language: ReplyLanguage): 'ltr' | 'rtl' {
  return languages[language].script === 'arabic' ? 'rtl' : 'ltr'
}
