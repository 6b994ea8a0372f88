/**
 * What rooms may ask of a store. Asynchronous, so that a store across the network fits behind it. No method takes text
 * that a person wrote; keys are keyed hashes. Times are rounded to the hour before they come here, because the exact
 * time of a message is nobody's business.
 */
import type { ChatKey, Health } from '../message.ts'

/** Seconds since 1970, a multiple of 3600. */
export type Hour = number & { readonly brand: 'Hour' }

export function hourOf(milliseconds: number): Hour {
  return (Math.floor(milliseconds / 3_600_000) * 3600) as Hour // the only place that makes the brand
}

export interface TalkStore {
  /** @returns the state as written, unless it has expired */
  readTalk(chat: ChatKey, now: Hour): Promise<string | undefined>
  writeTalk(chat: ChatKey, state: string, expires: Hour): Promise<void>
  forgetTalk(chat: ChatKey): Promise<void>
}

/**
 * How far the answer to an update has come. `received`: nothing was sent yet. `sending`: the platform may or may not
 * have taken the reply. `done`: it has.
 */
export type UpdateStep = 'received' | 'sending' | 'sending-urgent' | 'done'

export interface UpdateStore {
  /** Notes a new update; for a known one says how far it has come and changes nothing. */
  receiveUpdate(update: string, expires: Hour): Promise<UpdateStep | 'new'>
  markUpdate(update: string, step: UpdateStep): Promise<void>
}

/** A period and a subject with at most one other dimension. */
export interface Cell {
  /** Monday of a week, `2026-11-23`, or a quarter, `2026Q4`, once its weeks are merged. */
  readonly period: string
  /** A topic, `programme:health`, `referral:CODE`, or `*` for all that was asked. */
  readonly subject: string
  readonly dimension: 'all' | 'language' | 'region' | 'channel' | 'outcome' | 'hour' | 'topic' | 'open'
  readonly value: string
}

export interface Tally extends Cell {
  readonly questions: number
  /** Different conversations a week; one that goes on after a restart counts again, so this is an upper bound. */
  readonly conversations: number
  /** Different conversations that one run of the process has seen for certain; thresholds go by it. */
  readonly surest: number
}

/** A word or word pair of unanswered questions that enough conversations used in a week. */
export interface TermTally {
  readonly week: string
  readonly language: string
  readonly term: string
  readonly conversations: number
}

export interface SignalStore {
  /** Adds questions and conversations, and keeps the greater `surest`; all or nothing. */
  addTallies(tallies: readonly Tally[]): Promise<void>
  /** Weeks where the span is of weeks, quarters where it is of quarters. @param to included */
  readTallies(span: {
    readonly from: string
    readonly to: string
    readonly dimension: Cell['dimension']
    readonly subject?: string
  }): Promise<readonly Tally[]>
  /** In place of the weeks stands the quarter; their terms, first questions and decisions go. All or nothing. */
  mergeWeeks(weeks: readonly string[], quarter: string, sums: readonly Tally[]): Promise<void>
  /** Periods with anything in them, sorted. */
  listPeriods(): Promise<readonly string[]>
  /** Keeps the greater number of conversations. */
  keepTerms(terms: readonly TermTally[]): Promise<void>
  readTerms(from: string, to: string): Promise<readonly TermTally[]>
  /** Which figures of a period are shown: said once, never changed. @returns what holds from now on */
  release(period: string, part: string, shown: string): Promise<string>
  readRelease(period: string, part: string): Promise<string | undefined>
  /** Period → what is shown of it. */
  readReleases(from: string, to: string, part: string): Promise<ReadonlyMap<string, string>>
  /** A word about the whole database, such as `simulated`. */
  readLabel(name: string): Promise<string | undefined>
  writeLabel(name: string, value: string): Promise<void>
}

export interface Store extends TalkStore, UpdateStore, SignalStore {
  /** Deletes what has expired. */
  sweep(now: Hour): Promise<void>
  health(): Promise<Health>
  /** Idempotent; what is asked afterwards fails with `store-closed`. */
  close(): Promise<void>
}
