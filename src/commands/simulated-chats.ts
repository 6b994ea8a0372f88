/** Conversations of a simulation: phrases of `intents/` with the taps that people make between them. */
import type { Utterance } from '../knowledge/library.ts'
import type { Vocabulary } from '../knowledge/vocabulary.ts'
import type { ChannelName, MessageContent } from '../message.ts'
import type { Chance } from './seeded.ts'
import {
  channelShares,
  cityShares,
  hourShares,
  languageShares,
  newNeed,
  topicShares,
  verdictShares,
  weekShare,
} from './simulated-demand.ts'

export interface SimulatedMessage {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly chat: string
  readonly channel: ChannelName
  readonly content: MessageContent
}

export interface ChatPlan {
  /** Mondays, oldest first. */
  readonly weeks: readonly string[]
  readonly chats: number
  readonly vocabulary: Vocabulary
  readonly utterances: readonly Utterance[]
  readonly cities: readonly string[]
  readonly chance: Chance
}

/** @returns all messages in the order of time */
export function planChats({ weeks, chats, vocabulary, utterances, cities, chance }: ChatPlan): SimulatedMessage[] {
  const phrases = Map.groupBy(utterances, ({ topic, language }) => `${topic} ${language}`)
  const needed = Map.groupBy(
    utterances.filter(({ topic, text }) => topic === 'oos' && newNeed.words.test(text)),
    ({ language }) => language,
  )
  const named = cities.map((city) => [city, cityShares[city] ?? 0.1] as const)
  const shares = weeks.map((week, at) => [at, weekShare(at + 1, monthOf(week))] as const)
  const messages: SimulatedMessage[] = []
  for (let number = 0; number < chats; number++) {
    const at = chance.pick(shares) ?? 0
    const week = weeks[at] ?? ''
    const language = chance.pick(languageShares) ?? 'fr'
    const topics = topicShares(vocabulary.programmes, at + 1, monthOf(week))
    const isNew = at + 1 >= newNeed.fromWeek && chance.next() < newNeed.share
    const channel = chance.pick(channelShares) ?? 'web'
    const day = chance.below(7)
    const hour = chance.pick(hourShares) ?? 12
    let time = Date.parse(week) + ((day * 24 + hour) * 60 + chance.below(60)) * 60_000
    const say = (content: MessageContent) => {
      messages.push({ at: time, chat: `${number}`, channel, content })
      time += (20 + chance.below(160)) * 1000
    }
    const ask = (texts: readonly Utterance[] | undefined) => {
      const text = texts?.[chance.below(texts.length)]?.text
      if (text !== undefined) say({ kind: 'text', text })
    }
    const needs = needed.get(language) ?? needed.get('fr')
    const questions = 1 + (chance.next() < 0.4 ? 1 : 0) + (chance.next() < 0.15 ? 1 : 0)
    for (let question = 0; question < questions; question++) {
      if (isNew && question === 0) ask(needs)
      else if (chance.next() < 0.04) ask(phrases.get(`oos ${language}`))
      else {
        const topic = chance.pick(topics) ?? ''
        ask(phrases.get(`${topic} ${language}`) ?? phrases.get(`${topic} fr`))
      }
      if (question === 0 && chance.next() < 0.45) say({ kind: 'choice', id: `city:${chance.pick(named)}` })
      if (chance.next() < 0.2) say({ kind: 'choice', id: `useful:${chance.pick(verdictShares)}` })
    }
    if (chance.next() < 0.05) say({ kind: 'choice', id: 'human' })
  }
  return messages.sort((one, other) => one.at - other.at)
}

/** Of the week's Thursday, 1 to 12. */
export function monthOf(week: string): number {
  return new Date(Date.parse(week) + 3 * 86_400_000).getUTCMonth() + 1
}
