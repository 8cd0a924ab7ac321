import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Body } from '../json.ts'
import { presences } from './attendance.ts'
import { tally } from './tally.ts'

const change = fc.record({
  person: fc.constantFrom('甲', '乙', '丙'),
  status: fc.constantFrom(...Object.keys(presences)),
  removed: fc.boolean(),
  guest: fc.boolean(),
})

it('counts what a recount would find, after any changes in any order', () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), (changes) => {
      const rows = new Map<string, Body>()
      let counted: Body | undefined
      for (const { person, status, removed, guest } of changes) {
        const after: Body = {
          meetingId: 'm',
          personId: person,
          branchId: 'b',
          heldAt: '2026-10-15T01:30:00.000Z',
          status,
          ...(guest && { guestName: person, homeBranchId: 'c' }),
          ...(removed && { removedAt: '2026-10-16T00:00:00.000Z' }),
        }
        counted = tally.rollUp?.fold(counted, rows.get(person), after)
        rows.set(person, after)
      }
      const standing = [...rows.values()].filter((row) => row['removedAt'] === undefined)
      const own = standing.filter((row) => row['guestName'] === undefined)
      const those = (...statuses: string[]) =>
        own.filter((row) => statuses.includes(String(row['status']))).length
      expect(counted).toMatchObject({
        expected: own.length,
        present: those('present', 'remote'),
        madeUp: those('madeUp'),
        guests: standing.filter(
          (row) =>
            row['guestName'] !== undefined && ['present', 'remote'].includes(String(row['status'])),
        ).length,
      })
    }),
  )
})
