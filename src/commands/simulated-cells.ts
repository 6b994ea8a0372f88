/**
 * Weekly cells without conversations: years of figures in seconds, to try how fast the pages are. Counts of a value are
 * shares of their subject's total, so that all tables add up as real ones do.
 */
import type { Vocabulary } from '../knowledge/vocabulary.ts'
import { everything, hourValue, noRegion, programmeSubject } from '../signals/cells.ts'
import { type OpenDimension, openValue } from '../signals/open-data.ts'
import type { Cell, Tally } from '../store/store.ts'
import type { Chance } from './seeded.ts'
import { monthOf } from './simulated-chats.ts'
import { channelShares, hourShares, languageShares, regionShares, topicShares, weekShare } from './simulated-demand.ts'

type Shares = readonly (readonly [value: string, weight: number])[]

const outcomeShares: Shares = [
  ['answered', 85],
  ['clarified', 8],
  ['handed-over', 4],
  ['urgent:medical', 1],
  ['urgent:violence', 1],
  ['urgent:shelter', 1],
]

/** @param at week of the simulation, from 1 @param questions of all topics together in this week, about */
export function weekOfCells(
  week: string,
  at: number,
  questions: number,
  { programmes, regions }: Vocabulary,
  chance: Chance,
): Tally[] {
  const sums = new Map<string, Tally>()
  const add = (subject: string, dimension: Cell['dimension'], value: string, count: number) => {
    if (count === 0) return
    const key = `${subject} ${dimension} ${value}`
    const before = sums.get(key)?.questions ?? 0
    const all = before + count
    // Somewhat more than one question a conversation.
    const conversations = Math.ceil(all * 0.8)
    sums.set(key, { period: week, subject, dimension, value, questions: all, conversations, surest: conversations })
  }
  const named: Shares = [[noRegion, 120], ...regions.map((region) => [region, regionShares[region] ?? 1] as const)]
  const dimensions = { language: languageShares, channel: channelShares, region: named } as const
  const topics = topicShares(programmes, at, monthOf(week))
  const whole = topics.reduce((sum, [, share]) => sum + share, 0)
  for (const [topic, share] of topics) {
    const count = drawn(
      ((questions * weekShare(at, monthOf(week)) * share) / whole) * (0.8 + 0.4 * chance.next()),
      chance,
    )
    const programme = programmes.find((one) => one.topics.includes(topic))?.id ?? ''
    const subjects = [topic, programmeSubject(programme), everything]
    // Six of ten questions are the first of their conversation.
    const first = (dimension: OpenDimension, value: string, part: number) =>
      add(topic, 'open', openValue(dimension, value), Math.round(part * 0.6))
    for (const subject of subjects) add(subject, 'all', '', count)
    first('all', '', count)
    for (const dimension of ['language', 'channel', 'region'] as const)
      for (const [value, part] of split(count, dimensions[dimension], chance)) {
        for (const subject of subjects) add(subject, dimension, value, part)
        first(dimension, value, part)
      }
    for (const [value, part] of split(count, outcomeShares, chance)) {
      for (const subject of subjects) add(subject, 'outcome', value, part)
      first('outcome', value, part)
    }
    for (const subject of subjects) {
      add(subject, 'outcome', 'useful', Math.floor(count * 0.15))
      add(subject, 'outcome', 'not-useful', Math.floor(count * 0.04))
    }
  }
  // By hour and channel, the channels as they were drawn above.
  for (const [channel] of channelShares) {
    const ofChannel = sums.get(`${everything} channel ${channel}`)?.questions ?? 0
    const hours = hourShares.map(([hour, weight]) => [hourValue(channel, hour), weight] as const)
    for (const [value, part] of split(ofChannel, hours, chance)) add(everything, 'hour', value, part)
  }
  return [...sums.values()]
}

/** Parts that add up to the count. */
function split(count: number, shares: Shares, chance: Chance): (readonly [string, number])[] {
  const whole = shares.reduce((sum, [, weight]) => sum + weight, 0)
  const parts = shares.map(([value, weight]) => [value, Math.floor((count * weight) / whole)] as const)
  const given = parts.reduce((sum, [, part]) => sum + part, 0)
  const extra = new Map<string, number>()
  for (let one = given; one < count; one++) {
    const value = chance.pick(shares) ?? ''
    extra.set(value, (extra.get(value) ?? 0) + 1)
  }
  return parts.map(([value, part]) => [value, part + (extra.get(value) ?? 0)] as const)
}

/** Rounded up or down by chance, so that small expectations are not always nothing. */
function drawn(expected: number, chance: Chance): number {
  return Math.floor(expected) + (chance.next() < expected % 1 ? 1 : 0)
}
