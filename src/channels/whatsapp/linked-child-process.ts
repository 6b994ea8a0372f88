/**
 * One life of the child: started in a process group of its own, watched, and ended with everything below it. How often
 * it may live is decided in `linked-supervisor.ts`.
 */
import { fork } from 'node:child_process'
import { killTree, treeBytes } from './linked-process-tree.ts'
import { type Order, type Report, report } from './linked-wire.ts'

export interface Child {
  readonly pid: number
  /** Lost where the child has ended. */
  post(order: Order): void
  /** Resolves when neither the child nor its browser is there any more. */
  readonly ended: Promise<void>
  /** At once, with its browser. */
  kill(): void
  /** Resident memory of the child and its browser, where the system tells. */
  bytes(): number | undefined
}

export function startChild(hear: (report: Report) => void): Child {
  let browser: number | undefined
  const child = fork(new URL('./linked-child.ts', import.meta.url), {
    detached: true,
    // It needs no secret of ours; its temporary files and its proxy, if any, are the system's.
    env: pick(process.env, ['PATH', 'HOME', 'TMPDIR', 'LANG', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']),
    // The browser prints addresses and the library prints warnings: nobody hears them.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [],
  })
  const roots = () => [child.pid, browser].filter((pid) => pid !== undefined)
  child.on('message', (given) => {
    const parsed = report.safeParse(given)
    if (!parsed.success) return // a child of another version, or a page that lies: not a message of ours
    if (parsed.data.kind === 'browser') browser = parsed.data.pid
    hear(parsed.data)
  })
  const ended = new Promise<void>((resolve) => {
    const over = () => {
      killTree(roots())
      resolve()
    }
    child.once('exit', over)
    child.once('error', over)
  })
  return {
    pid: child.pid ?? 0,
    ended,
    post(order) {
      if (child.connected) child.send(order, () => {}) // a closed pipe shows as the child's end
    },
    kill: () => killTree(roots()),
    bytes: () => treeBytes(roots()),
  }
}

function pick(environment: NodeJS.ProcessEnv, names: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(names.map((name) => [name, environment[name]]))
}
