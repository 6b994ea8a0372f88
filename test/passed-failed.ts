/** Prints `N passed, N failed` alone on the last line, from the runner's own counts. */
import type { Reporter, TestModule } from 'vitest/node'

export default class PassedFailed implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    let passed = 0
    // A file that cannot be loaded, or an error outside every test, has no test of its own to fail.
    let failed = unhandledErrors.length
    for (const module of modules) {
      if (module.errors().length > 0) failed += 1
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') passed += 1
        if (state === 'failed') failed += 1
      }
    }
    // After the other reporters' summary, which is printed in the same tick.
    process.once('exit', () => process.stdout.write(`\n${passed} passed, ${failed} failed\n`))
  }
}
