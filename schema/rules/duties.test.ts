import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MeetingKind } from '../records/meeting.ts'
import { meetingKinds } from '../records/meeting.ts'
import { instantOf } from './calendar.ts'
import { eveningOf } from './example-days.ts'
import type { Gathering } from './duties.ts'
import { dutiesOf } from './duties.ts'

const branch = { hasCommittee: true, themeDay: 15 }
const groups = (count: number) => Array.from({ length: count }, () => ({}))
const met = (day: string, ...kinds: MeetingKind[]): Gathering => ({
  kinds,
  startsAt: instantOf(day, '09:30'),
})
const notMet = (day: string, reason: string, ...kinds: MeetingKind[]): Gathering => ({
  ...met(day, ...kinds),
  notHeld: reason,
})

/** How one kind stands in October 2026. */
function standing(
  kind: MeetingKind,
  today: string,
  gatherings: readonly Gathering[] = [],
  of: Parameters<typeof dutiesOf>[0] = branch,
) {
  return dutiesOf(of, today.slice(0, 7), gatherings, eveningOf(today)).find(
    (duty) => duty.kind === kind,
  )?.standing
}

describe('which duties a branch has', () => {
  const kinds = (of: Parameters<typeof dutiesOf>[0], month: string) =>
    dutiesOf(of, month, [], eveningOf(`${month}-01`)).map(({ kind }) => kind)

  test('a branch without committee and groups is not asked for their meetings', () => {
    expect(kinds({}, '2026-05')).toEqual(['themeDay', 'memberMeeting', 'lecture'])
    expect(kinds({ hasCommittee: true, groups: groups(2) }, '2026-05')).toEqual([
      'themeDay',
      'committee',
      'group',
      'memberMeeting',
      'lecture',
    ])
  })

  test('those of the year join in the last quarter', () => {
    expect(kinds({}, '2026-10').slice(-3)).toEqual(['lifeMeeting', 'evaluation', 'talk'])
  })

  test('or earlier, once answered', () => {
    const early = dutiesOf(
      {},
      '2026-03',
      [met('2026-02-02', 'lifeMeeting')],
      eveningOf('2026-03-01'),
    )
    expect(early.map(({ kind }) => kind)).toContain('lifeMeeting')
  })

  test('every rule names its source in both languages', () => {
    const of = { hasCommittee: true, groups: groups(1) }
    for (const { rules } of dutiesOf(of, '2026-10', [], eveningOf('2026-10-01'))) {
      expect(rules[0].source.zh).not.toBe('')
      expect(rules[0].source.en).not.toBe('')
    }
  })
})

describe('the theme day', () => {
  test.each([
    ['2026-10-01', { state: 'due', inDays: 14 }],
    ['2026-10-15', { state: 'due', inDays: 0 }],
    ['2026-10-16', { state: 'overdue', byDays: 1 }],
  ])('on %s nothing recorded', (today, expected) => {
    expect(standing('themeDay', today)).toEqual(expected)
  })

  test('held on another day of the month counts', () => {
    expect(standing('themeDay', '2026-10-20', [met('2026-10-18', 'themeDay')])).toEqual({
      state: 'done',
      on: '2026-10-18',
    })
  })

  test('of last month does not', () => {
    expect(standing('themeDay', '2026-10-20', [met('2026-09-15', 'themeDay')])).toEqual({
      state: 'overdue',
      byDays: 5,
    })
  })

  test('without a fixed day it has until the end of the month', () => {
    expect(standing('themeDay', '2026-10-20', [], {})).toEqual({ state: 'due', inDays: 11 })
  })

  test('a past month keeps its answer and counts up to today', () => {
    const [september] = dutiesOf(branch, '2026-09', [], eveningOf('2026-10-01'))
    expect(september?.standing).toEqual({ state: 'overdue', byDays: 16 })
  })
})

test('one gathering answers every kind it was', () => {
  const evening = [met('2026-10-15', 'themeDay', 'memberMeeting', 'lecture')]
  const states = dutiesOf(branch, '2026-10', evening, eveningOf('2026-10-16')).map(
    ({ kind, standing }) => [kind, standing.state],
  )
  expect(Object.fromEntries(states)).toEqual({
    themeDay: 'done',
    committee: 'due',
    memberMeeting: 'done',
    lecture: 'done',
    lifeMeeting: 'notDue',
    evaluation: 'notDue',
    talk: 'notDue',
  })
})

test('a quarter is three months, and far enough away it is not due', () => {
  expect(standing('memberMeeting', '2026-10-16')).toEqual({ state: 'notDue', inDays: 76 })
  expect(standing('memberMeeting', '2026-12-01')).toEqual({ state: 'due', inDays: 30 })
  expect(standing('memberMeeting', '2026-12-01', [met('2026-10-09', 'memberMeeting')])).toEqual({
    state: 'done',
    on: '2026-10-09',
  })
  expect(standing('memberMeeting', '2027-01-01', [met('2026-10-09', 'memberMeeting')])).toEqual({
    state: 'notDue',
    inDays: 89,
  })
})

