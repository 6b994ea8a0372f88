/** The same typed queries for every engine; each name says the question it answers. */
import { type Kysely, sql } from 'kysely'
import { DalilError } from '../errors.ts'
import type { Tables } from './migrations.ts'
import type { Cell, Store, UpdateStep } from './store.ts'

export function createStore(database: Kysely<Tables>): Store {
  let closed = false
  const open = () => {
    if (closed) throw new DalilError('store-closed')
    return database
  }
  return {
    async readTalk(chat, now) {
      const row = await open()
        .selectFrom('conversation_talk')
        .select('state')
        .where('chat', '=', chat)
        .where('expires', '>', now)
        .executeTakeFirst()
      return row?.state
    },
    async writeTalk(chat, state, expires) {
      await open()
        .insertInto('conversation_talk')
        .values({ chat, state, expires })
        .onConflict((conflict) => conflict.column('chat').doUpdateSet({ state, expires }))
        .execute()
    },
    async forgetTalk(chat) {
      await open().deleteFrom('conversation_talk').where('chat', '=', chat).execute()
    },
    async receiveUpdate(update, expires) {
      const added = await open()
        .insertInto('conversation_update')
        .values({ id: update, step: 'received', expires })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst()
      if (added.numInsertedOrUpdatedRows === 1n) return 'new'
      const known = await open()
        .selectFrom('conversation_update')
        .select('step')
        .where('id', '=', update)
        .executeTakeFirst()
      return (known?.step ?? 'new') as UpdateStep | 'new' // written by markUpdate only
    },
    async markUpdate(update, step) {
      await open().updateTable('conversation_update').set({ step }).where('id', '=', update).execute()
    },
    async addCounts(cells) {
      if (cells.length === 0) return
      await open()
        .insertInto('signal_cell')
        .values(cells.map(({ cell, count }) => ({ ...cell, count })))
        .onConflict((conflict) =>
          conflict
            .columns(['week', 'topic', 'dimension', 'value'])
            .doUpdateSet({ count: sql`signal_cell.count + excluded.count` }),
        )
        .execute()
    },
    async countTalksByCell(week) {
      const rows = await open().selectFrom('signal_cell').selectAll().where('week', '=', week).execute()
      return rows as (Cell & { count: number })[] // dimension is written by addCounts only
    },
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
    async sweep(now) {
      await open().deleteFrom('conversation_talk').where('expires', '<=', now).execute()
      await open().deleteFrom('conversation_update').where('expires', '<=', now).execute()
    },
    async health() {
      try {
        // A write that changes nothing: a full or read-only disk shows here and not at the next person's message.
        await open().updateTable('conversation_update').set({ step: 'done' }).where('id', '=', '').execute()
        return { ok: true, says: 'The database can be written.' }
      } catch {
        return { ok: false, says: 'The database cannot be written; talks are answered but not remembered.' }
      }
    },
    async close() {
      if (closed) return
      closed = true
      await database.destroy()
    },
  }
}
