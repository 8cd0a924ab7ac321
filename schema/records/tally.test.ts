import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Body } from '../json.ts'
import { presences } from './attendance.ts'
import { tally } from './tally.ts'

const change = fc.record({
  person: fc.constantFrom('甲', '乙', '丙'),
  status: fc.constantFrom(...Object.keys(presences)),
  removed: fc.boolean(),
  guest: fc.boolean(),
  way: fc.constantFrom(undefined, 'shown', 'asked'),
})

it('counts what a recount would find, after any changes in any order', () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), (changes) => {
      const rows = new Map<string, Body>()
      let counted: Body | undefined
      for (const { person, status, removed, guest, way } of changes) {
        const after: Body = {
          meetingId: 'm',
          personId: person,
          branchId: 'b',
          heldAt: '2026-10-15T01:30:00.000Z',
          status,
          ...(way && { way }),
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
        oneByOne: own.filter((row) => row['way'] !== undefined).length,
        guests: standing.filter(
          (row) =>
            row['guestName'] !== undefined && ['present', 'remote'].includes(String(row['status'])),
        ).length,
      })
    }),
  )
})

const row = (more: Body): Body => ({
  meetingId: 'm',
  personId: '甲',
  branchId: 'b',
  heldAt: '2026-01-05T01:30:00.000Z',
  status: 'present',
  ...more,
})

it('never counts below nobody what an earlier release had not counted', () => {
  const before = row({ way: 'shown' })
  const published = { meetingId: 'm', branchId: 'b', heldAt: before['heldAt'] ?? '', expected: 1 }
  const after = tally.rollUp?.fold(
    { ...published, present: 1, madeUp: 0 } as never,
    before,
    row({}),
  )
  expect(after).toMatchObject({ expected: 1, present: 1, oneByOne: 0 })
})

describe('the day it is held', () => {
  const earlier = '2025-12-29T01:30:00.000Z'
  const began = row({})
  const fold = (current: Body | undefined, before: Body | undefined, after: Body) =>
    tally.rollUp?.fold(current as never, before, after)

  it.each([earlier, '2027-01-04T01:30:00.000Z'])(
    'goes with the rows of the roll, to %s',
    (heldAt) => {
      const first = fold(undefined, undefined, began)
      expect(fold(first as Body, began, row({ heldAt }))?.['heldAt']).toBe(heldAt)
    },
  )

  it('is not set back by a row that stayed behind and is noted anew', () => {
    const moved = fold(undefined, undefined, row({ personId: '乙', heldAt: earlier }))
    expect(fold(moved as Body, began, row({ status: 'excused' }))?.['heldAt']).toBe(earlier)
  })
})
