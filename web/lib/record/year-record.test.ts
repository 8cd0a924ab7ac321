import { expect, test } from 'vitest'
import type { Presence } from '#schema/records/attendance.ts'
import { instantOf } from '#schema/rules/calendar.ts'
import { mayMakeUp, yearOfAttendance } from './year-record.ts'

const at = (day: string, status: Presence) => ({
  meetingId: day,
  heldAt: instantOf(day, '09:30'),
  status,
})

test('being there, taking part from afar and making up all count as having taken part', () => {
  const rows = [
    at('2026-01-15', 'present'),
    at('2026-02-15', 'remote'),
    at('2026-03-15', 'madeUp'),
    at('2026-04-15', 'excused'),
    at('2026-05-15', 'absent'),
    at('2025-12-31', 'present'),
  ]
  expect(yearOfAttendance(rows, '2026')).toEqual({ came: 3, expected: 5 })
})

test('the year ends at midnight in China, not in Greenwich', () => {
  const newYear = { meetingId: 'm', heldAt: '2025-12-31T16:30:00.000Z', status: 'present' } as const
  expect(yearOfAttendance([newYear], '2026')).toEqual({ came: 1, expected: 1 })
})

test('what was missed in the last 90 days may be made up, newest first', () => {
  const rows = [
    at('2026-07-17', 'absent'),
    at('2026-07-18', 'absent'),
    at('2026-09-15', 'excused'),
    at('2026-10-01', 'madeUp'),
    at('2026-10-10', 'present'),
  ]
  expect(mayMakeUp(rows, '2026-10-16').map(({ meetingId }) => meetingId)).toEqual([
    '2026-09-15',
    '2026-07-18',
  ])
})
