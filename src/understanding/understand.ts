/**
 * Text → what it asks, in which language, whether somebody is in danger. The same text gives the same result: no clock,
 * no disk, no network, so that it can be tested line by line and run anywhere.
 * Not for: what to answer, and what was said before, but for the language of the talk so far.
 */
import type { WrittenLanguage } from '../languages.ts'
import type { TopicId, UrgencyKind } from '../message.ts'
import type { Ranked } from './classifier.ts'
import { splitClauses } from './clauses.ts'
import type { Encoder } from './encoder.ts'
import { createEntityFinder, type Entities, type EntityLists } from './entities.ts'
import { identifyLanguage, type LanguageGuess } from './language.ts'
import type { NearestIndex } from './nearest.ts'
import { normalise, visibleText } from './normalise.ts'
import { type DangerList, findUrgency } from './urgency.ts'
import { createViews, type Models, type Reading } from './views.ts'

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
  /** How much it looks like something we answer: log-odds of the best topic against "none of ours", in nats. */
  readonly scope: number
  readonly decision:
    | { readonly kind: 'answer'; readonly topic: TopicId }
    | { readonly kind: 'clarify'; readonly between: readonly [TopicId, TopicId, TopicId?] }
    | { readonly kind: 'unknown' }
  /** Where nothing is sure: topics whose passages are nearest in meaning, best first; at most two. */
  readonly perhaps?: readonly TopicId[]
}

/** Passages of the answers by meaning. */
export interface PassageIndex {
  readonly index: NearestIndex
  /** Topic of each passage in the index. */
  readonly topics: readonly TopicId[]
}

export interface Understander {
  /** @param before written language of the talk so far */
  understand(text: string, before?: WrittenLanguage): Promise<Understanding>
}

export const outOfScopeLabel = 'oos'

/**
 * On calibrated confidence. From `answer` on the top topic is answered: on the even lines of the development set nine
 * of ten questions, nine of ten rightly. Where the log-odds of the best topic against "none of ours" do not reach
 * `scope`, nothing is answered: it costs one question in thirty and refuses nine strange ones of ten. From `second` on a
 * clause is a question of its own. Above `strange` a refused question is compared with the passages of the answers, and
 * those of a cosine from `near` on are offered.
 */
export const thresholds = { answer: 0.45, scope: 2.3, clarify: 0.12, second: 0.6, strange: -2, near: 0.35 } as const

/** Passages looked at for a question that would be refused; several may be of one topic. */
const nearestPassages = 6

export interface UnderstanderParts {
  readonly models: Models
  readonly lists: EntityLists
  readonly danger: DangerList
  /** Absent where its runtime does not run: the n-grams answer alone. */
  readonly encoder?: Encoder
  /** Absent until the passages are embedded. */
  readonly passages?: PassageIndex
}

export function createUnderstander({ models, lists, danger, encoder, passages }: UnderstanderParts): Understander {
  const finder = createEntityFinder(lists)
  const views = createViews(models, encoder)

  return {
    async understand(text, before) {
      const visible = visibleText(text)
      const normalised = normalise(visible)
      const words = normalised === '' ? [] : normalised.split(' ')
      if (words.length === 0)
        return {
          language: identifyLanguage([], visible, before),
          questions: [nothingAsked],
          entities: finder.find(words, visible),
          words: 0,
        }
      const clauses = splitClauses(visible)
      const reading = Promise.all([views.read(visible), Promise.all(clauses.length > 1 ? clauses.map(views.read) : [])])
      const entities = finder.find(words, visible) // while the encoder reads
      const [whole, parts] = await reading
      const alone = whole.encoding === undefined
      const urgency = findUrgency(views.dangers(whole), { danger, words, alone })
      return {
        language: identifyLanguage(views.languages(whole), visible, before),
        ...(urgency && { urgency: { urgent: urgency.kind, sure: urgency.sure } }),
        questions: findQuestions(whole, parts),
        entities,
        words: words.length,
      }
    },
  }

  /** The whole message decides unless its clauses clearly ask different things, one of them what the whole asks. */
  function findQuestions(whole: Reading, clauses: readonly Reading[]): Question[] {
    const main = withNearest(judge(views.topics(whole)), whole)
    const sure = new Map<TopicId, Question>()
    for (const clause of clauses) {
      const question = judge(views.topics(clause))
      const { decision, ranked } = question
      if (decision.kind !== 'answer' || isSmalltalk(decision.topic) || sure.has(decision.topic)) continue
      if ((ranked[0]?.confidence ?? 0) >= thresholds.second) sure.set(decision.topic, question)
    }
    const asked = main.ranked[0]?.topic
    return asked && sure.size >= 2 && sure.has(asked) ? [...sure.values()].slice(0, 3) : [main]
  }

  /** Only a question that would be refused is compared with the passages: what is clearly strange is left alone. */
  function withNearest(question: Question, { encoding }: Reading): Question {
    if (question.decision.kind !== 'unknown' || !passages || !encoding || question.scope < thresholds.strange)
      return question
    const near = passages.index
      .find(encoding.embedding, nearestPassages)
      .filter(({ cosine }) => cosine >= thresholds.near)
      .flatMap(({ at }) => passages.topics[at] ?? [])
    const perhaps = [...new Set(near)].slice(0, 2)
    return perhaps.length > 0 ? { ...question, perhaps } : question
  }
}

const nothingAsked: Question = {
  ranked: [],
  outOfScope: 1,
  scope: Number.NEGATIVE_INFINITY,
  decision: { kind: 'unknown' },
}

export function isSmalltalk(topic: TopicId): boolean {
  return topic.startsWith('bot.')
}

/** Nats for a cosine of 1: on HINT3 Curekart and CLINC150 anything from 1 to 4 does as well. */
const familiarityWeight = 2

/** Smallest probability that counts: below it a difference says nothing. */
const faintest = 1e-9

/**
 * Ranked labels → what to do with them at the shipped thresholds. Whether a question is ours is told by the odds of the
 * best topic against "none of ours", not by its confidence: a question between two of our topics is ours all the same.
 *
 * @param familiarity cosine of the nearest example, where examples are kept
 */
export function judge(all: readonly Ranked[], familiarity = 0): Question {
  const outOfScope = all.find(({ label }) => label === outOfScopeLabel)?.confidence ?? 0
  const ranked = all
    .filter(({ label }) => label !== outOfScopeLabel)
    .map(({ label, confidence }) => ({ topic: label as TopicId, confidence })) // the model's labels are the ids it learnt from
  const [first] = ranked
  const odds = Math.log(Math.max(faintest, first?.confidence ?? 0)) - Math.log(Math.max(faintest, outOfScope))
  const scope = odds + familiarityWeight * familiarity
  const decide = (): Question['decision'] => {
    if (!first || scope < thresholds.scope) return { kind: 'unknown' }
    if (first.confidence >= thresholds.answer) return { kind: 'answer', topic: first.topic }
    // Nobody is asked whether they meant to say hello.
    const likely = ranked.filter(({ topic }) => !isSmalltalk(topic))
    const [one, two, three] = likely
    if (!one || !two || one.confidence < thresholds.clarify) return { kind: 'unknown' }
    const offered = three && three.confidence >= thresholds.clarify / 3 ? three.topic : undefined
    return { kind: 'clarify', between: offered ? [one.topic, two.topic, offered] : [one.topic, two.topic] }
  }
  return { ranked, outOfScope, scope, decision: decide() }
}
