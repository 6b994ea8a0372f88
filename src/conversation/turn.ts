/**
 * What a talk remembers + a message → what to reply. Rules stand in one list, in order; each is a named function that
 * answers or passes on. No channel is known here, and no text of the person goes further than `understand`.
 * Whole, because the order of the rules is the idea; what they say is in `replies.ts`.
 */

import type { Library } from '../knowledge/library.ts'
import { isNearMorocco, nearestCity } from '../knowledge/services.ts'
import { languages, type ReplyLanguage } from '../languages.ts'
import type {
  ChannelName,
  CityId,
  IncomingMessage,
  Reply,
  Result,
  Situation,
  TopicId,
  TurnOutcome,
  UrgencyKind,
} from '../message.ts'
import type { Referral, Referrals } from '../referral/referrals.ts'
import { describe } from '../understanding/describe.ts'
import { normalise } from '../understanding/normalise.ts'
import { isSmalltalk, thresholds, type Understander, type Understanding } from '../understanding/understand.ts'
import { type Chosen, readChoice } from './choices.ts'
import { createReplies, type Replies } from './replies.ts'
import { chosenOf, newTalk, type Talk } from './state.ts'
import { readTypedChoice } from './typed-choice.ts'
import { findUnansweredTerms } from './unanswered-words.ts'
import { findAskedWords } from './words-asked.ts'

export interface TurnResult {
  readonly reply: Reply
  /** What is remembered from now on; `forget` erases everything. */
  readonly talk: Talk | 'forget'
  readonly outcomes: readonly TurnOutcome[]
  /** Words of a question that got no answer; to be counted, never kept. */
  readonly unanswered?: { readonly language: string; readonly terms: readonly string[] }
}

export interface Turn {
  take(message: IncomingMessage, talk: Talk): Promise<TurnResult>
  /** Is somebody in danger? Asked before a message would be delayed or refused. */
  urgencyOf(message: IncomingMessage): Promise<UrgencyKind | undefined>
  /** The emergency card from memory, when nothing else works. */
  emergencyReply(kind: UrgencyKind, language: ReplyLanguage): Reply
  /** Says that something went wrong on our side, with the emergency numbers. */
  apology(language: ReplyLanguage): Reply
  /** One notice for a chat that writes faster than we answer. */
  slowDown(language: ReplyLanguage): Reply
}

/** Both are asked anew for every message, because content and models are replaced while we run. */
export interface Sources {
  readonly library: () => Library
  readonly understander: () => Understander
  /** Absent: every link starts a normal talk. */
  readonly referrals?: Referrals
  /** Milliseconds since 1970; absent: no answer says what is open now. */
  readonly now?: () => number
}

interface Context {
  /** As it was before this message. */
  readonly before: Talk
  readonly speak: (language: ReplyLanguage) => Replies
  readonly message: IncomingMessage
  readonly talk: Talk
  readonly library: Library
  readonly replies: Replies
  readonly understanding?: Understanding
}

type Rule = (context: Context) => TurnResult | undefined

export function createTurn(sources: Sources): Turn {
  return {
    async take(message, before) {
      const library = sources.library()
      const talk = withKnown(before, message, library)
      const now = sources.now?.()
      const speak = (language: ReplyLanguage) => createReplies(library, language, now)
      const base = { before, message, library, talk, speak }
      // By Telegram's link, by the web page's address, or by the word that a WhatsApp link prepares.
      const token = message.content.kind === 'start' ? message.content.referral : undefined
      if (token !== undefined) {
        const context = { ...base, replies: speak(replyLanguage(talk, library)) }
        const referral = await sources.referrals?.open(token)
        return finish(context, referral ? answerReferred(context, referral) : answerWelcome(context))
      }
      const chosen = timely(message, choiceOf(message, talk, library))
      if (message.content.kind !== 'text' || chosen) {
        const context = { ...base, replies: speak(replyLanguage(talk, library)) }
        return finish(context, chosen ? answerChoice(context, chosen) : answerOther(context), chosen)
      }
      const understanding = await sources.understander().understand(message.content.text, talk.written)
      const heard = hear(talk, understanding, library)
      const context = {
        ...base,
        talk: heard,
        understanding,
        replies: speak(replyLanguage(heard, library)),
      }
      for (const rule of textRules) {
        const result = rule(context)
        if (result) return finish(context, result)
      }
      return finish(context, answerUnknown(context))
    },
    async urgencyOf(message) {
      if (message.content.kind !== 'text') return undefined
      const { urgency } = await sources.understander().understand(message.content.text)
      return urgency?.urgent
    },
    emergencyReply: (kind, language) => createReplies(sources.library(), language).urgentCard(kind),
    apology: (language) => createReplies(sources.library(), language).apology(),
    slowDown: (language) => createReplies(sources.library(), language).slowDown(),
  }
}

