/** Which language a short message is written in, and how sure that is. */
import { languages, type WrittenLanguage, writtenLanguages } from '../languages.ts'
import type { Ranked } from './classifier.ts'
import { normalise } from './normalise.ts'

export interface LanguageGuess {
  readonly code: WrittenLanguage | 'unknown'
  /** 0 to 1. */
  readonly confidence: number
}

/** Below this a guess is called unknown, and the talk goes on in its language. */
const sureFrom = 0.5
/** How much more likely the language of the talk so far is than any other. */
const priorWeight = 4

/**
 * Letters decide the script, the views the language within it.
 *
 * @param ranked languages by letters and words, as the views see them
 * @param before the language of the talk so far: a prior, so that "ok" or "Tanger" does not change it
 */
export function identifyLanguage(ranked: readonly Ranked[], text: string, before?: WrittenLanguage): LanguageGuess {
  const script = scriptOf(text)
  if (!script) return before ? { code: before, confidence: 0 } : { code: 'unknown', confidence: 0 }
  const letters = normalise(text).replace(/[\P{L}]/gu, '').length
  const possible = writtenLanguages.filter((code) => languages[code].script === script)
  const weights = new Map<WrittenLanguage, number>()
  for (const { label, confidence } of ranked) {
    const code = possible.find((language) => language === label)
    if (code)
      weights.set(
        code,
        confidence * (code === before ? priorWeight : 1) + (code === before ? 0.2 / Math.max(1, letters) : 0),
      )
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  let best: LanguageGuess = { code: 'unknown', confidence: 0 }
  for (const [code, weight] of weights) {
    const confidence = total > 0 ? weight / total : 0
    if (confidence > best.confidence) best = { code, confidence }
  }
  // A word of one to three letters ("ok", "non", "si") belongs to several languages: it changes nothing.
  if (letters <= 3)
    return before
      ? { code: before, confidence: best.confidence / 2 }
      : { code: 'unknown', confidence: best.confidence / 2 }
  if (best.confidence < sureFrom) return { code: before ?? 'unknown', confidence: best.confidence }
  return best
}

/** The script that most letters have; undefined where there is no letter that we know. */
function scriptOf(text: string): 'latin' | 'arabic' | undefined {
  const arabic = text.match(/\p{Script=Arabic}/gu)?.length ?? 0
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0
  if (arabic === 0 && latin === 0) return undefined
  return arabic >= latin ? 'arabic' : 'latin'
}
