/** The processes of a linked phone, as the system sees them, for tests that kill them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { processesNaming } from '../../../src/channels/whatsapp/linked-process-tree.ts'

/** All processes of the browser that has this data folder. */
export function browserOf(dataDir: string): readonly number[] {
  return processesNaming(`--user-data-dir=${join(dataDir, 'whatsapp', 'session')}`)
}

/** The leader of the browser, and the child that has started it. */
export function familyOf(dataDir: string): { readonly browser: number; readonly child: number } {
  const all = browserOf(dataDir)
  const browser = all.find((pid) => !all.includes(parentOf(pid)))
  if (browser === undefined) throw new Error('no browser runs')
  return { browser, child: parentOf(browser) }
}

/** Resolves when none of these is there any more; a test that waits for ever says so by its time-out. */
export async function gone(pids: readonly number[]): Promise<void> {
  while (pids.some((pid) => parentOf(pid) >= 0)) await pause(20)
}

/** @returns -1 for a process that has ended, be it waited for or not */
function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' ? -1 : Number(parent)
  } catch {
    return -1
  }
}
