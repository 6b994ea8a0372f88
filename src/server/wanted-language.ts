/** The language in which somebody who has not said it yet is answered. */
import type { FastifyRequest } from 'fastify'
import type { ReplyLanguage } from '../languages.ts'

/** `?lang=` decides, then what the browser says, then French. */
export function wantedLanguage(request: FastifyRequest, languages: readonly ReplyLanguage[]): ReplyLanguage {
  const { lang } = request.query as { lang?: unknown } // whatever stands in the address
  const asked = languages.find((language) => language === lang)
  if (asked) return asked
  for (const part of (request.headers['accept-language'] ?? '').split(',')) {
    const code = part
      .trim()
      .slice(0, 3)
      .replace(/[-;].*/, '')
      .toLowerCase()
    const language = languages.find((known) => known === code)
    if (language) return language
  }
  return languages.includes('fr') ? 'fr' : (languages[0] ?? 'fr')
}
