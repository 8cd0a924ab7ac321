import { expect, test } from 'vitest'
import { instantOf } from '#schema/rules/calendar.ts'
import type { Gathering } from '#schema/rules/duties.ts'
import { nothingLocal } from '#schema/rules/duties.ts'
import { eveningOf } from '#schema/rules/example-days.ts'
import { lateDuties } from './late.ts'

const asked = { branch: { hasCommittee: true, themeDay: 13 }, local: nothingLocal }
const late = (day: string, gatherings: readonly Gathering[] = [], since = '2026-06') =>
  lateDuties(asked, gatherings, { since, nowMs: eveningOf(day) }).map(
    ({ duty: { kind, period }, isOver }) => `${kind} ${period}${isOver ? ' over' : ''}`,
  )

test('what was missed by the end of a month is still told when the next has begun', () => {
  expect(late('2026-11-30')).toEqual([
    'themeDay 2026-11',
    'themeDay 2026-10 over',
    'committee 2026-10 over',
  ])
  expect(late('2026-12-01')).toEqual(['themeDay 2026-11 over', 'committee 2026-11 over'])
})

test('so are quarter and year when they end with it', () => {
  expect(late('2027-01-01')).toEqual([
    'themeDay 2026-12 over',
    'committee 2026-12 over',
    'memberMeeting 2026-Q4 over',
    'lecture 2026-Q4 over',
    'lifeMeeting 2026 over',
    'evaluation 2026 over',
    'talk 2026 over',
  ])
})

test('what was answered, held or not, is not', () => {
  const on = (day: string, more: Partial<Gathering>): Gathering => ({
    kinds: ['themeDay'],
    startsAt: instantOf(day, '09:30'),
    ...more,
  })
  const answered = [
    on('2026-11-20', {}),
    on('2026-11-21', { kinds: ['committee'], notHeld: '农忙' }),
  ]
  expect(late('2026-12-01', answered)).toEqual([])
})

test('nothing is late before the book began', () => {
  expect(late('2026-12-01', [], '2026-12')).toEqual([])
  expect(late('2026-12-20', [], '2026-12')).toEqual(['themeDay 2026-12'])
  expect(lateDuties(asked, [], { since: undefined, nowMs: 0 })).toEqual([])
})
