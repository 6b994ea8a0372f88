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

/** Seconds since 1970: staff's sessions end at a minute, not at an hour. */
export type Seconds = number

/** One who may look. Nothing here lets anybody in: the password and the link are hashes, the second factor is sealed. */
export interface StoredAccount {
  readonly name: string
  readonly role: string
  readonly organisation: string | null
  /** Absent until the link was used. */
  readonly password: string | null
  /** Hash of the one-time link that sets a password, and when it ends. */
  readonly link: string | null
  readonly link_expires: Seconds | null
  readonly totp: string | null
  /** A second factor that was shown and not yet confirmed by a code. */
  readonly totp_pending: string | null
  readonly disabled: 0 | 1
  readonly created: Hour
  /** Last sign-in. */
  readonly seen: Hour | null
}

export interface AccountStore {
  hasAccounts(): Promise<boolean>
  findAccount(name: string): Promise<StoredAccount | undefined>
  listAccounts(): Promise<readonly StoredAccount[]>
  /** @returns false where the name is taken */
  addAccount(account: StoredAccount): Promise<boolean>
  /** @returns false where nobody has that name */
  changeAccount(name: string, change: Partial<Omit<StoredAccount, 'name' | 'created'>>): Promise<boolean>
  findAccountByLink(link: string, now: Seconds): Promise<StoredAccount | undefined>
  /** Sets the password and uses the link up in one step; undefined for every call after the first. */
  takeLink(link: string, password: string, now: Seconds): Promise<string | undefined>
  /** Notes the time step of a code; false where that step or a later one was used before. */
  takeStep(name: string, step: number): Promise<boolean>
  replaceRecoveryCodes(name: string, codes: readonly string[]): Promise<void>
  /** Uses a code up; false where there is none such. */
  takeRecoveryCode(name: string, code: string): Promise<boolean>
  countRecoveryCodes(name: string): Promise<number>
}

/** `code` and `set-up`: the password was right, the second factor is still to come. */
export type SessionStage = 'code' | 'set-up' | 'full'

export interface StoredSession {
  /** Hash of the token that the browser holds. */
  readonly id: string
  readonly account: string
  readonly stage: SessionStage
  readonly expires: Seconds
  readonly idle_expires: Seconds
}

export interface SessionStore {
  addSession(session: StoredSession): Promise<void>
  /** @returns undefined where it has ended or is not known */
  findSession(id: string, now: Seconds): Promise<StoredSession | undefined>
  prolongSession(id: string, idleExpires: Seconds): Promise<void>
  endSession(id: string): Promise<void>
  /** @returns how many there were */
  endSessions(account: string): Promise<number>
}

/** Who looked at or changed what, in which hour, how often. */
export interface AuditEntry {
  readonly hour: Hour
  readonly account: string
  /** A closed word. */
  readonly action: string
  /** The account or the service that was changed, or nothing. */
  readonly about: string
}

export interface AuditStore {
  addAudit(entry: AuditEntry, expires: Hour): Promise<void>
  /** Newest first. */
  listAudit(limit: number): Promise<readonly (AuditEntry & { readonly count: number })[]>
}

/**
 * `waiting` for a second pair of eyes; `live`: people read it; `settled`: the files of the content have it, or have
 * moved on. The others are over: a later proposal took its place, or somebody said no, or took it back.
 */
export type ChangeState = 'waiting' | 'live' | 'settled' | 'replaced' | 'declined' | 'reverted'

/** What an organisation says of its own service, and who let it through. */
export interface StoredChange {
  /** Later ones have greater numbers. */
  readonly number: number
  /** Id of a service in `content/services/`. */
  readonly service: string
  readonly organisation: string
  /** JSON, read by `directory/`: the fields as they are to be, and as they were. */
  readonly fields: string
  readonly before: string
  /** Accounts. */
  readonly proposer: string
  readonly decider: string | null
  readonly proposed: Hour
  readonly decided: Hour | null
  readonly state: ChangeState
}

/** Of the directory only what organisations say of it until the files of the content have it. */
export interface DirectoryStore {
  /** A service has one organisation or none. */
  giveService(service: string, organisation: string | undefined): Promise<void>
  /** Service → code of its organisation. */
  readOwners(): Promise<ReadonlyMap<string, string>>
  /** A new one that waits replaces the one of the same service that still waits. */
  addChange(change: Omit<StoredChange, 'number'>): Promise<void>
  findChange(number: number): Promise<StoredChange | undefined>
  /** In the order in which they came. */
  listChanges(state: ChangeState): Promise<readonly StoredChange[]>
  /** @returns false where it is no longer as it was: somebody else was faster */
  moveChange(
    number: number,
    from: ChangeState,
    to: Pick<StoredChange, 'state' | 'decider' | 'decided'>,
  ): Promise<boolean>
}

export interface Store
  extends TalkStore,
    UpdateStore,
    SignalStore,
    AccountStore,
    SessionStore,
    AuditStore,
    ReferralStore,
    DirectoryStore {
  /** Deletes what has expired. */
  sweep(now: Hour): Promise<void>
  health(): Promise<Health>
  /** Idempotent; what is asked afterwards fails with `store-closed`. */
  close(): Promise<void>
}
