/**
 * Is somebody in danger now, and of which kind? Two views, either suffices: a model of messages, and a list of danger
 * phrases. Tuned to miss nobody: a missed emergency can cost a life, a false alarm costs one line of text.
 */
import { type UrgencyKind, urgencyKinds } from '../message.ts'
import type { Ranked } from './classifier.ts'
import { findPhrase, type PhraseIndex } from './phrase.ts'

export interface DangerList {
  readonly kinds: PhraseIndex<UrgencyKind>
  /** Phrases that take a danger phrase back: "what is the number in case of", "last year". */
  readonly calm: PhraseIndex<true>
}

export interface Urgency {
  readonly kind: UrgencyKind
  /** Both views agree, or one has no doubt: the card comes first. Otherwise it is one line above the answer. */
  readonly sure: boolean
}

/** The label of messages in which nobody is in danger. */
export const calmLabel = 'calm'

/** The model alone raises the alarm from here on; chosen on held-out phrases for recall before precision. */
const alarmFrom = 0.4
const sureFrom = 0.7
const certainFrom = 0.95

/**
 * @param ranked urgency kinds and `calm`, as the views see them
 * @param words normalised words of the message in order
 */
export function findUrgency(
  ranked: readonly Ranked[],
  danger: DangerList,
  words: readonly string[],
): Urgency | undefined {
  if (words.length === 0) return undefined
  const listed = findPhrase(danger.kinds, words)?.value
  const calm = ranked.find(({ label }) => label === calmLabel)?.confidence ?? 1
  const likely = ranked.find(({ label }) => label !== calmLabel)
  const kind = urgencyKinds.find((known) => known === likely?.label)
  const alarm = 1 - calm
  const takenBack = findPhrase(danger.calm, words) !== undefined
  // The list names the kind that was written; the model knows better only where it has no doubt.
  if (listed && !takenBack) return { kind: kind && alarm >= certainFrom ? kind : listed, sure: true }
  if (kind && alarm >= alarmFrom && !(takenBack && alarm < sureFrom)) return { kind, sure: alarm >= sureFrom }
  return undefined
}
