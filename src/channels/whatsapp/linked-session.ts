/** The folder of the session, which is as good as the phone itself: whoever has it reads and writes in its name. */
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { killTree, processesNaming } from './linked-process-tree.ts'

export interface Session {
  readonly folder: string
  /** Makes it fit for a browser: nobody else may read it, nobody else uses it. */
  prepare(): void
  /** Seconds since 1970 when the phone was linked: messages from before were not written to the assistant. */
  linkedSince(): number
  /** @returns the same */
  noteLinked(): number
  /** The phone has removed this device: what is left is of no use. */
  remove(): void
}

/** @param now milliseconds since 1970 */
export function openSession(folder: string, now: () => number): Session {
  /** The name that LocalAuth gives. */
  const profile = join(folder, 'session')
  const since = join(folder, 'linked-since')
  let known: number | undefined
  const note = () => {
    known = Math.floor(now() / 1000)
    writeFileSync(since, String(known), { mode: 0o600 })
    return known
  }
  return {
    folder,
    prepare() {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      chmodSync(folder, 0o700)
      // A session that came from elsewhere counts from here; noted now, before the first message is compared with it.
      known ??= readSeconds(since) ?? note()
      // A browser left by a service that was killed would keep the session to itself.
      killTree(processesNaming(`--user-data-dir=${profile}`))
      // A lock names the machine: in a new container it would be another's, and Chromium would refuse to start.
      for (const lock of ['SingletonLock', 'SingletonCookie', 'SingletonSocket'])
        rmSync(join(profile, lock), { force: true })
    },
    linkedSince: () => known ?? note(),
    noteLinked: note,
    remove() {
      known = undefined
      rmSync(profile, { recursive: true, force: true })
      rmSync(since, { force: true })
    },
  }
}

/** @returns undefined where the session came from elsewhere */
function readSeconds(path: string): number | undefined {
  try {
    const seconds = Number(readFileSync(path, 'utf8'))
    return seconds > 0 ? seconds : undefined
  } catch {
    return undefined
  }
}
