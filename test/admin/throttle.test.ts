/** How long somebody waits who guesses; time is passed in. */
import { describe, expect, test } from 'vitest'
import { type Attempt, createThrottle } from '../../src/admin/throttle.ts'

const stranger: Attempt = { kind: 'password', account: 'samira', address: '196.200.0.1' }

/** Seconds that each of many attempts in a row would have to wait. */
function waits(throttle: ReturnType<typeof createThrottle>, times: number, attempt: (at: number) => Attempt): number[] {
  return Array.from({ length: times }, (_none, at) => throttle.begin(attempt(at)))
}

describe('the throttle', () => {
  test('doubles the wait with each failure, up to a quarter of an hour', () => {
    let now = 0
    const throttle = createThrottle(() => now)
    waits(throttle, 5, () => stranger)
    const seen: number[] = []
    for (let round = 0; round < 9; round++) {
      const wait = throttle.begin(stranger)
      seen.push(wait)
      now += wait * 1000
      throttle.begin(stranger)
    }
    expect(seen).toEqual([10, 20, 40, 80, 160, 320, 640, 900, 900])
  })

  test('never makes a name wait longer than a minute, however many addresses try it', () => {
    const throttle = createThrottle(() => 0)
    const seen = waits(throttle, 500, (at) => ({ ...stranger, address: `10.0.${at >> 8}.${at & 255}` }))
    expect(Math.max(...seen)).toBeLessThanOrEqual(60)
    expect(seen.filter((wait) => wait === 0)).toHaveLength(50)
  })

  test('counts a known browser for itself', () => {
    const throttle = createThrottle(() => 0)
    waits(throttle, 500, (at) => ({ ...stranger, address: `10.0.${at >> 8}.${at & 255}` }))
    expect(throttle.begin({ ...stranger, device: 'known' })).toBe(0)
    expect(waits(throttle, 20, () => ({ ...stranger, device: 'known' })).at(-1)).toBeGreaterThan(0)
  })

  test('makes an address wait that tries many names', () => {
    const throttle = createThrottle(() => 0)
    const seen = waits(throttle, 40, (at) => ({ ...stranger, account: `name${at}` }))
    expect(seen.filter((wait) => wait === 0)).toHaveLength(30)
  })

  test('forgets after an hour without a failure', () => {
    let now = 0
    const throttle = createThrottle(() => now)
    waits(throttle, 10, () => stranger)
    now += 3_601_000
    expect(waits(throttle, 5, () => stranger)).toEqual([0, 0, 0, 0, 0])
  })

  test('does not count who was right, and forgives only what they did themselves', () => {
    const throttle = createThrottle(() => 0)
    for (let at = 0; at < 100; at++) {
      expect(throttle.begin(stranger)).toBe(0)
      throttle.succeed(stranger)
    }
    waits(throttle, 30, (at) => ({ ...stranger, account: `name${at}` }))
    expect(throttle.begin(stranger)).toBeGreaterThan(0)
  })

  test('keeps the count of the name that is attacked when a flood of others fills its memory', () => {
    const throttle = createThrottle(() => 0, 400)
    waits(throttle, 60, (at) => ({ ...stranger, address: `10.0.0.${at}` }))
    waits(throttle, 3000, (at) => ({ ...stranger, account: `name${at}`, address: `2001:db8:${at.toString(16)}::1` }))
    expect(throttle.begin({ ...stranger, address: '10.1.1.1' })).toBeGreaterThan(0)
  })
})