/** In this order: danger before everything, what leans on the talk before what stands alone. */
const textRules: readonly Rule[] = [
  answerUrgent,
  apologiseForSilence,
  explainWords,
  answerFollowUp,
  answerCityAlone,
  answerSituationAlone,
  answerOrganisation,
  answerSeveral,
  answerOne,
  askWhichOne,
]

function answerUrgent(context: Context): TurnResult | undefined {
  const { understanding, replies, talk } = context
  const urgency = understanding?.urgency
  if (!urgency?.sure) return undefined
  const asked = firstAnswer(context)
  const card = context.library.urgent.get(urgency.urgent)
  const topic = asked && !isSmalltalk(asked) && asked !== card?.topic ? asked : card?.topic
  const reply = replies.urgent(urgency.urgent, {
    topic: card?.topic,
    also: topic,
    ...placeOf(talk),
    ...situationOf(talk),
  })
  return result(context, reply, { ...talk, unknowns: 0, ...(topic && { topic }) }, 'urgent', topic ?? 'unknown')
}

/** The person has asked elsewhere meanwhile, or has forgotten: one apology and the menu, not an answer out of nowhere. */
function apologiseForSilence(context: Context): TurnResult | undefined {
  const { message, replies, talk } = context
  return message.late ? result(context, replies.late(), talk, 'unanswered', 'unknown') : undefined
}

/** "C'est quoi le récépissé ?": the word is explained; what else the message asks is answered too. */
function explainWords(context: Context): TurnResult | undefined {
  const { message, library, understanding, talk, replies } = context
  const asked = message.content.kind === 'text' ? findAskedWords(library, message.content.text) : undefined
  const [first] = asked?.terms ?? []
  if (!asked || !first) return undefined
  if (asked.otherWords > 2 || understanding?.entities.aspect)
    for (const rule of textRules.slice(textRules.indexOf(explainWords) + 1)) {
      const next = rule(context)
      if (!next) continue
      // A word about another matter waits: what is asked beside it may be what hurts.
      const same = asked.terms.some((term) => next.outcomes.some((outcome) => outcome.topic === term.topic))
      return { ...next, reply: replies.withWords(next.reply, asked.terms, same ? 'first' : 'last') }
    }
  const { topic } = first
  return result(context, replies.words(asked.terms), { ...talk, topic, unknowns: 0 }, 'answered', topic)
}

function answerFollowUp(context: Context): TurnResult | undefined {
  const { understanding, talk, replies } = context
  if (!understanding || !talk.topic || understanding.words > 8) return undefined
  const { aspect, city, continues, situation } = understanding.entities
  const own = ownTopic(context)
  // A message that names another topic clearly is a new question, whatever it begins with.
  if (own && own !== talk.topic) return undefined
  if (city && (continues || understanding.words <= 4)) return answerWhere(context, talk.topic, city)
  if (aspect && (continues || understanding.words <= 6)) {
    if (aspect === 'where') return answerWhere(context, talk.topic, talk.city)
    if (aspect === 'sources') return result(context, replies.sources(talk.topic), talk, 'answered', talk.topic)
    const reply = replies.answer(talk.topic, { only: aspect, ...placeOf(talk), ...situationOf(talk) })
    return result(context, reply, { ...talk, unknowns: 0 }, 'answered', talk.topic)
  }
  if (situation && continues) return answerSituation(context, talk.topic, situation)
  if (continues && understanding.words <= 6) return answerTopic(context, talk.topic)
  return undefined
}

