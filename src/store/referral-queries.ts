/** Organisations that refer people: the queries of `ReferralStore`, the same for every engine. */
import type { Kysely } from 'kysely'
import type { Tables } from './migrations.ts'
import type { ReferralStore } from './store.ts'

export function createReferralQueries(open: () => Kysely<Tables>): ReferralStore {
  return {
    async addOrganisation(code, name) {
      await open().insertInto('referral_organisation').values({ code, name, closed: 0 }).execute()
    },
    async findOrganisation(code) {
      const row = await open()
        .selectFrom('referral_organisation')
        .selectAll()
        .where('code', '=', code)
        .executeTakeFirst()
      return row && { ...row, closed: row.closed === 1 }
    },
    async listOrganisations() {
      const rows = await open().selectFrom('referral_organisation').selectAll().orderBy('name').execute()
      return rows.map((row) => ({ ...row, closed: row.closed === 1 }))
    },
    async closeOrganisation(code) {
      const changed = await open()
        .updateTable('referral_organisation')
        .set({ closed: 1 })
        .where('code', '=', code)
        .executeTakeFirst()
      return changed.numUpdatedRows === 1n
    },
  }
}
