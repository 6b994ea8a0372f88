/** Reads a password from the terminal without showing it. */
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

/** @returns undefined where the person ends it with Ctrl-C or Ctrl-D */
export async function askPassword(prompt: string): Promise<string | undefined> {
  // Lines are edited as everywhere, and what readline would show goes nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true, historySize: 0 })
  // Only now, when the terminal shows nothing any more: a quick hand types as soon as it is asked.
  process.stderr.write(prompt)
  try {
    return await new Promise<string | undefined>((resolve) => {
      terminal.once('line', resolve)
      terminal.once('close', () => resolve(undefined))
      terminal.once('SIGINT', () => terminal.close())
    })
  } finally {
    terminal.close()
    process.stderr.write('\n')
  }
}
