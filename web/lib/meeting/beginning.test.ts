import { expect, test } from 'vitest'
import { instantOf } from '#schema/rules/calendar.ts'
import { newMeetingDraft } from './beginning.ts'

const nowMs = Date.parse(instantOf('2026-10-08', '09:32'))
const begin = (on: string | undefined, lastAt?: string) =>
  newMeetingDraft({
    branchId: 'b1',
    nowMs,
    me: 'cui',
    earlier:
      lastAt === undefined ? [] : [{ branchId: 'b1', kinds: ['themeDay'], startsAt: lastAt }],
    on,
  }).typed['startsAt']

test('what is planned for a day to come begins at the hour of the last meeting, or in the morning', () => {
  expect(begin('2026-10-15', instantOf('2026-09-15', '19:30'))).toBe(
    instantOf('2026-10-15', '19:30'),
  )
  expect(begin('2026-10-15')).toBe(instantOf('2026-10-15', '09:00'))
})

test('an hour that nobody noted of the last meeting is not taken for midnight', () => {
  expect(begin('2026-10-15', instantOf('2026-09-15', '00:00'))).toBe(
    instantOf('2026-10-15', '09:00'),
  )
})

test('of today and of days of this month that are gone it begins now', () => {
  expect([begin(undefined), begin('2026-10-08'), begin('2026-10-01')]).toEqual(
    Array.from({ length: 3 }, () => instantOf('2026-10-08', '09:30')),
  )
})

test('of a day in a month that is over it begins on that day', () => {
  expect(begin('2026-09-28', instantOf('2026-08-15', '19:30'))).toBe(
    instantOf('2026-09-28', '19:30'),
  )
})