function answerCityAlone(context: Context): TurnResult | undefined {
  const { understanding, talk, replies } = context
  const city = understanding?.entities.city
  if (!understanding || !city || understanding.words > 3 || ownTopic(context)) return undefined
  if (talk.topic) return answerWhere(context, talk.topic, city)
  return result(context, replies.cityNoted(city), { ...talk, city }, 'clarified', 'unknown')
}

function answerSituationAlone(context: Context): TurnResult | undefined {
  const { understanding, talk } = context
  const situation = understanding?.entities.situation
  if (!situation || !talk.topic || understanding.words > 6) return undefined
  const own = ownTopic(context)
  if (own && own !== talk.topic) return undefined
  return answerSituation(context, talk.topic, situation)
}

/** "numéro du GADEM": the person asks for an organisation by its name. */
function answerOrganisation(context: Context): TurnResult | undefined {
  const { understanding, talk, replies } = context
  const named = understanding?.entities.services ?? []
  if (!understanding || named.length === 0 || understanding.words > 7) return undefined
  const reply = replies.organisations(named, talk.city)
  const topic = ownTopic(context) ?? ('snia.contact' as TopicId) // a topic of the taxonomy
  return result(context, reply, { ...talk, topic, unknowns: 0 }, 'answered', topic)
}

function answerSeveral(context: Context): TurnResult | undefined {
  const { understanding, talk, replies } = context
  const topics = (understanding?.questions ?? []).flatMap(({ decision }) =>
    decision.kind === 'answer' ? [decision.topic] : [],
  )
  const last = topics.at(-1)
  if (topics.length < 2 || !last) return undefined
  const reply = replies.several(topics, { ...placeOf(talk), ...situationOf(talk) })
  const whole = result(context, reply, { ...talk, topic: last, unknowns: 0 }, 'answered', last)
  // Each question counts for its own topic.
  return { ...whole, outcomes: topics.flatMap((topic) => whole.outcomes.map((outcome) => ({ ...outcome, topic }))) }
}

function answerOne(context: Context): TurnResult | undefined {
  const topic = firstAnswer(context)
  if (!topic) return undefined
  return isSmalltalk(topic) ? answerSmalltalk(context, topic) : answerTopic(context, topic)
}

function askWhichOne(context: Context): TurnResult | undefined {
  const { understanding, replies, talk } = context
  const decision = understanding?.questions[0]?.decision
  if (decision?.kind !== 'clarify') return undefined
  const topics = decision.between.filter((topic) => topic !== undefined)
  return result(context, replies.whichOne(topics), talk, 'clarified', 'unknown')
}

function answerUnknown(context: Context): TurnResult {
  const { talk, replies, understanding, library } = context
  const unknowns = talk.unknowns + 1
  const perhaps = understanding?.questions[0]?.perhaps?.filter((topic) => library.topics.has(topic)) ?? []
  const first = perhaps.length > 0 ? replies.perhaps(perhaps) : replies.unknown()
  const reply = unknowns >= 2 ? replies.unknownAgain(talk, perhaps) : first
  return result(context, reply, { ...talk, unknowns }, 'unanswered', 'unknown')
}

function answerTopic(context: Context, topic: TopicId): TurnResult {
  const { talk, replies, understanding, library } = context
  if (!library.topics.has(topic)) return answerUnknown(context)
  const aspect = understanding?.entities.aspect
  const lead = aspect === 'cost' || aspect === 'papers' || aspect === 'time' ? aspect : undefined
  const reply = replies.answer(topic, {
    ...(lead && { lead }),
    ...placeOf(talk),
    ...situationOf(talk),
    askSituation: !talk.situation && !talk.situationDeclined,
    ...(understanding?.entities.isMinor && { minor: true }),
  })
  return result(context, reply, { ...talk, topic, unknowns: 0 }, 'answered', topic)
}

