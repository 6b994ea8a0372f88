/**
 * Who asks what when, in a simulation: shares and seasons that look like a service for migrants in Morocco. They are made
 * up to try dashboards with, measured nowhere, and every view that shows them says so.
 */

import type { WrittenLanguage } from '../languages.ts'
import type { ChannelName, Result } from '../message.ts'

export const languageShares: readonly (readonly [WrittenLanguage, number])[] = [
  ['fr', 38],
  ['ar', 14],
  ['en', 14],
  ['ary', 10],
  ['ary-Latn', 9],
  ['wo', 6],
  ['es', 5],
  ['pt', 4],
]

export const channelShares: readonly (readonly [ChannelName, number])[] = [
  ['whatsapp', 50],
  ['telegram', 20],
  ['web', 30],
]

/** Cities named most; all others share what is left. */
export const cityShares: Readonly<Record<string, number>> = {
  casablanca: 26,
  rabat: 22,
  tanger: 14,
  oujda: 9,
  nador: 6,
  fes: 6,
  agadir: 5,
  marrakech: 5,
  laayoune: 4,
  tetouan: 3,
  meknes: 3,
  dakhla: 2,
}

/** Of those who name a place. */
export const regionShares: Readonly<Record<string, number>> = {
  'casablanca-settat': 26,
  'rabat-sale-kenitra': 22,
  'tanger-tetouan-al-hoceima': 17,
  oriental: 15,
  'fes-meknes': 9,
  'souss-massa': 5,
  'marrakech-safi': 5,
  'laayoune-sakia-el-hamra': 4,
  'dakhla-oued-ed-dahab': 2,
  'beni-mellal-khenifra': 1,
  'draa-tafilalet': 1,
  'guelmim-oued-noun': 0.5,
}

export const verdictShares: readonly (readonly [Result, number])[] = [
  ['useful', 78],
  ['not-useful', 17],
  ['out-of-date', 5],
]

/** Hours of the day, UTC, 0 to 23. */
export const hourShares: readonly (readonly [number, number])[] = [
  2, 1, 1, 1, 1, 2, 3, 5, 9, 12, 13, 12, 10, 10, 11, 12, 12, 11, 12, 13, 12, 9, 6, 4,
].map((weight, hour) => [hour, weight])

const programmeShares: Readonly<Record<string, number>> = {
  health: 25,
  'flows-trafficking': 22,
  'social-humanitarian': 12,
  'education-culture': 12,
  housing: 9,
  employment: 9,
  'vocational-training': 4,
  'legal-framework': 3,
  governance: 2,
  'youth-leisure': 1.5,
  cooperation: 0.5,
}

/** Months 1 to 12 in which a topic is asked for more, and how many times as much. */
const seasons: Readonly<Record<string, readonly [months: readonly number[], times: number]>> = {
  'education.enrol': [[8, 9, 10], 4],
  'education.documents': [[8, 9], 3],
  'training.enrol': [[9, 10], 2.5],
  'youth.camps': [[5, 6, 7], 5],
  'housing.shelter': [[12, 1, 2], 2.2],
  'residence.permit': [[1, 12], 1.4],
}

/** A vaccination campaign in three weeks of the simulation. */
const campaign = { topic: 'health.vaccination', weeks: [8, 9, 10], times: 9 }

/** From this week on people ask for something that has no answer. */
export const newNeed = { fromWeek: 20, share: 0.14, words: /permis|licen[cs]e|carnet|رخصة/i }

/** @param at week of the simulation, from 1 @param month 1 to 12 */
export function topicShares(
  programmes: readonly { readonly id: string; readonly topics: readonly string[] }[],
  at: number,
  month: number,
): readonly (readonly [string, number])[] {
  return programmes.flatMap(({ id, topics }) =>
    topics.map((topic, rank) => {
      const [months, times] = seasons[topic] ?? [[], 1]
      const season = months.includes(month) ? times : 1
      const pushed = topic === campaign.topic && campaign.weeks.includes(at) ? campaign.times : 1
      return [topic, ((programmeShares[id] ?? 1) / (rank + 1.5)) * season * pushed] as const
    }),
  )
}

/** More conversations every week, fewer in August. @param at from 1 @param month 1 to 12 */
export function weekShare(at: number, month: number): number {
  return (1 + at * 0.012) * (month === 8 ? 0.8 : 1)
}
