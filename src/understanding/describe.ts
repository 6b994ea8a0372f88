/** An understanding in the words of the HTTP API and of `dalil match`; holds nothing that the person wrote. */
import type { Understood } from '../message.ts'
import { outOfScopeLabel, type Understanding } from './understand.ts'

/** `intent` is `oos` where nothing is answered, and then `confidence` says how likely that is right. */
export function describe(understanding: Understanding): Understood {
  const [first, ...others] = understanding.questions
  const best = first?.ranked[0]
  const decision = first?.decision.kind ?? 'unknown'
  // What serves the conversation only is left out.
  const { services, continues, isMinor, ...said } = understanding.entities
  return {
    language: understanding.language.code,
    intent: decision === 'unknown' || !best ? outOfScopeLabel : best.topic,
    decision,
    confidence: decision === 'unknown' ? (first?.outOfScope ?? 0) : (best?.confidence ?? 0),
    ...(understanding.urgency && { urgent: understanding.urgency.urgent }),
    also: others.flatMap(({ decision: next }) => (next.kind === 'answer' ? [next.topic] : [])),
    alternatives: (first?.ranked ?? []).slice(0, 3).map(({ topic, confidence }) => ({ intent: topic, confidence })),
    entities: said,
  }
}
