/**
 * Scripts, style sheets and the picture of the site, made once at the start: `*.client.ts` without its types and as one
 * file a page, because on a bad network each further request is one more that can fail.
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
  /** Of the public pages: their sheet, the script that narrows the list of topics, the picture shown with a shared link. */
  readonly publicStyle: string
  readonly filter: string
  readonly picture: string
  /** Of the secretariat's pages: sent only where they are, so it is not among `all`. */
  readonly adminStyle: Asset
}

/** @throws Error when a browser file imports what cannot be sent along: a mistake of ours, seen at the first start */
export function buildAssets(): Assets {
  const script = makeAsset('chat', 'js', joinModules('chat.client.ts'))
  const style = makeAsset('chat', 'css', sheets('palette.css', 'ground.css', 'chat.css'))
  const publicStyle = makeAsset('public', 'css', sheets('palette.css', 'ground.css', 'public.css', 'print.css'))
  const filter = makeAsset('filter', 'js', joinModules('filter.client.ts'))
  const adminStyle = makeAsset('admin', 'css', sheets('palette.css', 'ground.css', 'admin.css', 'dashboard.css'))
  const picture = makeAsset('share', 'png', readFileSync(new URL('share.png', import.meta.url)))
  return {
    all: [script, style, publicStyle, filter, picture],
    scripts: [script.path],
    style: style.path,
    publicStyle: publicStyle.path,
    filter: filter.path,
    picture: picture.path,
    adminStyle,
  }
}

const types = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  png: 'image/png',
} as const

function makeAsset(name: string, extension: keyof typeof types, content: string | Buffer): Asset {
  const body = Buffer.from(content)
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 8)
  return {
    path: `/assets/${name}.${hash}.${extension}`,
    type: types[extension],
    body,
    brotli: brotliCompressSync(body),
    gzip: gzipSync(body, { level: 9 }),
  }
}

/** A module after those that it imports, each once. They share one scope: a name is used for one thing in all of them. */
export function joinModules(file: string, joined = new Set<string>()): string {
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

function sheets(...files: readonly string[]): string {
  return files.map((file) => withoutComments(read(file))).join('')
}

function read(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8')
}
