/** The lines for people in danger that every page shows, with or without a script and a connection. */
import { formatPhone } from '../knowledge/compose.ts'
import type { Library } from '../knowledge/library.ts'
import type { Phone } from '../message.ts'

/** Who is called first, in `content/services`, and what the page calls them, under `web.` in `locales/`. */
const lines = [
  ['line-protection-civile-15', 'ambulance'],
  ['line-police-19', 'police'],
  ['line-gendarmerie-177', 'gendarmerie'],
  ['line-enfance-2511', 'children'],
  ['line-femmes-8350', 'women'],
] as const

export interface EmergencyLine {
  readonly phone: Phone
  readonly word: (typeof lines)[number][1]
}

export function listEmergencyLines(library: Library): EmergencyLine[] {
  return lines.flatMap(([id, word]) => {
    const phone = library.services.find((service) => service.id === id)?.phones[0]
    return phone ? [{ phone: formatPhone(phone), word }] : []
  })
}
