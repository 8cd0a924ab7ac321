/** A small branch as the tests of its rolls know it. */
import { instantOf } from '#schema/rules/calendar.ts'
import type { MeetingDraft } from '#lib/meeting/draft.ts'
import type { AttendanceRow, FileRow, PersonRow } from './roll.ts'

export const startsAt = instantOf('2026-10-08', '09:30')
export const later = instantOf('2026-10-09', '09:30')

const person = (id: string, name: string): PersonRow => ({
  id,
  body: { name, branchId: 'b1', kind: 'full' },
})
export const file = (personId: string, more: Partial<FileRow['body']> = {}): FileRow => ({
  id: `personFile:${personId}`,
  body: { personId, branchId: 'b1', standing: 'normal', ...more },
})
export const row = (personId: string, status: AttendanceRow['body']['status']): AttendanceRow => ({
  id: `attendance:m1:${personId}`,
  body: { meetingId: 'm1', personId, branchId: 'b1', heldAt: startsAt, status },
})

export const people = [
  person('cui', '崔新'),
  person('wang', '王会计'),
  person('li', '李在外'),
  person('zhao', '赵失联'),
]
export const files = [
  file('cui'),
  file('li', { floating: true, floatingTo: '呼和浩特' }),
  file('zhao', { lost: true }),
]
export const roster = { branchId: 'b1', people, files, rows: [] }

export const draft = (
  roll: MeetingDraft['roll'],
  more: Partial<MeetingDraft> = {},
): MeetingDraft => ({
  isNew: true,
  branchId: 'b1',
  notHeld: false,
  typed: { startsAt },
  roll,
  ...more,
})
export const present = { status: 'present', reason: '' } as const
