/** Training phrases: each stands once, under a topic that exists, and every topic has enough in every language. */
import type { WrittenLanguage } from '../languages.ts'
import { type Add, requiredLanguages } from './check-report.ts'
import type { Library, Utterance } from './library.ts'

/** Fewer in a language that most people write, and a topic is hardly found. */
const fewest = 5
/** How many phrases make a topic well found; what smalltalk says has less variety. */
const wanted: Readonly<Record<WrittenLanguage, number>> = {
  fr: 60,
  ar: 50,
  en: 50,
  ary: 50,
  'ary-Latn': 50,
  es: 40,
  pt: 20,
  wo: 15,
}
const smalltalkShare = 0.25

export function checkPhrases(library: Library, utterances: readonly Utterance[], add: Add): void {
  const known = new Set<string>([...library.topics.keys(), ...library.smalltalk.keys(), 'oos'])
  checkDoubles(utterances, known, add)
  const counts = countPhrases(utterances)
  const files = new Map(utterances.map(({ topic, file }) => [topic, file]))
  for (const topic of known)
    for (const [language, full] of Object.entries(wanted) as [WrittenLanguage, number][]) {
      const count = counts.get(topic)?.get(language) ?? 0
      const enough = topic.startsWith('bot.') ? Math.ceil(full * smalltalkShare) : full
      const missing = requiredLanguages.some((required) => required === language) && count < fewest
      if (count < enough)
        add(
          missing ? 'error' : 'warning',
          files.get(topic) ?? 'intents',
          `  ${language}:`,
          `"${topic}" has ${count} phrases in ${language}`,
          `write ${enough - count} more, each as another person would`,
        )
    }
}

/** @returns topic → language → phrases */
export function countPhrases(utterances: readonly Utterance[]): Map<string, Map<WrittenLanguage, number>> {
  const counts = new Map<string, Map<WrittenLanguage, number>>()
  for (const { topic, language } of utterances) {
    const row = counts.get(topic) ?? new Map<WrittenLanguage, number>()
    counts.set(topic, row.set(language, (row.get(language) ?? 0) + 1))
  }
  return counts
}

function checkDoubles(utterances: readonly Utterance[], known: ReadonlySet<string>, add: Add): void {
  const first = new Map<string, Utterance>()
  const unknown = new Set<string>()
  for (const utterance of utterances) {
    if (!known.has(utterance.topic) && !unknown.has(utterance.file)) {
      unknown.add(utterance.file)
      add(
        'error',
        utterance.file,
        'topic:',
        `there is no topic "${utterance.topic}"`,
        'use an id of content/programmes.yaml',
      )
    }
    const text = utterance.text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
    const other = first.get(text)
    if (other && other.topic !== utterance.topic)
      add(
        'error',
        utterance.file,
        utterance.text,
        `this phrase stands in ${other.file} too`,
        'keep it where it belongs',
      )
    else if (other?.language === utterance.language)
      add('warning', utterance.file, utterance.text, 'this phrase stands twice', 'take one out')
    else first.set(text, utterance)
  }
}
