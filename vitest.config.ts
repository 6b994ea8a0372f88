import { defineConfig } from 'vitest/config'
import PassedFailed from './test/passed-failed.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Chromium, a bot API server and model loading share two processors.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ['default', new PassedFailed()],
  },
})
