/**
 * Starts Chromium for tests: the one named by `CHROMIUM_PATH`, else the one that the package `@sparticuz/chromium`
 * brings, so that nothing is downloaded and nothing need be installed.
 */
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import packaged from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'

const modules = resolve(dirname(fileURLToPath(import.meta.url)), '../node_modules')

/** The caller closes it. */
export async function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await findChromium(),
    // Tests run in containers as root, where Chromium's own sandbox cannot start.
    args: ['--no-sandbox'],
  })
}

/** Path of the browser itself, for what starts one on its own. */
export async function findChromium(): Promise<string> {
  return process.env.CHROMIUM_PATH || (await unpackChromium())
}

/**
 * The package unpacks into the temporary folder and takes whatever stands there, be it half written by another test
 * or of another version. So each process unpacks for itself, and the first one to finish moves it to its place.
 */
async function unpackChromium(): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(modules, '@sparticuz/chromium/package.json'), 'utf8')) as {
    version: string // a package always has one
  }
  const cache = join(modules, '.cache')
  const place = join(cache, `chromium-${version}`)
  const executable = join(place, 'chromium')
  if (existsSync(executable)) return executable
  await mkdir(cache, { recursive: true })
  const own = mkdtempSync(`${place}-`)
  const { TMPDIR } = process.env
  process.env.TMPDIR = own
  try {
    await packaged.executablePath()
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
  }
  try {
    renameSync(own, place)
  } catch {
    rmSync(own, { recursive: true }) // another process was first
  }
  return executable
}
