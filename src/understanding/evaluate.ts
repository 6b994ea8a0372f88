/** Predictions and truth → figures. Pure: the same rows give the same figures. */

import type { Question } from './understand.ts'

export interface Judged {
  readonly lang?: string
  /** The right intent, `oos` for out of scope. */
  readonly truth: string
  /** Intents best first, out of scope left out. */
  readonly ranked: readonly { readonly intent: string; readonly confidence: number }[]
  /** How much the message looks like something that is answered: higher is more; any scale. */
  readonly scope: number
  readonly decision: 'answer' | 'clarify' | 'unknown'
  /** Absent where the set does not say. */
  readonly urgent?: { readonly truth: boolean; readonly alarm: boolean }
  readonly language?: { readonly truth: string; readonly guess: string }
  readonly millis: number
}

export interface Figures {
  readonly rows: number
  readonly top1: number
  readonly top3: number
  /** In scope against out of scope, by `scope`; null where the set has only one of them. */
  readonly auroc: number | null
  /** Share of out of scope that is refused when 5 % of what is in scope are refused too. */
  readonly oosRecallAt5: number | null
  /** Among questions that were answered at the shipped thresholds, how many rightly; and how many were answered. */
  readonly answered: { readonly accuracy: number; readonly coverage: number }
  /** Mean distance between confidence and truth over ten bins. */
  readonly calibrationError: number
  readonly urgentRecall: number | null
  readonly urgentFalseAlarms: number | null
  readonly language: number | null
  readonly medianMillis: number
  readonly p99Millis: number
  readonly byLanguage: Readonly<Record<string, { readonly rows: number; readonly top1: number }>>
  readonly byIntent: Readonly<Record<string, { readonly rows: number; readonly top1: number }>>
  readonly confusions: readonly { readonly truth: string; readonly guess: string; readonly count: number }[]
}

const outOfScope = 'oos'

export function evaluate(rows: readonly Judged[]): Figures {
  const scoped = rows.filter(({ truth }) => truth !== outOfScope)
  const strange = rows.filter(({ truth }) => truth === outOfScope)
  const right = (row: Judged) => row.ranked[0]?.intent === row.truth
  const urgent = rows.filter((row) => row.urgent?.truth)
  const calm = rows.filter((row) => row.urgent && !row.urgent.truth)
  const spoken = rows.filter((row) => row.language)
  const answered = scoped.filter(({ decision }) => decision === 'answer')
  const millis = rows.map((row) => row.millis).sort((a, b) => a - b)
  const threshold = quantile(
    scoped.map(({ scope }) => scope),
    0.05,
  )
  return {
    rows: rows.length,
    top1: share(scoped, right),
    top3: share(scoped, ({ ranked, truth }) => ranked.slice(0, 3).some(({ intent }) => intent === truth)),
    auroc:
      scoped.length > 0 && strange.length > 0
        ? auroc(
            scoped.map(({ scope }) => scope),
            strange.map(({ scope }) => scope),
          )
        : null,
    oosRecallAt5: strange.length > 0 ? share(strange, ({ scope }) => scope < threshold) : null,
    answered: { accuracy: share(answered, right), coverage: answered.length / Math.max(1, scoped.length) },
    calibrationError: calibrationError(
      scoped.map((row) => ({ confidence: row.ranked[0]?.confidence ?? 0, right: right(row) })),
    ),
    urgentRecall: urgent.length > 0 ? share(urgent, ({ urgent: found }) => found?.alarm === true) : null,
    urgentFalseAlarms: calm.length > 0 ? share(calm, ({ urgent: found }) => found?.alarm === true) : null,
    language: spoken.length > 0 ? share(spoken, ({ language }) => language?.truth === language?.guess) : null,
    medianMillis: quantile(millis, 0.5),
    p99Millis: quantile(millis, 0.99),
    byLanguage: grouped(scoped, ({ lang }) => lang ?? 'unknown', right),
    byIntent: grouped(scoped, ({ truth }) => truth, right),
    confusions: confusions(scoped.filter((row) => !right(row))),
  }
}

/** What was made of a question, beside what is right. @param question undefined where nothing was asked */
export function asJudged(question: Question | undefined, truth: string, millis: number): Judged {
  return {
    truth,
    ranked: (question?.ranked ?? []).map(({ topic, confidence }) => ({ intent: topic, confidence })),
    scope: question?.scope ?? Number.NEGATIVE_INFINITY,
    decision: question?.decision.kind ?? 'unknown',
    millis,
  }
}

/** Probability that a message in scope scores higher than one out of scope (Mann-Whitney). */
function auroc(inside: readonly number[], outside: readonly number[]): number {
  const all = [
    ...inside.map((score) => ({ score, inside: true })),
    ...outside.map((score) => ({ score, inside: false })),
  ].sort((a, b) => a.score - b.score)
  let ranks = 0
  for (let start = 0; start < all.length; ) {
    let end = start
    while (end < all.length && all[end]?.score === all[start]?.score) end += 1
    const rank = (start + end + 1) / 2
    for (let at = start; at < end; at++) if (all[at]?.inside) ranks += rank
    start = end
  }
  return (ranks - (inside.length * (inside.length + 1)) / 2) / (inside.length * outside.length)
}

function calibrationError(rows: readonly { readonly confidence: number; readonly right: boolean }[]): number {
  let error = 0
  for (let bin = 0; bin < 10; bin++) {
    const inBin = rows.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === bin)
    if (inBin.length === 0) continue
    const confidence = inBin.reduce((sum, row) => sum + row.confidence, 0) / inBin.length
    error += (inBin.length / rows.length) * Math.abs(confidence - share(inBin, ({ right }) => right))
  }
  return error
}

function grouped(
  rows: readonly Judged[],
  key: (row: Judged) => string,
  right: (row: Judged) => boolean,
): Figures['byLanguage'] {
  const groups = Object.groupBy(rows, key)
  const sorted = Object.entries(groups).sort(([a], [b]) => a.localeCompare(b))
  return Object.fromEntries(
    sorted.map(([name, members = []]) => [name, { rows: members.length, top1: share(members, right) }]),
  )
}

function confusions(wrong: readonly Judged[]): Figures['confusions'] {
  const counts = new Map<string, { truth: string; guess: string; count: number }>()
  for (const { truth, ranked } of wrong) {
    const guess = ranked[0]?.intent ?? outOfScope
    const known = counts.get(`${truth} ${guess}`) ?? { truth, guess, count: 0 }
    known.count += 1
    counts.set(`${truth} ${guess}`, known)
  }
  return [...counts.values()].sort((a, b) => b.count - a.count).slice(0, 15)
}

function share<Row>(rows: readonly Row[], holds: (row: Row) => boolean): number {
  return rows.length === 0 ? 0 : rows.filter(holds).length / rows.length
}

function quantile(values: readonly number[], at: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? 0
}
