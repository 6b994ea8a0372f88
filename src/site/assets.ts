/**
 * The script and the style sheet of the web chat, made once at the start: `*.client.ts` without its types and as one
 * file, because on a bad network each further request is one more that can fail.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { brotliCompressSync, gzipSync } from 'node:zlib'

export interface Asset {
  /** Holds a hash of the content, so that it may be kept for ever: `/assets/chat.4f3a1b2c.js`. */
  readonly path: string
  readonly type: string
  readonly body: Buffer
  readonly brotli: Buffer
  readonly gzip: Buffer
}

export interface Assets {
  readonly all: readonly Asset[]
  /** Paths of module scripts, in the order in which the page names them. */
  readonly scripts: readonly string[]
  readonly style: string
}

/** @throws Error when a browser file imports what cannot be sent along: a mistake of ours, seen at the first start */
export function buildAssets(): Assets {
  const script = makeAsset('chat', 'js', 'text/javascript; charset=utf-8', joinModules('chat.client.ts'))
  const style = makeAsset('chat', 'css', 'text/css; charset=utf-8', withoutComments(read('chat.css')))
  return { all: [script, style], scripts: [script.path], style: style.path }
}

function makeAsset(name: string, extension: string, type: string, text: string): Asset {
  const body = Buffer.from(text)
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 8)
  return {
    path: `/assets/${name}.${hash}.${extension}`,
    type,
    body,
    brotli: brotliCompressSync(body),
    gzip: gzipSync(body, { level: 9 }),
  }
}

/** A module after those that it imports, each once. They share one scope: a name is used for one thing in all of them. */
function joinModules(file: string, joined = new Set<string>()): string {
  if (joined.has(file)) return ''
  joined.add(file)
  const imported: string[] = []
  const own = withoutTypes(read(file)).replace(/^import\s[^'"]*['"](.+)['"]$/gm, (_line, from: string) => {
    if (!/^\.\/[\w-]+\.client\.ts$/.test(from)) throw new Error(`${file} imports ${from}, which no browser can load`)
    imported.push(from.slice(2))
    return ''
  })
  const before = imported.map((name) => joinModules(name, joined)).join('')
  return `${before}${withoutComments(own.replace(/^export /gm, ''))}`
}

/** Whole lines of comment, indentation and blanks go: nobody reads them there, and a telephone would pay for them. */
function withoutComments(code: string): string {
  return code
    .replace(/^[ \t]*\/\*[\s\S]*?\*\/[ \t]*$/gm, '')
    .replace(/^[ \t]*\/\/.*$/gm, '')
    .replace(/^[ \t]+|[ \t]+$/gm, '')
    .replace(/\n{2,}/g, '\n')
    .trimStart()
}

/** Node 24 warns that the function may still change; the version is fixed in package.json, so nobody needs to hear it. */
function withoutTypes(code: string): string {
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    return stripTypeScriptTypes(code)
  } finally {
    process.emitWarning = emitWarning
  }
}

function read(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8')
}