function answerWhere(context: Context, topic: TopicId, city: CityId | undefined): TurnResult {
  const { talk, replies } = context
  const reply = city ? replies.where(topic, { city, ...situationOf(talk) }) : replies.whichCity(topic, talk.situation)
  return result(context, reply, { ...talk, topic, unknowns: 0, ...(city && { city }) }, 'answered', topic)
}

function answerSituation(context: Context, topic: TopicId, situation: Situation): TurnResult {
  const { talk, replies } = context
  const reply = replies.variant(topic, { situation, ...placeOf(talk) })
  return result(context, reply, { ...talk, topic, situation, unknowns: 0 }, 'answered', topic)
}

function answerSmalltalk(context: Context, topic: TopicId): TurnResult {
  const { talk, replies } = context
  if (topic === 'bot.human') return answerChoice(context, { kind: 'human' })
  if (topic === 'bot.language') return answerChoice(context, { kind: 'languages' })
  if (topic === 'bot.privacy') return answerChoice(context, { kind: 'privacy' })
  return result(context, replies.smalltalk(topic), { ...talk, unknowns: 0 }, 'answered', 'smalltalk')
}

function answerOther(context: Context): TurnResult {
  const late = apologiseForSilence(context)
  if (late) return late
  const { message, talk, replies, library } = context
  const { content } = message
  if (content.kind === 'unreadable')
    return result(context, replies.unreadable(content.media), talk, 'unanswered', 'unknown')
  if (content.kind === 'place') {
    if (!isNearMorocco(library, content.latitude, content.longitude))
      return result(context, replies.farAway(), talk, 'answered', 'smalltalk')
    const city = nearestCity(library, content.latitude, content.longitude)
    if (city && talk.topic) return answerWhere(context, talk.topic, city.id)
    if (city) return result(context, replies.cityNoted(city.id), { ...talk, city: city.id }, 'clarified', 'unknown')
  }
  return answerWelcome(context)
}

function answerWelcome(context: Context): TurnResult {
  return result(context, context.replies.welcome(), context.talk, 'answered', 'smalltalk')
}

/** The talk starts where the organisation's link says, in its language, with city and situation known. */
function answerReferred(context: Context, { code, organisation, ...start }: Referral): TurnResult {
  const { referral: _, ...before } = context.talk
  const talk: Talk = { ...before, ...start, referral: code }
  const replies = context.speak(replyLanguage(talk, context.library))
  const next = { ...context, talk, replies }
  const whole = start.topic
    ? answerTopic(next, start.topic)
    : result(next, replies.welcome(), talk, 'answered', 'smalltalk')
  return { ...whole, reply: replies.withReferral(whole.reply, organisation) }
}

/** What the link said of the person goes with it; what they chose themselves with a button stays. */
function answerDrop(context: Context): TurnResult {
  const { referral: _, city, situation, ...rest } = context.talk
  const talk: Talk = {
    ...rest,
    ...(city && rest.chosen.includes('city') && { city }),
    ...(situation && rest.chosen.includes('situation') && { situation }),
  }
  const next = { ...context, talk }
  return result(next, context.replies.referralDropped(talk.topic), talk, 'answered', 'smalltalk')
}

