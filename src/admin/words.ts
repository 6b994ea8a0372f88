/** The words of the secretariat's pages: which languages, and how a page says one of `locales/admin/`. */
import type { AdminLanguage } from '../languages.ts'

export { type AdminLanguage, adminLanguages } from '../languages.ts'

export type AdminWords = (
  language: AdminLanguage,
  key: string,
  values?: Readonly<Record<string, string | number>>,
) => string
