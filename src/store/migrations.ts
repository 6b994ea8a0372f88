/** Numbered steps of the schema, forwards only; a step is never edited once merged. Tables carry their owner's prefix. */
import type { Kysely } from 'kysely'
import type { Migration, MigrationProvider } from 'kysely/migration'

export interface Tables {
  conversation_talk: { chat: string; state: string; expires: number }
  conversation_update: { id: string; step: string; expires: number }
  signal_cell: { week: string; topic: string; dimension: string; value: string; count: number }
  /** `closed` is 0 or 1. */
  referral_organisation: { code: string; name: string; closed: number }
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
}

export const migrations: MigrationProvider = { getMigrations: async () => steps }
