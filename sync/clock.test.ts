import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { latestOf, makeStamp, readStamp, stampAfter } from './clock.ts'

const parts = fc.record({
  ms: fc.integer({ min: 0, max: 4_102_444_800_000 }),
  counter: fc.integer({ min: 0, max: 36 ** 3 - 1 }),
  device: fc.stringMatching(/^[A-Za-z0-9]{8}$/),
})

describe('C1: stamps sort as strings by time, counter, device', () => {
  it('keeps what it was made of', () => {
    fc.assert(
      fc.property(parts, (given) => {
        expect(readStamp(makeStamp(given))).toEqual(given)
      }),
    )
  })

  it('orders like its parts', () => {
    fc.assert(
      fc.property(parts, parts, (left, right) => {
        const byParts = left.ms - right.ms || left.counter - right.counter
        if (byParts !== 0) expect(makeStamp(left) < makeStamp(right)).toBe(byParts < 0)
      }),
    )
  })
})

describe('C2: a later write carries a greater stamp, whatever the clock says', () => {
  it('holds for any wall clock', () => {
    fc.assert(
      fc.property(parts, fc.integer({ min: 0, max: 4_102_444_800_000 }), (last, now) => {
        const before = makeStamp(last)
        expect(stampAfter(now, last.device, before) > before).toBe(true)
      }),
    )
  })

  it('carries a full counter into the next millisecond', () => {
    const full = makeStamp({ ms: 5, counter: 36 ** 3 - 1, device: 'aaaaaaaa' })
    expect(readStamp(stampAfter(5, 'aaaaaaaa', full))).toMatchObject({ ms: 6, counter: 0 })
  })
})

it('finds the latest stamp among some that are missing', () => {
  expect(latestOf([undefined, 'a', 'c', 'b'])).toBe('c')
  expect(latestOf([undefined])).toBeUndefined()
})
