import { describe, expect, test } from 'vitest'
import type { Situation } from './schedule.ts'
import { nextRunInMs, rowsAfter, rowsAtFirst } from './schedule.ts'

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

  test('a busy server is never asked before the moment it named', () => {
    for (const chance of [0, 0.5, 1]) {
      const outcome = { kind: 'busy', retryAfterMs: 20_000 } as const
      expect(nextRunInMs(situation({ outcome, chance }))).toBeGreaterThanOrEqual(20_000)
    }
  })

  test('phones of one village do not come at one moment', () => {
    const outcome = { kind: 'unreachable' } as const
    const delays = [0, 0.25, 0.5, 1].map((chance) => nextRunInMs(situation({ outcome, chance })))
    expect(new Set(delays).size).toBe(4)
  })
})

describe('rows a page', () => {
  test('few for a device that holds nothing, so that the first screen fills at once', () => {
    expect(rowsAtFirst(false)).toBeLessThan(rowsAtFirst(true))
  })

  test('more after a quick exchange, as many after a slow one, half after none', () => {
    expect(rowsAfter(200, { ms: 900 })).toBe(2_000)
    expect(rowsAfter(200, { ms: 9_000 })).toBe(200)
    expect(rowsAfter(2_000, 'failed')).toBe(1_000)
    expect(rowsAfter(50, 'failed')).toBe(50)
  })
})
