/** What the secretariat should look at first: unmet needs that are new, more danger, answers that may be wrong or old. */
import type { Library } from '../knowledge/library.ts'
import type { TopicId } from '../message.ts'
import type { Disclosure, Figure, Quarter } from '../signals/disclose.ts'
import { moveQuarter } from './periods.ts'
import { compareRates } from './significance.ts'
import { type Summary, urgentInBoth } from './summary.ts'
import { falseShare, leastRatio } from './trends.ts'

export type Alert =
  /** Asked by ten conversations or more in this quarter and not in the last. */
  | { readonly kind: 'new-term'; readonly term: string; readonly language: string; readonly conversations: number }
  | { readonly kind: 'urgent-up'; readonly now: number; readonly last: number }
  | { readonly kind: 'reported'; readonly topic: TopicId; readonly reports: Figure }
  | { readonly kind: 'review-due'; readonly topics: readonly TopicId[] }

/** Terms named on the overview; the page of unanswered questions has all. */
const mostTerms = 5

/** @param today ISO day */
export async function findAlerts(
  summary: Summary,
  disclosure: Disclosure,
  library: Library,
  today: string,
): Promise<Alert[]> {
  const { quarter } = summary.now
  return [
    ...urgentAlert(summary),
    ...(await newTerms(quarter, disclosure)),
    ...(await reportedAnswers(quarter, disclosure, library)),
    ...reviewsDue(library, today),
  ]
}

/** More urgent messages among all than in the last quarter, by the same exact test as for topics. */
function urgentAlert({ now, last }: Summary): Alert[] {
  const [all, allLast] = [now.totals.get('all')?.conversations, last?.totals.get('all')?.conversations]
  if (!last || all?.kind !== 'count' || allLast?.kind !== 'count') return []
  const [urgent, urgentLast] = urgentInBoth(now, last)
  const share = urgent / all.value
  const shareLast = urgentLast / allLast.value
  const chance = compareRates({ count: urgent, exposure: all.value }, { count: urgentLast, exposure: allLast.value })
  return share >= shareLast * leastRatio && chance < falseShare
    ? [{ kind: 'urgent-up', now: share, last: shareLast }]
    : []
}

async function newTerms(quarter: Quarter, disclosure: Disclosure): Promise<Alert[]> {
  const key = ({ language, term }: { readonly language: string; readonly term: string }) => `${language} ${term}`
  const before = new Set((await disclosure.terms({ kind: 'quarter', quarter: moveQuarter(quarter, -1) })).map(key))
  const found = new Map<string, Extract<Alert, { kind: 'new-term' }>>()
  for (const { term, language, conversations } of await disclosure.terms({ kind: 'quarter', quarter })) {
    const known = found.get(key({ language, term }))
    if (before.has(key({ language, term })) || (known && known.conversations >= conversations)) continue
    found.set(key({ language, term }), { kind: 'new-term', term, language, conversations })
  }
  return [...found.values()].sort((a, b) => b.conversations - a.conversations).slice(0, mostTerms)
}

/** @returns topics whose answer ten conversations or more called out of date, most first */
async function reportedAnswers(quarter: Quarter, disclosure: Disclosure, library: Library): Promise<Alert[]> {
  const reported: { kind: 'reported'; topic: TopicId; reports: Figure & { kind: 'count' } }[] = []
  for (const topic of library.topics.keys()) {
    const reports = await reportsOf(topic, quarter, disclosure)
    if (reports.kind === 'count') reported.push({ kind: 'reported', topic, reports })
  }
  return reported.sort((a, b) => b.reports.value - a.reports.value)
}

/** How often people said that this answer is out of date. */
export async function reportsOf(topic: string, quarter: Quarter, disclosure: Disclosure): Promise<Figure> {
  const outcomes = await disclosure.breakdown({ kind: 'topic', id: topic }, 'outcome', { kind: 'quarter', quarter })
  return outcomes.find(({ value }) => value === 'out-of-date')?.measured.questions ?? { kind: 'few' }
}

function reviewsDue(library: Library, today: string): Alert[] {
  const topics = [...library.topics.values()].filter(({ reviewBy }) => reviewBy <= today).map(({ id }) => id)
  return topics.length > 0 ? [{ kind: 'review-due', topics }] : []
}
