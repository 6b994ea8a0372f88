/** How a command ends that was called wrongly: one sentence to the error output, and the exit code 2. */

/** @returns the exit code */
export function refuse(sentence: string): number {
  process.stderr.write(`${sentence}\n`)
  return 2
}

/** Work with a file that the caller names: one that cannot be opened is a wrong call. @returns the exit code */
export function withFile(work: () => number): number {
  try {
    return work()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    return refuse(`The file cannot be opened (${code}).`)
  }
}