function answerChoice(context: Context, chosen: Chosen): TurnResult {
  const { talk, replies, library } = context
  switch (chosen.kind) {
    case 'topic':
      return isSmalltalk(chosen.topic) ? answerSmalltalk(context, chosen.topic) : answerTopic(context, chosen.topic)
    case 'programme':
      return result(context, replies.programme(chosen.programme), talk, 'answered', 'smalltalk')
    case 'situation': {
      if (chosen.situation === 'declined')
        return result(
          context,
          replies.situationDeclined(),
          { ...talk, situationDeclined: true },
          'answered',
          talk.topic ?? 'smalltalk',
        )
      if (talk.topic) return answerSituation(context, talk.topic, chosen.situation)
      return result(context, replies.menu(), { ...talk, situation: chosen.situation }, 'answered', 'smalltalk')
    }
    case 'city': {
      if (!library.cities.some(({ id }) => id === chosen.city))
        return result(context, replies.menu(), talk, 'answered', 'smalltalk')
      if (talk.topic) return answerWhere(context, talk.topic, chosen.city)
      return result(context, replies.cityNoted(chosen.city), { ...talk, city: chosen.city }, 'clarified', 'unknown')
    }
    case 'language': {
      const changed: Talk = { ...talk, language: chosen.language, languageFixed: true }
      const next = { ...context, talk: changed, replies: context.speak(chosen.language) }
      return talk.topic
        ? answerTopic(next, talk.topic)
        : result(next, next.replies.languageChanged(), changed, 'answered', 'smalltalk')
    }
    case 'useful':
      return result(context, replies.thanksForVerdict(chosen.verdict), talk, chosen.verdict, talk.topic ?? 'unknown')
    case 'human':
      return result(context, replies.human(talk), { ...talk, unknowns: 0 }, 'handed-over', talk.topic ?? 'smalltalk')
    case 'sources':
      return result(
        context,
        talk.topic ? replies.sources(talk.topic) : replies.menu(),
        talk,
        'answered',
        talk.topic ?? 'smalltalk',
      )
    case 'cities':
      return result(context, replies.whichCity(talk.topic, talk.situation), talk, 'answered', talk.topic ?? 'smalltalk')
    case 'languages':
      return result(context, replies.whichLanguage(), talk, 'answered', 'smalltalk')
    case 'privacy':
      return result(context, replies.privacy(), talk, 'answered', 'smalltalk')
    case 'drop':
      return answerDrop(context)
    case 'note':
      return result(context, replies.note(talk), talk, 'answered', talk.topic ?? 'smalltalk')
    case 'none':
      return answerUnknown(context)
    case 'menu':
      return result(context, replies.menu(), { ...talk, unknowns: 0 }, 'answered', 'smalltalk')
    case 'forget':
      return { ...result(context, replies.forgotten(), newTalk, 'answered', 'smalltalk'), talk: 'forget' }
  }
}

/** A tapped choice, or one that is typed. */
function choiceOf(message: IncomingMessage, talk: Talk, library: Library): Chosen | undefined {
  if (message.content.kind === 'choice') return readChoice(message.content.id) ?? { kind: 'menu' }
  if (message.content.kind !== 'text') return undefined
  return readTypedChoice(message.content.text, talk.offered, library)
}

/** A choice is made among what was offered then; only the wish to be forgotten holds at any time. */
function timely(message: IncomingMessage, chosen: Chosen | undefined): Chosen | undefined {
  return message.late && chosen?.kind !== 'forget' ? undefined : chosen
}

/** What the channel knows beside the text. */
function withKnown(talk: Talk, message: IncomingMessage, library: Library): Talk {
  const { known } = message
  if (!known) return talk
  const city = known.city === undefined ? undefined : cityNamed(library, known.city)
  return {
    ...talk,
    // With a text it was chosen against what the text is written in; with a button it only says what the page shows.
    ...(known.language && {
      language: known.language,
      languageFixed: talk.languageFixed || message.content.kind === 'text',
    }),
    ...(city && { city }),
    ...(known.situation && { situation: known.situation }),
  }
}

function cityNamed(library: Library, given: string): CityId | undefined {
  const wanted = normalise(given)
  return library.cities.find(
    ({ id, names }) => id === given || Object.values(names).some((name) => normalise(name) === wanted),
  )?.id
}

