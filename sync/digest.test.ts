import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  digestOf,
  digestWith,
  digestWithout,
  emptyDigest,
  rangeDigests,
  rangeOf,
  readDigest,
  writeDigest,
} from './digest.ts'

const rows = fc.uniqueArray(fc.record({ id: fc.string({ minLength: 1 }), rev: fc.nat(99) }), {
  selector: ({ id }) => id,
})

describe('R1: a digest says what is held', () => {
  it('whatever the order of coming, and nothing of what went again', () => {
    fc.assert(
      fc.property(rows, rows, (held, passing) => {
        let digest = digestOf([...held].reverse())
        for (const row of passing) digest = digestWith(digest, row)
        for (const row of passing) digest = digestWithout(digest, row)
        expect(digest).toEqual(digestOf(held))
      }),
    )
  })

  it('travels as text', () => {
    fc.assert(
      fc.property(rows, (held) => {
        const digest = digestOf(held)
        expect(readDigest(writeDigest(digest))).toEqual(digest)
      }),
    )
    expect(writeDigest(emptyDigest)).toBe('0.0.0')
  })

  it('differs for rows and revisions that are nearly alike', () => {
    const seen = new Set<string>()
    for (let id = 0; id < 300; id += 1)
      for (let rev = 1; rev < 30; rev += 1)
        seen.add(writeDigest(digestOf([{ id: `row-${String(id)}`, rev }])))
    expect(seen.size).toBe(300 * 29)
  })
})

describe('R2: ranges', () => {
  it('hold about as many rows each, and together all of them', () => {
    const held = Array.from({ length: 1_600 }, (_none, n) => ({ id: `attendance:m${n}`, rev: 1 }))
    const counts = rangeDigests(held, 16).map((text) => readDigest(text).count)
    expect(counts.reduce((sum, count) => sum + count)).toBe(1_600)
    expect(Math.min(...counts)).toBeGreaterThan(60)
    expect(rangeOf('row-a', 1)).toBe(0)
  })
})
