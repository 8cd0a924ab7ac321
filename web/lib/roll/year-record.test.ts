import { expect, test } from 'vitest'
import type { Presence } from '#schema/records/attendance.ts'
import type { MeetingKind } from '#schema/records/meeting.ts'
import { instantOf } from '#schema/rules/calendar.ts'
import { mayMakeUp, yearOfAttendance } from './year-record.ts'

const at = (day: string, status: Presence) => ({
  meetingId: day,
  heldAt: instantOf(day, '09:30'),
  status,
})
const held = (day: string, more: { notHeld?: string; removedAt?: string } = {}) => ({
  kinds: ['themeDay'] as readonly MeetingKind[],
  startsAt: instantOf(day, '09:30'),
  ...more,
})
const none = new Map<string, never>()
const moment = (day: string, time = '12:00') => Date.parse(instantOf(day, time))

test('being there, taking part from afar and making up all count as having taken part', () => {
  const rows = [
    at('2026-01-15', 'present'),
    at('2026-02-15', 'remote'),
    at('2026-03-15', 'madeUp'),
    at('2026-04-15', 'excused'),
    at('2026-05-15', 'absent'),
    at('2025-12-31', 'present'),
  ]
  expect(yearOfAttendance(rows, none, moment('2026-10-16'))).toEqual({ came: 3, expected: 5 })
})

test('the year ends at midnight in China, not in Greenwich', () => {
  const newYear = { meetingId: 'm', heldAt: '2025-12-31T16:30:00.000Z', status: 'present' } as const
  const first = moment('2026-01-01', '00:45')
  expect(yearOfAttendance([newYear], none, first)).toEqual({ came: 1, expected: 1 })
})

test('what was missed in the last 90 days may be made up, newest first', () => {
  const rows = [
    at('2026-07-17', 'absent'),
    at('2026-07-18', 'absent'),
    at('2026-09-15', 'excused'),
    at('2026-10-01', 'madeUp'),
    at('2026-10-10', 'present'),
  ]
  const missed = mayMakeUp(rows, none, moment('2026-10-16'))
  expect(missed.map(({ meetingId }) => meetingId)).toEqual(['2026-09-15', '2026-07-18'])
})

test('a meeting counts and can be made up from the minute at which it begins, and never where it was called off', () => {
  const day = '2026-10-16'
  const rows = [at(day, 'excused')]
  const meetings = new Map([[day, held(day)]])
  for (const known of [meetings, none]) {
    const before = moment(day, '09:29')
    expect(yearOfAttendance(rows, known, before)).toEqual({ came: 0, expected: 0 })
    expect(mayMakeUp(rows, known, before)).toEqual([])
    const begun = moment(day, '09:30')
    expect(yearOfAttendance(rows, known, begun)).toEqual({ came: 0, expected: 1 })
    expect(mayMakeUp(rows, known, begun)).toEqual(rows)
  }
  for (const off of [{ notHeld: '下大雨' }, { removedAt: instantOf(day, '10:00') }]) {
    const calledOff = new Map([[day, held(day, off)]])
    const evening = moment(day, '20:00')
    expect(yearOfAttendance(rows, calledOff, evening)).toEqual({ came: 0, expected: 0 })
    expect(mayMakeUp(rows, calledOff, evening)).toEqual([])
  }
})

test('talks count for whoever had one, and are missed by nobody else', () => {
  const talks = (kinds: readonly MeetingKind[]) =>
    new Map(['2026-03-01', '2026-03-02'].map((day) => [day, { ...held(day), kinds }]))
  const rows = [at('2026-03-01', 'present'), at('2026-03-02', 'absent')]
  const now = moment('2026-03-20')
  expect(yearOfAttendance(rows, talks(['talk']), now)).toEqual({ came: 1, expected: 1 })
  expect(mayMakeUp(rows, talks(['talk']), now)).toEqual([])
  const together = talks(['talk', 'memberMeeting'])
  expect(yearOfAttendance(rows, together, now)).toEqual({ came: 1, expected: 2 })
  expect(mayMakeUp(rows, together, now)).toHaveLength(1)
})
