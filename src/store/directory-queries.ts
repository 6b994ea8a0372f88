/** Changes of the directory that wait or are live: the queries of `DirectoryStore`; tables `directory_*`. */
import type { Kysely } from 'kysely'
import type { Tables } from './migrations.ts'
import type { DirectoryStore, Hour, StoredChange } from './store.ts'

export function createDirectoryQueries(open: () => Kysely<Tables>): DirectoryStore {
  return {
    async giveService(service, organisation) {
      await open().deleteFrom('directory_owner').where('service', '=', service).execute()
      if (organisation !== undefined)
        await open().insertInto('directory_owner').values({ service, organisation }).execute()
    },
    async readOwners() {
      const rows = await open().selectFrom('directory_owner').selectAll().orderBy('service').execute()
      return new Map(rows.map(({ service, organisation }) => [service, organisation]))
    },
    async addChange(change) {
      await open()
        .transaction()
        .execute(async (transaction) => {
          if (change.state === 'waiting')
            await transaction
              .updateTable('directory_change')
              .set({ state: 'replaced', decided: change.proposed })
              .where('service', '=', change.service)
              .where('state', '=', 'waiting')
              .execute()
          await transaction.insertInto('directory_change').values(change).execute()
        })
    },
    async findChange(number) {
      const row = await open()
        .selectFrom('directory_change')
        .selectAll()
        .where('number', '=', number)
        .executeTakeFirst()
      return row as StoredChange | undefined // states and hours are written by this file only
    },
    async listChanges(state) {
      const rows = await open()
        .selectFrom('directory_change')
        .selectAll()
        .where('state', '=', state)
        .orderBy('number')
        .execute()
      return rows as StoredChange[] // see above
    },
    async moveChange(number, from, to) {
      const moved = await open()
        .updateTable('directory_change')
        .set(to)
        .where('number', '=', number)
        .where('state', '=', from)
        .executeTakeFirst()
      return moved.numUpdatedRows === 1n
    },
  }
}

/** What is over goes with the audit trail that tells of it, after twelve months. */
export async function sweepDirectory(database: Kysely<Tables>, now: Hour): Promise<void> {
  const twelveMonths = 366 * 86_400
  await database
    .deleteFrom('directory_change')
    .where('state', 'not in', ['waiting', 'live'])
    .where('decided', '<=', now - twelveMonths)
    .execute()
}
