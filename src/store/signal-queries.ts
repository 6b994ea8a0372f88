/** Queries of the signals' tables. Counts come in and go out whole; who may see which is decided in `signals/`. */
import { type Kysely, sql } from 'kysely'
import type { Tables } from './migrations.ts'
import type { Cell, SignalStore, Tally } from './store.ts'

/** SQLite takes 32,766 parameters a statement; seven a row. */
const rowsAtOnce = 1000

/** @param open gives the database, or throws once it is closed */
export function createSignalQueries(open: () => Kysely<Tables>): SignalStore {
  async function readRelease(period: string, part: string): Promise<string | undefined> {
    const row = await open()
      .selectFrom('signal_release')
      .select('shown')
      .where('period', '=', period)
      .where('part', '=', part)
      .executeTakeFirst()
    return row?.shown
  }

  return {
    readRelease,
    async readReleases(from, to, part) {
      const rows = await open()
        .selectFrom('signal_release')
        .select(['period', 'shown'])
        .where('period', '>=', from)
        .where('period', '<=', to)
        .where('part', '=', part)
        .execute()
      return new Map(rows.map(({ period, shown }) => [period, shown]))
    },
    async addTallies(tallies) {
      await open()
        .transaction()
        .execute((transaction) => insertTallies(transaction, tallies))
    },
    async mergeWeeks(weeks, quarter, sums) {
      await open()
        .transaction()
        .execute(async (transaction) => {
          await transaction
            .deleteFrom('signal_cell')
            .where('period', 'in', [...weeks])
            .execute()
          await transaction
            .deleteFrom('signal_term')
            .where('week', 'in', [...weeks])
            .execute()
          await transaction
            .deleteFrom('signal_release')
            .where('period', 'in', [...weeks])
            .execute()
          await insertTallies(
            transaction,
            sums.map((sum) => ({ ...sum, period: quarter })),
          )
        })
    },
    async readTallies({ from, to, dimension, subject }) {
      let query = open()
        .selectFrom('signal_cell')
        .selectAll()
        .where('period', '>=', from)
        .where('period', '<=', to)
        .where(sql`length(period)`, '=', from.length) // 2024Q4 sorts between the weeks of 2025Q1
        .where('dimension', '=', dimension)
      if (subject !== undefined) query = query.where('subject', '=', subject)
      return (await query.execute()) as (Cell & Tally)[] // dimension is written by addTallies only
    },
    async listPeriods() {
      // From one period to the next by the key: five years of cells are not read for three hundred names.
      const { rows } = await sql<{ period: string | null }>`
        with recursive known(period) as (
          select min(period) from signal_cell
          union all
          select (select min(period) from signal_cell where period > known.period) from known where known.period is not null
        )
        select period from known where period is not null`.execute(open())
      return rows.map(({ period }) => period ?? '')
    },
    async keepTerms(terms) {
      for (const rows of chunksOf(terms))
        await open()
          .insertInto('signal_term')
          .values([...rows])
          .onConflict((conflict) =>
            conflict.columns(['week', 'language', 'term']).doUpdateSet({
              conversations: sql`case when excluded.conversations > signal_term.conversations then excluded.conversations else signal_term.conversations end`,
            }),
          )
          .execute()
    },
    async readTerms(from, to) {
      return open().selectFrom('signal_term').selectAll().where('week', '>=', from).where('week', '<=', to).execute()
    },
    async release(period, part, shown) {
      await open()
        .insertInto('signal_release')
        .values({ period, part, shown })
        .onConflict((conflict) => conflict.columns(['period', 'part']).doNothing())
        .execute()
      return (await readRelease(period, part)) ?? shown
    },
    async readLabel(name) {
      const row = await open().selectFrom('signal_label').select('value').where('name', '=', name).executeTakeFirst()
      return row?.value
    },
    async writeLabel(name, value) {
      await open()
        .insertInto('signal_label')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute()
    },
  }
}

async function insertTallies(database: Kysely<Tables>, tallies: readonly Tally[]): Promise<void> {
  for (const rows of chunksOf(tallies))
    await database
      .insertInto('signal_cell')
      .values(rows.map(plain))
      .onConflict((conflict) =>
        conflict.columns(['period', 'subject', 'dimension', 'value']).doUpdateSet({
          questions: sql`signal_cell.questions + excluded.questions`,
          conversations: sql`signal_cell.conversations + excluded.conversations`,
          surest: sql`case when excluded.surest > signal_cell.surest then excluded.surest else signal_cell.surest end`,
        }),
      )
      .execute()
}

function chunksOf<Row>(rows: readonly Row[]): (readonly Row[])[] {
  return Array.from({ length: Math.ceil(rows.length / rowsAtOnce) }, (_, at) =>
    rows.slice(at * rowsAtOnce, (at + 1) * rowsAtOnce),
  )
}

/** A tally may carry more than the table has. */
function plain({ period, subject, dimension, value, questions, conversations, surest }: Tally): Tally {
  return { period, subject, dimension, value, questions, conversations, surest }
}
