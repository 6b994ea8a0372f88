/** An hour as people in Morocco read it. */
import type { AdminLanguage } from '../languages.ts'
import type { Hour } from '../store/store.ts'

/** As dates are written in Morocco: Western digits in Arabic too. */
const tags: Readonly<Record<AdminLanguage, string>> = { fr: 'fr-MA', ar: 'ar-MA', en: 'en-GB' }

/** `25 nov. 2026, 14:00`, in the time of Morocco. */
export function formatHour(hour: Hour, language: AdminLanguage): string {
  return new Intl.DateTimeFormat(tags[language], {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Africa/Casablanca',
  }).format(hour * 1000)
}
