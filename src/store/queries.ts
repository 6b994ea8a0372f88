/** The same typed queries for every engine; each name says the question it answers. */
import type { Kysely } from 'kysely'
import { DalilError } from '../errors.ts'
import { createAdminQueries, sweepAdmin } from './admin-queries.ts'
import { createDirectoryQueries, sweepDirectory } from './directory-queries.ts'
import type { Tables } from './migrations.ts'
import { createReferralQueries } from './referral-queries.ts'
import { createSignalQueries } from './signal-queries.ts'
import type { Store, UpdateStep } from './store.ts'

export function createStore(database: Kysely<Tables>): Store {
  let closed = false
  const open = () => {
    if (closed) throw new DalilError('store-closed')
    return database
  }
  return {
    ...createAdminQueries(open),
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
    ...createSignalQueries(open),
    ...createReferralQueries(open),
    ...createDirectoryQueries(open),
    async sweep(now) {
      await open().deleteFrom('conversation_talk').where('expires', '<=', now).execute()
      await open().deleteFrom('conversation_update').where('expires', '<=', now).execute()
      await sweepAdmin(open(), now)
      await sweepDirectory(open(), now)
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
