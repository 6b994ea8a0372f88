/** The project's content in a temporary folder, so that a test can break it as an author would. */
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../src/root.ts'

export interface ContentCopy {
  readonly root: string
  read(path: string): string
  write(path: string, text: string): void
  /** @throws where the text is not there, so that a test does not break nothing */
  replace(path: string, text: string, by: string): void
}

/** @param folders of the project; `intents` has 32,000 phrases and is left out unless it is asked for */
export function copyContent(folders: readonly string[] = ['content', 'locales']): ContentCopy {
  const root = mkdtempSync(join(tmpdir(), 'dalil-content-'))
  for (const folder of folders) cpSync(join(projectRoot, folder), join(root, folder), { recursive: true })
  const read = (path: string) => readFileSync(join(root, path), 'utf8')
  const write = (path: string, text: string) => writeFileSync(join(root, path), text)
  return {
    root,
    read,
    write,
    replace(path, text, by) {
      const before = read(path)
      if (!before.includes(text)) throw new Error(`${path} does not hold "${text}"`)
      write(path, before.replace(text, by))
    },
  }
}
