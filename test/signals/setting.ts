/** Weeks filled with counts, and the door through which they are seen. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TurnOutcome } from '../../src/message.ts'
import { cellsOf, openCellsOf } from '../../src/signals/cells.ts'
import { type Disclosure, type Lists, openDisclosure } from '../../src/signals/disclose.ts'
import type { Measured } from '../../src/signals/figure.ts'
import { openSqlite } from '../../src/store/engines.ts'
import type { Store, Tally } from '../../src/store/store.ts'

/** Three quarters later: all that is filled here is finished. */
export const later = Date.UTC(2027, 6, 1)

export const lists: Lists = {
  programmes: [
    { id: 'health', topics: ['health.care', 'health.mental', 'health.vaccination'] },
    { id: 'housing', topics: ['housing.rental', 'housing.shelter'] },
    { id: 'employment', topics: ['employment.search', 'employment.rights'] },
  ],
  regions: ['dakhla-oued-ed-dahab', 'oriental', 'rabat-sale-kenitra', 'tanger-tetouan-al-hoceima'],
  channels: ['web', 'telegram'],
}

export function programmeOf(topic: string): string | undefined {
  return lists.programmes.find(({ topics }) => topics.includes(topic))?.id
}

export async function openStore(): Promise<Store> {
  return openSqlite(mkdtempSync(join(tmpdir(), 'dalil-')))
}

export function open(store: Store, now = later): Promise<Disclosure> {
  return openDisclosure({ store, now: () => now, lists: () => lists })
}

/** So many conversations, each with one question of this kind. */
export interface Asked {
  readonly week: string
  readonly conversations: number
  readonly outcome: TurnOutcome
}

/** What a recorder would have written of them. */
export function talliesOf(asked: readonly Asked[]): Tally[] {
  const sums = new Map<string, Tally>()
  for (const { week, conversations, outcome } of asked)
    for (const cell of [...cellsOf(outcome, 12, programmeOf(outcome.topic)), ...openCellsOf(outcome)]) {
      const key = `${week} ${cell.subject} ${cell.dimension} ${cell.value}`
      const all = (sums.get(key)?.questions ?? 0) + conversations
      sums.set(key, { period: week, ...cell, questions: all, conversations: all, surest: all })
    }
  return [...sums.values()]
}

/** `12`, `<10` or `–`, as a view would write the number of questions. */
export function seen(measured: Measured | undefined): string {
  if (!measured) return 'missing'
  const { questions } = measured
  return questions.kind === 'count' ? `${questions.value}` : questions.kind === 'few' ? '<10' : '–'
}
