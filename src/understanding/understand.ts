/**
 * Text → what it asks, in which language, whether somebody is in danger. The same text gives the same result: no clock,
 * no disk, no network, so that it can be tested line by line and run anywhere.
 * Not for: what to answer, and what was said before, but for the language of the talk so far.
 */
import type { WrittenLanguage } from '../languages.ts'
import type { TopicId, UrgencyKind } from '../message.ts'
import { type Model, match, type Ranked } from './classifier.ts'
import { splitClauses } from './clauses.ts'
import { createEntityFinder, type Entities, type EntityLists } from './entities.ts'
import { identifyLanguage, type LanguageGuess } from './language.ts'
import { normalise, visibleText } from './normalise.ts'
import { type DangerList, findUrgency } from './urgency.ts'

export interface Understanding {
  readonly language: LanguageGuess
  readonly urgency?: { readonly urgent: UrgencyKind; readonly sure: boolean }
  /** 1 to 3, in the order asked. */
  readonly questions: readonly Question[]
  readonly entities: Entities
  /** How many words the message has; a short one may lean on what was said before. */
  readonly words: number
}

export interface Question {
  /** Best first; confidence 0 to 1, calibrated. Out of scope is left out. */
  readonly ranked: readonly { readonly topic: TopicId; readonly confidence: number }[]
  /** How likely it is that the question is about nothing we answer. */
  readonly outOfScope: number
  readonly decision:
    | { readonly kind: 'answer'; readonly topic: TopicId }
    | { readonly kind: 'clarify'; readonly between: readonly [TopicId, TopicId, TopicId?] }
    | { readonly kind: 'unknown' }
}

/** The three models, learnt from `intents/` by whoever loads them. */
export interface Models {
  /** Labels are topic ids, smalltalk ids and `oos`. */
  readonly topic: Model
  readonly language: Model
  readonly urgency: Model
}

export interface Understander {
  /** @param before written language of the talk so far */
  understand(text: string, before?: WrittenLanguage): Promise<Understanding>
}

export const outOfScopeLabel = 'oos'

/**
 * Thresholds on calibrated confidence. From `answer` on the top topic is answered, from `clarify` on the likely ones
 * are offered, below both the menu. Chosen on `dalil eval --cross-validate`'s forerunner, test/understanding.
 */
export const thresholds = { answer: 0.45, clarify: 0.12, second: 0.6 } as const

export function createUnderstander(models: Models, lists: EntityLists, danger: DangerList): Understander {
  const finder = createEntityFinder(lists)

  return {
    // Asynchronous because the encoder of the next version runs off the event loop.
    async understand(text, before) {
      const visible = visibleText(text)
      const normalised = normalise(visible)
      const words = normalised === '' ? [] : normalised.split(' ')
      const language = identifyLanguage(models.language, visible, before)
      const urgency = findUrgency(models.urgency, danger, visible, words)
      return {
        language,
        ...(urgency && { urgency: { urgent: urgency.kind, sure: urgency.sure } }),
        questions: findQuestions(visible),
        entities: finder.find(words),
        words: words.length,
      }
    },
  }

  function findQuestions(text: string): Question[] {
    if (!/[\p{L}\p{N}]/u.test(normalise(text))) return [{ ranked: [], outOfScope: 1, decision: { kind: 'unknown' } }]
    const whole = judge(match(models.topic, text))
    const clauses = splitClauses(text)
    if (clauses.length < 2) return [whole]
    const sure: Question[] = []
    for (const clause of clauses) {
      const question = judge(match(models.topic, clause))
      const { decision } = question
      if (decision.kind !== 'answer' || isSmalltalk(decision.topic)) continue
      if ((question.ranked[0]?.confidence ?? 0) < thresholds.second) continue
      const known = sure.some((other) => other.decision.kind === 'answer' && other.decision.topic === decision.topic)
      if (!known) sure.push(question)
    }
    // The whole message decides unless its clauses clearly ask different things, one of them what the whole asks.
    const main = whole.ranked[0]?.topic
    if (sure.length >= 2 && sure.some((question) => question.ranked[0]?.topic === main)) return sure.slice(0, 3)
    return [whole]
  }
}

export function isSmalltalk(topic: TopicId): boolean {
  return topic.startsWith('bot.')
}

function judge(all: readonly Ranked[]): Question {
  const outOfScope = all.find(({ label }) => label === outOfScopeLabel)?.confidence ?? 0
  const ranked = all
    .filter(({ label }) => label !== outOfScopeLabel)
    .map(({ label, confidence }) => ({ topic: label as TopicId, confidence })) // the model's labels are the ids it learnt from
  const [first] = ranked
  const decide = (): Question['decision'] => {
    if (!first || outOfScope > first.confidence) return { kind: 'unknown' }
    if (first.confidence >= thresholds.answer) return { kind: 'answer', topic: first.topic }
    // Nobody is asked whether they meant to say hello.
    const likely = ranked.filter(({ topic }) => !isSmalltalk(topic))
    const [one, two, three] = likely
    if (!one || !two || one.confidence < thresholds.clarify) return { kind: 'unknown' }
    const offered = three && three.confidence >= thresholds.clarify / 3 ? three.topic : undefined
    return { kind: 'clarify', between: offered ? [one.topic, two.topic, offered] : [one.topic, two.topic] }
  }
  return { ranked, outOfScope, decision: decide() }
}