describe('not held', () => {
  test('and not to be held later, with its reason, answers the duty', () => {
    const rows = [{ ...notMet('2026-10-15', '人员外出务工', 'themeDay'), noneInstead: true }]
    expect(standing('themeDay', '2026-10-20', rows)).toEqual({
      state: 'notHeld',
      on: '2026-10-15',
      reason: '人员外出务工',
    })
  })

  test('and made up for later is done', () => {
    const rows = [notMet('2026-10-15', '大雪封路', 'themeDay'), met('2026-10-22', 'themeDay')]
    expect(standing('themeDay', '2026-10-23', rows)).toEqual({ state: 'done', on: '2026-10-22' })
  })
})

test('a gathering of the day is planned until it begins', () => {
  const evening = {
    kinds: ['themeDay', 'lifeMeeting'] as const,
    startsAt: instantOf('2026-10-15', '23:30'),
  }
  const at = (time: string) =>
    dutiesOf(branch, '2026-10', [evening], Date.parse(instantOf('2026-10-15', time)))
      .filter(({ kind }) => kind === 'themeDay' || kind === 'lifeMeeting')
      .map(({ standing: { state }, plannedOn }) => [state, plannedOn])
  expect(at('11:00')).toEqual([
    ['due', '2026-10-15'],
    ['notDue', '2026-10-15'],
  ])
  expect(at('23:30')).toEqual([
    ['done', undefined],
    ['done', undefined],
  ])
})

test('a gathering entered for a later day is planned, not held', () => {
  const [themeDay] = dutiesOf(
    branch,
    '2026-10',
    [met('2026-10-14', 'themeDay')],
    eveningOf('2026-10-10'),
  )
  expect(themeDay).toMatchObject({
    plannedOn: '2026-10-14',
    held: 0,
    standing: { state: 'due', inDays: 5 },
  })
})

describe('what was planned and of which nothing is recorded', () => {
  const plan = {
    ...met('2026-10-15', 'themeDay', 'evaluation'),
    enteredAt: Date.parse(instantOf('2026-10-09', '20:00')),
  }
  const told = (gathering: Gathering, day = '2026-10-16') =>
    dutiesOf(branch, '2026-10', [gathering], eveningOf(day))
      .filter(({ kind }) => kind === 'themeDay' || kind === 'evaluation')
      .map(({ held, standing: { state }, unrecordedOn }) => [held, state, unrecordedOn])

  test('answers no duty, and is named', () => {
    expect(told(plan)).toEqual([
      [0, 'overdue', '2026-10-15'],
      [0, 'notDue', '2026-10-15'],
    ])
    expect(told(plan, '2026-10-14')).toEqual([
      [0, 'due', undefined],
      [0, 'notDue', undefined],
    ])
  })

  test('answers once something is', () => {
    const done = [
      [1, 'done', undefined],
      [1, 'done', undefined],
    ]
    expect(told({ ...plan, noted: true })).toEqual(done)
    expect(told({ ...plan, minutes: '学习了条例。' })).toEqual(done)
    expect(told({ ...plan, enteredAt: Date.parse(plan.startsAt) })).toEqual(done)
  })
})

test('groups meet one by one', () => {
  const of = { groups: groups(3) }
  const two = [met('2026-10-02', 'group'), met('2026-10-03', 'group')]
  const duty = dutiesOf(of, '2026-10', two, eveningOf('2026-10-16')).find(
    ({ kind }) => kind === 'group',
  )
  expect(duty).toMatchObject({ held: 2, needed: 3, standing: { state: 'due', inDays: 15 } })
  expect(standing('group', '2026-10-16', [...two, met('2026-10-16', 'group')], of)).toEqual({
    state: 'done',
    on: '2026-10-16',
  })
})

test('the order in which meetings were entered does not matter', () => {
  const gathering = fc.record({
    kinds: fc.subarray(Object.keys(meetingKinds) as MeetingKind[], { minLength: 1 }),
    startsAt: fc
      .integer({ min: 0, max: 400 })
      .map((days) => new Date(Date.UTC(2026, 0, 1) + days * 86_400_000).toISOString()),
    notHeld: fc.option(fc.constantFrom('农忙', '大雪封路'), { nil: undefined }),
    noneInstead: fc.boolean(),
    groupIds: fc.option(fc.subarray(['一组', '二组']), { nil: undefined }),
    enteredAt: fc.option(fc.constantFrom(0, Date.UTC(2027, 0, 1)), { nil: undefined }),
    noted: fc.boolean(),
  })
  const shuffled = fc
    .uniqueArray(gathering, { maxLength: 12, selector: ({ startsAt }) => startsAt })
    .chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
    )
  fc.assert(
    fc.property(
      shuffled,
      fc.constantFrom('2026-03', '2026-10', '2026-12'),
      ([rows, other], month) => {
        const today = `${month}-16`
        const of = { ...branch, groups: [{ id: '一组' }, { id: '二组' }] }
        expect(dutiesOf(of, month, other, eveningOf(today))).toEqual(
          dutiesOf(of, month, rows, eveningOf(today)),
        )
      },
    ),
  )
})
