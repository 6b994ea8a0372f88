/** Languages of the secretariat's pages, and how they get their words. */
export const adminLanguages = ['fr', 'ar', 'en'] as const
export type AdminLanguage = (typeof adminLanguages)[number]
export type AdminWords = (
  language: AdminLanguage,
  key: string,
  values?: Readonly<Record<string, string | number>>,
) => string
