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

export interface UrgencyEvidence {
  readonly danger: DangerList
  /** Normalised words of the message in order. */
  readonly words: readonly string[]
  /** The n-grams judge without the encoder. */
  readonly alone: boolean
}

export interface Urgency {
  readonly kind: UrgencyKind
  /** Both views agree, or one has no doubt: the card comes first. Otherwise it is one line above the answer. */
  readonly sure: boolean
}

/** The label of messages in which nobody is in danger. */
export const calmLabel = 'calm'

/**
 * From here on the views alone raise the alarm: low, because a missed emergency costs more than a line of text. On the
 * odd lines of the development set 98 in 100 emergencies are seen from there on, with 3 false alarms in 100 (`dalil fit`);
 * from `sureFrom` on one alarm in 200 calm messages is false, and the whole card comes first.
 */
const alarmFrom = 0.037
/** The n-grams without the encoder are less sure of what is calm. */
const alarmFromAlone = 0.3
const sureFrom = 0.18

/** @param ranked urgency kinds and `calm`, as the views see them */
export function findUrgency(ranked: readonly Ranked[], { danger, words, alone }: UrgencyEvidence): Urgency | undefined {
  const listed = findPhrase(danger.kinds, words)?.value
  const calm = ranked.find(({ label }) => label === calmLabel)?.confidence ?? 1
  const likely = ranked.find(({ label }) => label !== calmLabel)
  const kind = urgencyKinds.find((known) => known === likely?.label)
  const alarm = 1 - calm
  const takenBack = findPhrase(danger.calm, words) !== undefined
  if (listed && !takenBack) return { kind: listed, sure: true }
  if (kind && alarm >= (alone ? alarmFromAlone : alarmFrom) && !(takenBack && alarm < sureFrom))
    return { kind, sure: alarm >= sureFrom }
  return undefined
}
