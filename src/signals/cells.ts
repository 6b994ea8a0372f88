/**
 * TurnOutcome → the cells that it counts in: a subject with at most one other dimension, never two. A subject is a topic,
 * its programme and all together (`*`), because different conversations do not add up; or the referral that began the talk.
 */
import type { TurnOutcome } from '../message.ts'
import type { Cell } from '../store/store.ts'
import { type OpenDimension, openValue } from './open-data.ts'

export type PlainCell = Omit<Cell, 'period'>

/** Everything that was asked; small talk is no demand and stands alone. */
export const everything = '*'
export const smalltalk = 'smalltalk'
/** Where no city was given. */
export const noRegion = 'unknown'

export const programmeSubject = (id: string): string => `programme:${id}`
export const referralSubject = (code: string): string => `referral:${code}`

/** Answers to "was this useful?": counted as outcomes, since they are no questions. */
const verdicts: readonly string[] = ['useful', 'not-useful', 'out-of-date']

export function isVerdict(outcome: string): boolean {
  return verdicts.includes(outcome)
}

/** `telegram 09`, by UTC: for who plans the hours of staff. */
export const hourValue = (channel: string, hour: number): string => `${channel} ${String(hour).padStart(2, '0')}`

/** The first thing that a conversation asks in a week, for open data: once, in each dimension. */
export function openCellsOf({ topic, result, language, channel, region, urgency }: TurnOutcome): PlainCell[] {
  const cell = (dimension: OpenDimension, value: string): PlainCell => ({
    subject: topic,
    dimension: 'open',
    value: openValue(dimension, value),
  })
  return [
    cell('all', ''),
    cell('language', language),
    cell('region', region ?? noRegion),
    cell('channel', channel),
    cell('outcome', endOf(result, urgency)),
  ]
}

/** Does it ask for anything? Small talk and verdicts do not. */
export function isDemand({ topic, result }: TurnOutcome): boolean {
  return topic !== smalltalk && !isVerdict(result)
}

function endOf(result: TurnOutcome['result'], urgency: TurnOutcome['urgency']): string {
  return result === 'urgent' && urgency ? `urgent:${urgency}` : result
}

/**
 * @param hour 0 to 23, UTC
 * @param programme of the topic, where it has one
 */
export function cellsOf(outcome: TurnOutcome, hour: number, programme: string | undefined): PlainCell[] {
  const { topic, result, language, channel, region, urgency, referral } = outcome
  const asks = topic !== smalltalk
  const end = endOf(result, urgency)
  const cells: PlainCell[] = []
  const subjects = [topic, ...(programme ? [programmeSubject(programme)] : []), ...(asks ? [everything] : [])]
  for (const subject of subjects) {
    cells.push({ subject, dimension: 'outcome', value: end })
    if (isVerdict(result)) continue
    cells.push(
      { subject, dimension: 'all', value: '' },
      { subject, dimension: 'language', value: language },
      { subject, dimension: 'region', value: region ?? noRegion },
      { subject, dimension: 'channel', value: channel },
    )
  }
  if (isDemand(outcome)) cells.push({ subject: everything, dimension: 'hour', value: hourValue(channel, hour) })
  if (referral && asks) {
    const subject = referralSubject(referral)
    cells.push({ subject, dimension: 'outcome', value: end })
    if (!isVerdict(result))
      cells.push(
        { subject, dimension: 'all', value: '' },
        { subject, dimension: 'topic', value: topic },
        { subject, dimension: 'language', value: language },
      )
  }
  return cells
}
