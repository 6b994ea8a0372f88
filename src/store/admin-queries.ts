/** Queries of accounts, sessions and the audit trail; tables `admin_*`, owned by `admin/`. */
import { type Kysely, sql } from 'kysely'
import type { Tables } from './migrations.ts'
import type { AccountStore, AuditEntry, AuditStore, Hour, SessionStore, StoredAccount, StoredSession } from './store.ts'

const accountColumns = [
  'name',
  'role',
  'organisation',
  'password',
  'link',
  'link_expires',
  'totp',
  'totp_pending',
  'disabled',
  'created',
  'seen',
] as const

/** @param open gives the database, or throws when it is closed */
export function createAdminQueries(open: () => Kysely<Tables>): AccountStore & SessionStore & AuditStore {
  const accounts = () => open().selectFrom('admin_account').select(accountColumns)
  return {
    async hasAccounts() {
      return (await open().selectFrom('admin_account').select('name').limit(1).executeTakeFirst()) !== undefined
    },
    async findAccount(name) {
      return asAccount(await accounts().where('name', '=', name).executeTakeFirst())
    },
    async listAccounts() {
      return (await accounts().orderBy('name').execute()).flatMap((row) => asAccount(row) ?? [])
    },
    async addAccount(account) {
      const added = await open()
        .insertInto('admin_account')
        .values({ ...account, totp_step: 0 })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .executeTakeFirst()
      return added.numInsertedOrUpdatedRows === 1n
    },
    async changeAccount(name, change) {
      const changed = await open().updateTable('admin_account').set(change).where('name', '=', name).executeTakeFirst()
      return changed.numUpdatedRows === 1n
    },
    async findAccountByLink(link, now) {
      return asAccount(await accounts().where('link', '=', link).where('link_expires', '>', now).executeTakeFirst())
    },
    async takeLink(link, password, now) {
      const taken = await open()
        .updateTable('admin_account')
        .set({ password, link: null, link_expires: null })
        .where('link', '=', link)
        .where('link_expires', '>', now)
        .where('disabled', '=', 0)
        .returning('name')
        .executeTakeFirst()
      return taken?.name
    },
    async takeStep(name, step) {
      const taken = await open()
        .updateTable('admin_account')
        .set({ totp_step: step })
        .where('name', '=', name)
        .where('totp_step', '<', step)
        .executeTakeFirst()
      return taken.numUpdatedRows === 1n
    },
    async replaceRecoveryCodes(name, codes) {
      await open()
        .transaction()
        .execute(async (transaction) => {
          await transaction.deleteFrom('admin_recovery_code').where('account', '=', name).execute()
          if (codes.length > 0)
            await transaction
              .insertInto('admin_recovery_code')
              .values(codes.map((code) => ({ account: name, code })))
              .execute()
        })
    },
    async takeRecoveryCode(name, code) {
      const taken = await open()
        .deleteFrom('admin_recovery_code')
        .where('account', '=', name)
        .where('code', '=', code)
        .executeTakeFirst()
      return taken.numDeletedRows === 1n
    },
    async countRecoveryCodes(name) {
      const { count } = await open()
        .selectFrom('admin_recovery_code')
        .select((select) => select.fn.countAll<number>().as('count'))
        .where('account', '=', name)
        .executeTakeFirstOrThrow()
      return count
    },

    async addSession(session) {
      await open().insertInto('admin_session').values(session).execute()
    },
    async findSession(id, now) {
      const row = await open()
        .selectFrom('admin_session')
        .selectAll()
        .where('id', '=', id)
        .where('expires', '>', now)
        .where('idle_expires', '>', now)
        .executeTakeFirst()
      return row as StoredSession | undefined // the stage is written by addSession only
    },
    async prolongSession(id, idleExpires) {
      await open().updateTable('admin_session').set({ idle_expires: idleExpires }).where('id', '=', id).execute()
    },
    async endSession(id) {
      await open().deleteFrom('admin_session').where('id', '=', id).execute()
    },
    async endSessions(account) {
      const ended = await open().deleteFrom('admin_session').where('account', '=', account).executeTakeFirst()
      return Number(ended.numDeletedRows)
    },

    async addAudit(entry, expires) {
      await open()
        .insertInto('admin_audit')
        .values({ ...entry, expires, count: 1 })
        .onConflict((conflict) =>
          conflict
            .columns(['hour', 'account', 'action', 'about'])
            .doUpdateSet({ count: sql`admin_audit.count + 1`, expires }),
        )
        .execute()
    },
    async listAudit(limit) {
      const rows = await open()
        .selectFrom('admin_audit')
        .select(['hour', 'account', 'action', 'about', 'count'])
        .orderBy('hour', 'desc')
        .orderBy('account')
        .orderBy('action')
        .limit(limit)
        .execute()
      return rows as (AuditEntry & { count: number })[] // the hour is written by addAudit only
    },
  }
}

/** What has ended goes; accounts stay, so that the trail can be read. */
export async function sweepAdmin(database: Kysely<Tables>, now: Hour): Promise<void> {
  await database
    .deleteFrom('admin_session')
    .where((either) => either.or([either('expires', '<=', now), either('idle_expires', '<=', now)]))
    .execute()
  await database.deleteFrom('admin_audit').where('expires', '<=', now).execute()
  await database
    .updateTable('admin_account')
    .set({ link: null, link_expires: null })
    .where('link_expires', '<=', now)
    .execute()
}

/** `disabled` and the hours are written by this file only. */
function asAccount(row: Pick<Tables['admin_account'], (typeof accountColumns)[number]> | undefined) {
  return row as StoredAccount | undefined // see above
}
