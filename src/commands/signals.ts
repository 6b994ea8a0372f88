/** `dalil signals purge`: merges weekly figures that are older than they may be, which the assistant does at every start too. */
import { openFigures } from '../figures.ts'
import { createLibraryReader } from '../knowledge/library.ts'
import { projectRoot } from '../root.ts'
import { keptMonths, mergeOldWeeks } from '../signals/retention.ts'
import { openSqlite } from '../store/engines.ts'
import { dataFolder } from './data-folder.ts'
import { refuse } from './refuse.ts'

export async function signals(words: readonly string[], options: Readonly<Record<string, unknown>>): Promise<number> {
  const before = typeof options.before === 'string' ? Date.parse(options.before) : undefined
  if (words.length !== 1 || words[0] !== 'purge') return refuse('Write: signals purge [--before 2025-01-01]')
  if (Number.isNaN(before)) return refuse('--before is a day such as 2025-01-01.')
  const store = await openSqlite(dataFolder)
  const now = Date.now()
  const { library } = createLibraryReader(projectRoot).read()
  const disclosure = await openFigures(
    store,
    () => library,
    () => now,
  )
  const merged = await mergeOldWeeks({ store, disclosure, now, ...(before !== undefined && { before }) })
  await store.close()
  process.stdout.write(
    merged.length > 0
      ? `Weeks of ${merged.join(', ')} are merged to quarters.\n`
      : `Nothing to merge: weeks are kept for ${keptMonths} months, and only whole quarters are merged.\n`,
  )
  return 0
}
