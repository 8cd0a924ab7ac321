import { describe, expect, test } from 'vitest'
import type { Situation } from './schedule.ts'
import { nextRunInMs, pageAfter, pageAtFirst } from './schedule.ts'

const situation = (more: Partial<Situation>): Situation => ({
  outcome: { kind: 'confirmed' },
  failures: 1,
  visible: true,
  waiting: false,
  chance: 0.5,
  ...more,
})

describe('when to sync next', () => {
  test('after a good run, once a minute or so while the page is seen, not at all while it is not', () => {
    expect(nextRunInMs(situation({ chance: 0 }))).toBe(60_000)
    expect(nextRunInMs(situation({ chance: 1 }))).toBe(90_000)
    expect(nextRunInMs(situation({ visible: false }))).toBeUndefined()
  })

  test('without a connection, from 5 seconds up to 5 minutes', () => {
    const after = (failures: number) =>
      nextRunInMs(situation({ outcome: { kind: 'unreachable' }, failures }))
    expect([1, 2, 3, 7, 40].map(after)).toEqual([5_000, 10_000, 20_000, 300_000, 300_000])
  })

  test('a hidden page goes on trying only where something waits', () => {
    const outcome = { kind: 'unreachable' } as const
    expect(nextRunInMs(situation({ outcome, visible: false }))).toBeUndefined()
    expect(nextRunInMs(situation({ outcome, visible: false, waiting: true }))).toBe(5_000)
  })

  test('L1: what the authority put off for later is offered again, also by a page nobody looks at', () => {
    expect(nextRunInMs(situation({ visible: false, waiting: true, chance: 0 }))).toBe(60_000)
  })

  test('L2: a busy server is never asked before the moment it named', () => {
    for (const chance of [0, 0.5, 1]) {
      const outcome = { kind: 'busy', retryAfterMs: 20_000 } as const
      expect(nextRunInMs(situation({ outcome, chance }))).toBeGreaterThanOrEqual(20_000)
    }
  })

  test('a moment beyond all reason is an hour', () => {
    for (const retryAfterMs of [7_200_000, 3e9, Infinity]) {
      const outcome = { kind: 'busy', retryAfterMs } as const
      expect(nextRunInMs(situation({ outcome, chance: 0 }))).toBe(3_600_000)
    }
  })

  test('phones of one village do not come at one moment', () => {
    const outcome = { kind: 'unreachable' } as const
    const delays = [0, 0.25, 0.5, 1].map((chance) => nextRunInMs(situation({ outcome, chance })))
    expect(new Set(delays).size).toBe(4)
  })
})

describe('W6: bytes a page', () => {
  test('few for a device that holds nothing, so that the first screen fills at once', () => {
    expect(pageAtFirst(false)).toBe(16_000)
    expect(pageAtFirst(true)).toBeGreaterThan(pageAtFirst(false))
  })

  test('twice as many after a quick exchange, as many after a slow one, half after none', () => {
    expect(pageAfter(16_000, { ms: 100 })).toBe(64_000)
    expect(pageAfter(16_000, { ms: 900 })).toBe(32_000)
    expect(pageAfter(16_000, { ms: 9_000 })).toBe(16_000)
    expect(pageAfter(16_000, 'failed')).toBe(8_000)
    expect(pageAfter(5_000, 'failed')).toBe(4_000)
    expect(pageAfter(90_000, { ms: 100 })).toBe(100_000)
  })
})
