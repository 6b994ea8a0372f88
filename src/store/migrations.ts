/** Numbered steps of the schema, forwards only; a step is never edited once merged. Tables carry their owner's prefix. */
import type { Generated, Kysely } from 'kysely'
import type { Migration, MigrationProvider } from 'kysely/migration'

export interface Tables {
  conversation_talk: { chat: string; state: string; expires: number }
  conversation_update: { id: string; step: string; expires: number }
  signal_cell: {
    period: string
    subject: string
    dimension: string
    value: string
    questions: number
    conversations: number
    surest: number
  }
  signal_term: { week: string; language: string; term: string; conversations: number }
  signal_release: { period: string; part: string; shown: string }
  signal_label: { name: string; value: string }
  admin_account: {
    name: string
    role: string
    organisation: string | null
    password: string | null
    link: string | null
    link_expires: number | null
    totp: string | null
    totp_pending: string | null
    totp_step: number
    disabled: number
    created: number
    seen: number | null
  }
  admin_recovery_code: { account: string; code: string }
  admin_session: { id: string; account: string; stage: string; expires: number; idle_expires: number }
  admin_audit: { hour: number; account: string; action: string; about: string; count: number; expires: number }
  /** `closed` is 0 or 1. */
  referral_organisation: { code: string; name: string; closed: number }
  directory_owner: { service: string; organisation: string }
  directory_change: {
    number: Generated<number>
    service: string
    organisation: string
    fields: string
    before: string
    proposer: string
    proposed: number
    state: string
    decider: string | null
    decided: number | null
  }
}

const steps: Record<string, Migration> = {
  '0001-talks-updates-cells': {
    async up(database: Kysely<unknown>) {
      await database.schema
        .createTable('conversation_talk')
        .addColumn('chat', 'text', (column) => column.primaryKey())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('expires', 'integer', (column) => column.notNull())
        .execute()
      await database.schema
        .createTable('conversation_update')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('step', 'text', (column) => column.notNull())
        .addColumn('expires', 'integer', (column) => column.notNull())
        .execute()
      await database.schema
        .createTable('signal_cell')
        .addColumn('week', 'text', (column) => column.notNull())
        .addColumn('topic', 'text', (column) => column.notNull())
        .addColumn('dimension', 'text', (column) => column.notNull())
        .addColumn('value', 'text', (column) => column.notNull())
        .addColumn('count', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('signal_cell_key', ['week', 'topic', 'dimension', 'value'])
        .execute()
      for (const table of ['conversation_talk', 'conversation_update'] as const)
        await database.schema.createIndex(`${table}_expires`).on(table).column('expires').execute()
    },
  },
  '0002-signals': {
    async up(database: Kysely<unknown>) {
      const cell = database.schema.alterTable('signal_cell')
      // A period is a week or, once merged, a quarter; a subject is a topic, a programme, a referral, or all of them.
      await cell.renameColumn('week', 'period').execute()
      await cell.renameColumn('topic', 'subject').execute()
      await cell.renameColumn('count', 'questions').execute()
      // Counted before conversations were: such cells stay below every threshold.
      for (const column of ['conversations', 'surest'])
        await cell.addColumn(column, 'integer', (added) => added.notNull().defaultTo(0)).execute()
      await database.schema
        .createTable('signal_term')
        .addColumn('week', 'text', (column) => column.notNull())
        .addColumn('language', 'text', (column) => column.notNull())
        .addColumn('term', 'text', (column) => column.notNull())
        .addColumn('conversations', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('signal_term_key', ['week', 'language', 'term'])
        .execute()
      await database.schema
        .createTable('signal_release')
        .addColumn('period', 'text', (column) => column.notNull())
        .addColumn('part', 'text', (column) => column.notNull())
        .addColumn('shown', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('signal_release_key', ['period', 'part'])
        .execute()
      await database.schema
        .createTable('signal_label')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('value', 'text', (column) => column.notNull())
        .execute()
    },
  },
  '0003-accounts': {
    async up(database: Kysely<unknown>) {
      await database.schema
        .createTable('admin_account')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('role', 'text', (column) => column.notNull())
        .addColumn('organisation', 'text')
        .addColumn('password', 'text')
        .addColumn('link', 'text', (column) => column.unique())
        .addColumn('link_expires', 'integer')
        .addColumn('totp', 'text')
        .addColumn('totp_pending', 'text')
        .addColumn('totp_step', 'integer', (column) => column.notNull())
        .addColumn('disabled', 'integer', (column) => column.notNull())
        .addColumn('created', 'integer', (column) => column.notNull())
        .addColumn('seen', 'integer')
        .execute()
      await database.schema
        .createTable('admin_recovery_code')
        .addColumn('account', 'text', (column) => column.notNull())
        .addColumn('code', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('admin_recovery_code_key', ['account', 'code'])
        .execute()
      await database.schema
        .createTable('admin_session')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('account', 'text', (column) => column.notNull())
        .addColumn('stage', 'text', (column) => column.notNull())
        .addColumn('expires', 'integer', (column) => column.notNull())
        .addColumn('idle_expires', 'integer', (column) => column.notNull())
        .execute()
      await database.schema.createIndex('admin_session_account').on('admin_session').column('account').execute()
      await database.schema
        .createTable('admin_audit')
        .addColumn('hour', 'integer', (column) => column.notNull())
        .addColumn('account', 'text', (column) => column.notNull())
        .addColumn('action', 'text', (column) => column.notNull())
        .addColumn('about', 'text', (column) => column.notNull())
        .addColumn('count', 'integer', (column) => column.notNull())
        .addColumn('expires', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('admin_audit_key', ['hour', 'account', 'action', 'about'])
        .execute()
    },
  },
  '0004-referrals': {
    async up(database: Kysely<unknown>) {
      await database.schema
        .createTable('referral_organisation')
        .addColumn('code', 'text', (column) => column.primaryKey())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('closed', 'integer', (column) => column.notNull())
        .execute()
    },
  },
  '0005-directory': {
    async up(database: Kysely<unknown>) {
      await database.schema
        .createTable('directory_owner')
        .addColumn('service', 'text', (column) => column.primaryKey())
        .addColumn('organisation', 'text', (column) => column.notNull())
        .execute()
      await database.schema
        .createTable('directory_change')
        .addColumn('number', 'integer', (column) => column.primaryKey().autoIncrement())
        .addColumn('service', 'text', (column) => column.notNull())
        .addColumn('organisation', 'text', (column) => column.notNull())
        .addColumn('fields', 'text', (column) => column.notNull())
        .addColumn('before', 'text', (column) => column.notNull())
        .addColumn('proposer', 'text', (column) => column.notNull())
        .addColumn('proposed', 'integer', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('decider', 'text')
        .addColumn('decided', 'integer')
        .execute()
      await database.schema.createIndex('directory_change_state').on('directory_change').column('state').execute()
    },
  },
}

export const migrations: MigrationProvider = { getMigrations: async () => steps }
