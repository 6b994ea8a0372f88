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

/** One count: a week and a topic with at most one other dimension. */
export interface Cell {
  /** Monday of the week, `2026-11-23`. */
  readonly week: string
  readonly topic: string
  readonly dimension: 'all' | 'language' | 'channel' | 'outcome'
  readonly value: string
}

export interface SignalStore {
  addCounts(cells: readonly { readonly cell: Cell; readonly count: number }[]): Promise<void>
  countTalksByCell(week: string): Promise<readonly (Cell & { readonly count: number })[]>
}

/** An organisation that refers people. Nobody whom it referred is anywhere. */
export interface Organisation {
  readonly code: string
  readonly name: string
  /** Its links start a normal talk. */
  readonly closed: boolean
}

export interface ReferralStore {
  addOrganisation(code: string, name: string): Promise<void>
  findOrganisation(code: string): Promise<Organisation | undefined>
  listOrganisations(): Promise<readonly Organisation[]>
  /** @returns false where there is no such organisation */
  closeOrganisation(code: string): Promise<boolean>
}

export interface Store extends TalkStore, UpdateStore, SignalStore, ReferralStore {
  /** Deletes what has expired. */
  sweep(now: Hour): Promise<void>
  health(): Promise<Health>
  /** Idempotent; what is asked afterwards fails with `store-closed`. */
  close(): Promise<void>
}
