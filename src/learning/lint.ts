/** Training phrases → what an author should look at: near-doubles in two intents, and how alike all of them are. */
import type { Finding } from '../errors.ts'
import type { Utterance } from '../knowledge/library.ts'
import { countSharedRuns, findNearPairs } from './duplicates.ts'

export interface PhraseLint {
  readonly findings: readonly Finding[]
  readonly phrases: number
  /** Pairs that share most of their letters. */
  readonly nearDoubles: number
  /** Runs of five words that stand in more than one phrase. */
  readonly sharedRuns: number
}

/** From here on two phrases of different intents confuse the classifier more than they teach it. */
const confusing = 0.8

/** A few seconds for 30,000 phrases. */
export function lintPhrases(utterances: readonly Utterance[]): PhraseLint {
  const texts = utterances.map(({ text }) => text)
  const pairs = findNearPairs(texts)
  const findings = pairs.flatMap(({ first, second, likeness }): Finding[] => {
    const [one, other] = [utterances[first], utterances[second]]
    if (!one || !other || one.topic === other.topic || likeness < confusing || shortest(one, other) < 8) return []
    return [
      {
        level: 'warning',
        file: other.file,
        problem: `"${other.text}" is nearly "${one.text}" of ${one.topic}`,
        remedy: 'keep it where it belongs, or make the difference plain',
      },
    ]
  })
  return { findings, phrases: texts.length, nearDoubles: pairs.length, sharedRuns: countSharedRuns(texts) }
}

function shortest(one: Utterance, other: Utterance): number {
  return Math.min(one.text.length, other.text.length)
}