/** What the message tells of the person: language, city, situation. */
function hear(talk: Talk, understanding: Understanding, library: Library): Talk {
  const { code, confidence } = understanding.language
  const { city, situation } = understanding.entities
  const known = code !== 'unknown' && (talk.written === undefined || confidence >= 0.6 || code === talk.written)
  const written = known ? code : talk.written
  const language = talk.languageFixed || !written ? talk.language : answeredIn(written, library)
  return {
    ...talk,
    ...(written && { written }),
    ...(language && { language }),
    ...(city && { city }),
    ...(situation && { situation }),
  }
}

function answeredIn(written: keyof typeof languages, library: Library): ReplyLanguage {
  return languages[written].answeredIn.find((language) => library.locales[language]) ?? 'fr'
}

function replyLanguage(talk: Talk, library: Library): ReplyLanguage {
  return talk.language && library.locales[talk.language] ? talk.language : 'fr'
}

/** The topic that the message names clearly by itself. */
function ownTopic(context: Context): TopicId | undefined {
  const question = context.understanding?.questions[0]
  const topic = question?.decision.kind === 'answer' ? question.decision.topic : undefined
  return topic && (question?.ranked[0]?.confidence ?? 0) >= thresholds.second && !isSmalltalk(topic) ? topic : undefined
}

function firstAnswer(context: Context): TopicId | undefined {
  const decision = context.understanding?.questions[0]?.decision
  return decision?.kind === 'answer' ? decision.topic : undefined
}

function placeOf(talk: Talk): { readonly city?: CityId } {
  return talk.city ? { city: talk.city } : {}
}

function situationOf(talk: Talk): { readonly situation?: Situation } {
  return talk.situation ? { situation: talk.situation } : {}
}

function result(context: Context, reply: Reply, talk: Talk, outcome: Result, topic: TurnOutcome['topic']): TurnResult {
  const language = context.understanding?.language.code ?? context.talk.written ?? 'unknown'
  const channel: ChannelName = context.message.channel
  const { city, referral } = talk
  // What an organisation's link says of the place is its word and not the person's.
  const given = referral === undefined || talk.chosen.includes('city') ? city : undefined
  const region = context.library.cities.find(({ id }) => id === given)?.region
  const urgency = outcome === 'urgent' ? context.understanding?.urgency?.urgent : undefined
  const counted: TurnOutcome = {
    topic,
    result: outcome,
    language,
    channel,
    ...(region && { region }),
    ...(urgency && { urgency }),
    ...(referral && { referral }),
  }
  return { reply, talk, outcomes: [counted] }
}

/** What every reply gets: the privacy notice the first time, the unsure alarm's line, what was understood. */
function finish(context: Context, { reply, talk, outcomes }: TurnResult, tapped?: Chosen): TurnResult {
  const { understanding, replies } = context
  const unsure = understanding?.urgency && !understanding.urgency.sure ? understanding.urgency.urgent : undefined
  let whole = unsure ? replies.withAlarmLine(reply, unsure) : reply
  if (talk === 'forget') return { reply: whole, talk, outcomes }
  const unanswered = unansweredOf(context, outcomes)
  if (!talk.greeted) whole = replies.withNotice(whole, context.talk.written)
  if (understanding) whole = { ...whole, understood: describe(understanding) }
  const chosen = chosenOf(context.before, talk, tapped?.kind)
  const remembered = { ...talk, chosen, greeted: true, offered: whole.choices.map(({ id }) => id) }
  return { reply: whole, talk: remembered, outcomes, ...(unanswered && { unanswered }) }
}

function unansweredOf(
  { message, library, understanding }: Context,
  outcomes: readonly TurnOutcome[],
): TurnResult['unanswered'] {
  if (message.content.kind !== 'text' || !understanding) return undefined
  if (!outcomes.some((outcome) => outcome.result === 'unanswered')) return undefined
  const terms = findUnansweredTerms(library, message.content.text)
  return { language: understanding.language.code, terms }
}
