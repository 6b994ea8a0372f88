/** Processes below one of ours, read from /proc: how much memory they hold, and the end of all of them at once. */
import { readdirSync, readFileSync } from 'node:fs'

interface Process {
  readonly pid: number
  readonly parent: number
  readonly group: number
  readonly bytes: number
}

/** Pages of memory are 4 KiB on the machines we run on (x86-64 and arm64 Linux as distributed). */
const pageBytes = 4096

/** @returns resident memory in bytes of processes and all below them; undefined where there is no /proc (not Linux) */
export function treeBytes(roots: readonly number[]): number | undefined {
  const all = readProcesses()
  return all && treeOf(all, roots).reduce((sum, { bytes }) => sum + bytes, 0)
}

/**
 * Kills processes, all below them and their groups. Chromium's leader has a group of its own and may be left by its
 * parent, so that each root is given by itself.
 */
export function killTree(roots: readonly number[]): void {
  const below = treeOf(readProcesses() ?? [], roots)
  for (const pid of roots) kill(-pid)
  for (const { pid } of below) kill(pid)
  for (const pid of roots) kill(pid)
}

/** @returns pids of processes whose command line names this text, for example a browser with our folder */
export function processesNaming(text: string): readonly number[] {
  return (readProcesses() ?? [])
    .map(({ pid }) => pid)
    .filter((pid) => pid !== process.pid && commandOf(pid).includes(text))
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return '' // it has ended meanwhile
  }
}

function treeOf(all: readonly Process[], roots: readonly number[]): readonly Process[] {
  const found = new Set(roots)
  // Parents mostly stand before their children; again until nothing more is found.
  for (let before = -1; before < found.size; ) {
    before = found.size
    for (const { pid, parent, group } of all) if (found.has(parent) || roots.includes(group)) found.add(pid)
  }
  return all.filter(({ pid }) => found.has(pid))
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // it has ended by itself
  }
}

function readProcesses(): readonly Process[] | undefined {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        const found = readProcess(Number(name))
        return found ? [found] : []
      })
  } catch {
    return undefined
  }
}

function readProcess(pid: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in brackets may hold blanks: fields are counted behind it (proc_pid_stat(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [state, parent, group] = fields
    if (state === 'Z') return undefined
    return { pid, parent: Number(parent), group: Number(group), bytes: Number(fields[21]) * pageBytes }
  } catch {
    return undefined // it has ended meanwhile
  }
}
