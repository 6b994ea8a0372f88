/**
 * What the columns of an export mean, for people and programs: a Data Package with a Table Schema for each table
 * (Frictionless Data, specs.frictionlessdata.io, Data Package and Table Schema 1.0).
 */
import type { Quarter } from '../signals/disclose.ts'
import { type ExportTable, exportTables, hiddenCells } from './exports.ts'
import type { AdminLocale } from './locale.ts'

export function describePackage(quarter: Quarter, simulated: boolean, locale: AdminLocale): object {
  const { say } = locale
  return {
    profile: 'tabular-data-package',
    name: `${simulated ? 'simulated-' : ''}dalil-${quarter.toLowerCase()}`,
    title: say('exports.package', { quarter: locale.quarter(quarter) }),
    description: simulated ? `${say('exports.simulated')} ${say('exports.packageWhy')}` : say('exports.packageWhy'),
    resources: exportTables.map((table) => describeTable(table, quarter, simulated, locale)),
  }
}

export function fileName(table: ExportTable, quarter: Quarter, simulated: boolean, ending: 'csv' | 'json'): string {
  return `${simulated ? 'simulated-' : ''}dalil-${table.name}-${quarter}.${ending}`
}

function describeTable(table: ExportTable, quarter: Quarter, simulated: boolean, { say }: AdminLocale): object {
  return {
    profile: 'tabular-data-resource',
    name: table.name,
    path: fileName(table, quarter, simulated, 'csv'),
    title: say(`exports.${table.name}`),
    format: 'csv',
    mediatype: 'text/csv',
    encoding: 'utf-8',
    dialect: { lineTerminator: '\r\n' },
    schema: {
      fields: table.fields.map(({ name, type, says }) => ({
        name,
        type,
        description: say(says),
        ...(type === 'integer' && { constraints: { minimum: 0 } }),
      })),
      missingValues: ['', ...Object.values(hiddenCells)],
    },
  }
}
