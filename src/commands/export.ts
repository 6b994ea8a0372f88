/** `dalil export`: every topic and city as a page of a folder, to be put on any web space, carried on a stick, printed. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import * as z from 'zod'
import { createLibraryReader } from '../knowledge/library.ts'
import { projectRoot } from '../root.ts'
import { buildAssets } from '../site/assets.ts'
import { exportSite } from '../site/export-site.ts'
import { refuse } from './refuse.ts'

const address = z.url({ protocol: /^https?$/ })

/** Writes over what an earlier export left and takes nothing away, so that a wrong folder loses nothing of its own. */
export async function exportPages(
  words: readonly string[],
  options: Readonly<Record<string, unknown>>,
): Promise<number> {
  const { html: folder, chat } = options
  if (words.length > 0) return refuse('Name the folder after --html: export --html site')
  if (typeof folder !== 'string' || folder === '') return refuse('Name the folder to write to: export --html site')
  const parsed = address.optional().safeParse(chat)
  if (!parsed.success) return refuse('--chat is the whole address of the chat, such as https://dalil.example.org/')
  const { library, findings } = createLibraryReader(projectRoot).read()
  const files = exportSite(library, buildAssets(), parsed.data)
  const target = resolve(folder)
  try {
    for (const { path, content } of files) {
      const file = join(target, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, content)
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    process.stderr.write(`The folder ${folder} cannot be written to (${code}). Name another one after --html.\n`)
    return 1
  }
  if (findings.length > 0)
    process.stderr.write(`The content has ${findings.length} findings; run: npm run dalil -- check\n`)
  if (parsed.data === undefined)
    process.stderr.write('Without --chat the pages have no link to the chat and no code to scan.\n')
  const bytes = files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0)
  process.stdout.write(
    `${files.length} files, ${(bytes / 1e6).toFixed(1)} MB. Begin with ${join(folder, 'index.html')}\n`,
  )
  return 0
}
