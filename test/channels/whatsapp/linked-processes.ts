/** The processes of a linked phone, as the system sees them, for tests that kill them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { processesNaming } from '../../../src/channels/whatsapp/linked-process-tree.ts'

/** All processes of the browser that has this data folder, its leader first; they share the leader's group. */
export function browserOf(dataDir: string): readonly number[] {
  const named = processesNaming(`--user-data-dir=${join(dataDir, 'whatsapp', 'session')}`)
  const leaders = named.filter((pid) => processOf(pid)?.group === pid)
  const pids = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []))
  return [...leaders, ...pids.filter((pid) => !leaders.includes(pid) && leaders.includes(processOf(pid)?.group ?? 0))]
}

/** The leader of the browser, and the child that has started it. */
export function familyOf(dataDir: string): { readonly browser: number; readonly child: number } {
  const [browser] = browserOf(dataDir)
  const child = browser === undefined ? undefined : processOf(browser)?.parent
  if (browser === undefined || child === undefined) throw new Error('no browser runs')
  return { browser, child }
}

/** Resolves when none of these is there any more; a test that waits for ever says so by its time-out. */
export async function gone(pids: readonly number[]): Promise<void> {
  while (pids.some((pid) => processOf(pid))) await pause(20)
}

/** @returns undefined for a process that has ended, be it waited for or not */
function processOf(pid: number): { readonly parent: number; readonly group: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' ? undefined : { parent: Number(parent), group: Number(group) }
  } catch {
    return undefined
  }
}
