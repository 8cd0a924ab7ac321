import { expect, it } from 'vitest'
import { cameWithVote } from './came-with-vote.ts'
import type { AttendanceRow, PersonRow } from '#lib/roll/roll.ts'

const person = (id: string, kind: 'full' | 'probationary'): PersonRow => ({
  id,
  body: { name: id, branchId: 'east', kind },
})
const noted = (
  personId: string,
  status: AttendanceRow['body']['status'],
  more: Partial<AttendanceRow['body']> = {},
): AttendanceRow => ({
  id: personId,
  body: {
    meetingId: 'm',
    personId,
    branchId: 'east',
    heldAt: '2026-10-15T01:30:00.000Z',
    status,
    ...more,
  },
})
const people = [person('a', 'full'), person('b', 'full'), person('new', 'probationary')]

it('counts who came, in the room or from afar, without who has no vote, guests and who stayed away', () => {
  const rows = [
    ...[noted('a', 'present'), noted('b', 'remote'), noted('new', 'present')],
    ...[noted('left', 'present'), noted('c', 'excused')],
    noted('guest', 'present', { guestName: '王芳' }),
  ]
  expect(cameWithVote({ rows, people, counts: undefined })).toBe(3)
})

it('goes by what was published where the names are not here, and by nothing where no roll was called', () => {
  const counts = { state: 'called' as const, expected: 20, present: 12, madeUp: 0, rate: 60 }
  expect(cameWithVote({ rows: [], people, counts })).toBe(12)
  expect(cameWithVote({ rows: [], people, counts: undefined })).toBeUndefined()
  const rows = [noted('a', 'present', { way: 'scanned' })]
  expect(cameWithVote({ rows, people, counts })).toBeUndefined()
})
