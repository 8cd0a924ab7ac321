import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WireRow } from './columns.ts'
import { fromTables, toTables } from './columns.ts'

const name = fc.stringMatching(/^[a-z]{1,4}$/)
const path = fc.stringMatching(/^[a-z]{1,4}(\/[a-z0-9]{1,3})?$/)
const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string()))
const row: fc.Arbitrary<WireRow> = fc.record({
  id: fc.string({ minLength: 1 }),
  type: fc.constantFrom('meeting', 'attendance'),
  rev: fc.integer({ min: 1, max: 1_000_000 }),
  body: fc.dictionary(name, value, { noNullPrototype: true }),
  stamps: fc.dictionary(path, fc.constantFrom('a', 'b'), { noNullPrototype: true }),
})
/** A table a type, in the order in which the types come. */
const byType = (rows: readonly WireRow[]) => {
  const types = [...new Set(rows.map(({ type }) => type))]
  return types.flatMap((type) => rows.filter((each) => each.type === type))
}

describe('W5: rows that travel by columns', () => {
  it('are the rows they were, whatever they say and whoever stamped it', () => {
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const sent: unknown = JSON.parse(JSON.stringify(toTables(rows)))
        expect(fromTables(sent as readonly unknown[])).toEqual(byType(rows))
      }),
    )
  })

  it('are none where a table is not one: a column too short, no revision, stamps for other paths', () => {
    const [table] = toTables([
      { id: 'm', type: 'meeting', rev: 3, body: { place: '村小' }, stamps: { place: 'a' } },
    ])
    expect(fromTables([table])).toHaveLength(1)
    for (const broken of [
      { columns: [[]] },
      { revs: [0] },
      { ids: [7] },
      { shapes: [] },
      { stamps: [['a', 'b']] },
      { names: ['place', 'topic'] },
    ])
      expect(fromTables([{ ...table, ...broken }]), JSON.stringify(broken)).toBeUndefined()
  })
})
