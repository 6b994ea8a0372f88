// src/signals/disclose.ts — the shape that the dashboard is written against (the helper of `signals` implements it; may grow, not change without telling)
/** A number as it may be seen. 0 to 9 are one and the same, so that not even "somebody" can be told from "nobody". */
export type Figure = { readonly kind: 'count'; readonly value: number } | { readonly kind: 'few' } /* "<10" */ | { readonly kind: 'withheld' } /* complementary suppression */
export type Week = string            // Monday, '2026-11-23'
export type Quarter = string         // '2026Q4'; a week belongs to the quarter of its Thursday (ISO 8601)
export type Period = { readonly kind: 'week'; readonly week: Week } | { readonly kind: 'quarter'; readonly quarter: Quarter }
export type Dimension = 'language' | 'region' | 'channel' | 'outcome'
export type Subject = { readonly kind: 'all' } | { readonly kind: 'programme'; readonly id: string } | { readonly kind: 'topic'; readonly id: string }
export interface Measured { readonly questions: Figure; readonly conversations: Figure }
export interface Disclosure {
  readonly simulated: boolean
  /** Only finished weeks leave the room: two looks at a running week would tell who came between them. */
  weeks(): Promise<readonly Week[]>
  quarters(): Promise<readonly Quarter[]>
  /** One period, many subjects (all topics and programmes in one call, suppressed together). */
  totals(period: Period): Promise<ReadonlyMap<string /* 'all' | 'programme:x' | topic id */, Measured>>
  breakdown(subject: Subject, dimension: Dimension, period: Period): Promise<readonly { readonly value: string; readonly measured: Measured }[]>
  /** Every finished week of a span, oldest first; gaps are `few`. */
  trend(subject: Subject, span: { readonly from: Week; readonly to: Week }): Promise<readonly { readonly week: Week; readonly measured: Measured }[]>
  hours(period: Period): Promise<readonly { readonly hour: number; readonly channel: string; readonly questions: Figure }[]>
  terms(period: Period): Promise<readonly { readonly week: Week; readonly language: string; readonly term: string; readonly conversations: number }[]>
  referrals(period: Period): Promise<readonly { readonly code: string; readonly measured: Measured }[]>
  referral(code: string, dimension: 'topic' | 'language' | 'outcome', period: Period): Promise<readonly { readonly value: string; readonly measured: Measured }[]>
  /** The open-data variant: noisy, noise drawn once and kept, totals equal the sums of their parts; finished quarters only. */
  open(quarter: Quarter): Promise<readonly { readonly week: Week; readonly topic: string; readonly dimension: 'all' | Dimension; readonly value: string; readonly conversations: number }[]>
}
