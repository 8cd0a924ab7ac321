import { describe, expect, test } from 'vitest'
import type { MeetingKind } from '../records/meeting.ts'
import { instantOf } from './calendar.ts'
import type { Gathering } from './duties.ts'
import { dutiesOf } from './duties.ts'
import type { DutyRule } from './duty-rules.ts'
import { eveningOf } from './example-days.ts'
import { localRule } from './example-rules.ts'
import { announced } from './rest-days.ts'

const met = (on: string, ...kinds: MeetingKind[]): Gathering => ({
  kinds,
  startsAt: instantOf(on, '09:30'),
})

describe('a day that a weaker rule names beside a stronger one', () => {
  const due = (rules: readonly DutyRule[], today: string, gatherings: readonly Gathering[] = []) =>
    dutiesOf({}, today.slice(0, 7), gatherings, eveningOf(today), { holidays: announced, rules })
      .filter(({ kind }) => kind === rules[0]?.kind)
      .map(({ every, dueOn, standing: { state } }) => [every, dueOn, state])

  test('is the last for what it asks itself, and not for each of the shorter periods', () => {
    const halves = [
      localRule('lifeMeeting', 'halfYear'),
      localRule('lifeMeeting', 'year', { day: 20 }),
    ]
    expect(due(halves, '2026-06-25')).toEqual([['halfYear', '2026-06-30', 'due']])
    expect(due(halves, '2026-12-25')).toEqual([['halfYear', '2026-12-20', 'overdue']])
    const held = [met('2026-03-10', 'lifeMeeting')]
    expect(due(halves, '2026-12-25', held)).toEqual([['halfYear', '2026-12-31', 'due']])

    const months = [
      localRule('memberMeeting', 'month'),
      localRule('memberMeeting', 'quarter', { day: 10 }),
    ]
    expect(due(months, '2026-10-15')).toEqual([['month', '2026-10-31', 'due']])
    expect(due(months, '2026-12-15')).toEqual([['month', '2026-12-10', 'overdue']])
    const october = [met('2026-10-20', 'memberMeeting')]
    expect(due(months, '2026-12-15', october)).toEqual([['month', '2026-12-31', 'due']])
  })

  test('is the last for as many as it asks, and not for the rest', () => {
    const two = [
      localRule('lecture', 'quarter', { times: 2 }),
      localRule('lecture', 'quarter', { day: 10 }),
    ]
    expect(due(two, '2026-12-15')).toEqual([['quarter', '2026-12-10', 'overdue']])
    const one = [met('2026-11-01', 'lecture')]
    expect(due(two, '2026-12-15', one)).toEqual([['quarter', '2026-12-31', 'due']])
    const none = { ...met('2026-11-01', 'lecture'), notHeld: '农忙', noneInstead: true }
    expect(due(two, '2026-12-15', [none])).toEqual([['quarter', '2026-12-31', 'due']])
  })

  test('is the earlier where two ask for the same, in whatever order they were written', () => {
    const two = [
      localRule('lecture', 'quarter', { day: 20 }),
      localRule('lecture', 'quarter', { day: 10 }),
    ]
    const expected = [['quarter', '2026-12-10', 'overdue']]
    expect([due(two, '2026-12-15'), due([...two].reverse(), '2026-12-15')]).toEqual([
      expected,
      expected,
    ])
  })
})
