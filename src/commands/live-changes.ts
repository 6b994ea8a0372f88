/** `dalil directory export`: changes of services that are live and not yet in the files, as a patch or written into them. */
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createDirectory } from '../directory/directory.ts'
import { changeFiles, writePatch } from '../directory/patch.ts'
import { createLibraryReader, readFileText } from '../knowledge/library.ts'
import { projectRoot } from '../root.ts'
import { readSettings } from '../settings.ts'
import { openSqlite } from '../store/engines.ts'
import { refuse } from './refuse.ts'

/** Reads the database of the server that runs from this folder, and changes nothing in it. */
export async function liveChanges(
  words: readonly string[],
  { write, out }: Readonly<Record<string, unknown>>,
): Promise<number> {
  if (words.join(' ') !== 'export') return refuse('Write: directory export [--out FILE | --write]')
  const read = readSettings(process.env)
  if (!read.ok) return refuse(read.problems.join('\n'))
  const store = await openSqlite(resolve(read.settings.dataDir))
  try {
    const { library } = createLibraryReader(projectRoot).read()
    const content = () => library
    const quiet = { store, content, library: content, show: () => {}, now: Date.now, log: { warn: () => {} } }
    const changes = await createDirectory(quiet).live()
    const files = changeFiles(library, changes, (path) => readFileText(projectRoot, path))
    if (write === true) {
      for (const { path, after } of files) writeFileSync(join(projectRoot, path), after)
      process.stdout.write(
        `${changes.length} changes, ${files.length} files written. Read them: git diff content/services\n`,
      )
    } else if (typeof out === 'string' && out !== '') {
      writeFileSync(out, writePatch(files))
      process.stdout.write(`${changes.length} changes in ${out}. Take them with: git apply ${out}\n`)
    } else process.stdout.write(writePatch(files))
    return 0
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    process.stderr.write(`The changes cannot be read or written (${code}).\n`)
    return 1
  } finally {
    await store.close()
  }
}
