/** Changes that are live → the files of `content/services/` as they are to be, and the diff to commit. */
import { createTwoFilesPatch } from 'diff'
import type { ReadText } from '../knowledge/exchange.ts'
import type { Library } from '../knowledge/library.ts'
import type { ServiceChange } from '../knowledge/service-changes.ts'
import { writeServiceFields } from '../knowledge/service-text.ts'

export interface ChangedFile {
  /** From the root of the project. */
  readonly path: string
  readonly before: string
  readonly after: string
}

/** @param read gives a file of the content, by its path from the root of the project */
export function changeFiles(library: Library, changes: readonly ServiceChange[], read: ReadText): ChangedFile[] {
  const files = new Map<string, ChangedFile>()
  for (const { service, fields } of changes) {
    const city = library.services.find(({ id }) => id === service)?.city
    if (city === undefined) continue
    const path = `content/services/${city}.yaml`
    const before = files.get(path)?.before ?? read(path) ?? ''
    const after = writeServiceFields(files.get(path)?.after ?? before, service, fields)
    files.set(path, { path, before, after })
  }
  return [...files.values()].filter(({ before, after }) => before !== after)
}

/** As `git apply` takes it, three lines of each file around. */
export function writePatch(files: readonly ChangedFile[]): string {
  return files
    .map(({ path, before, after }) =>
      createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, { context: 3 }).replace(
        /^=+\n/,
        '',
      ),
    )
    .join('')
}
