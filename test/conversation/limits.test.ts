import { describe, expect, test } from 'vitest'
import { createLimiter } from '../../src/conversation/limits.ts'

describe('limits', () => {
  test('a burst passes, then one notice, then silence, until the chat has slowed down', () => {
    let now = 0
    const limiter = createLimiter(2, 1, () => now)
    expect([1, 2, 3, 4].map(() => limiter.take('chat'))).toEqual(['ok', 'ok', 'notice', 'over'])
    now += 1000
    expect(limiter.take('chat')).toBe('ok')
  })

  test('one chat does not use up what another has', () => {
    const limiter = createLimiter(1, 1, () => 0)
    limiter.take('one')
    expect(limiter.take('other')).toBe('ok')
  })
})
