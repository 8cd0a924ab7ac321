import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MeetingKind } from '../records/meeting.ts'
import { dayAfter, instantOf, localMonth, monthAfter } from './calendar.ts'
import type { DutyBranch, Gathering, LocalRules } from './duties.ts'
import { dutiesOf } from './duties.ts'
import { periodOf } from './duty-period.ts'
import type { DutyRule } from './duty-rules.ts'
import { announced } from './rest-days.ts'
import { eveningOf } from './example-days.ts'

const met = (on: string, ...kinds: MeetingKind[]): Gathering => ({
  kinds,
  startsAt: instantOf(on, '09:30'),
})

describe('a branch just founded', () => {
  const months = (foundedOn: string, year: string) =>
    Array.from({ length: 12 }, (_, index) => `${year}-${String(index + 1).padStart(2, '0')}`).map(
      (month) =>
        dutiesOf({ foundedOn }, month, [], eveningOf(`${month}-01`))
          .map(({ kind }) => kind)
          .join(),
    )

  test('owes the next month, a quarter of which a month is left, a year of which a quarter is left', () => {
    expect(months('2026-05-20', '2026').slice(4, 7)).toEqual([
      'memberMeeting,lecture',
      'themeDay,memberMeeting,lecture',
      'themeDay,memberMeeting,lecture',
    ])
    expect(months('2026-06-02', '2026').slice(5, 7)).toEqual(['', 'themeDay,memberMeeting,lecture'])
    expect(months('2026-10-02', '2026').at(-1)).toBe('themeDay,memberMeeting,lecture')
  })

  test('owes nothing it might have been too young for, where only month or year are known', () => {
    expect(months('2026-05', '2026')[5]).toBe('themeDay,memberMeeting,lecture')
    expect(months('2026-05', '2026')[4]).toBe('memberMeeting,lecture')
    expect(months('2026', '2026').every((kinds) => kinds === '')).toBe(true)
  })
})

test('a committee and a group are asked to meet from the first whole month on', () => {
  const of = {
    hasCommittee: true,
    committeeSince: '2026-05-12',
    groups: [{}, { foundedOn: '2026-06-01' }, { foundedOn: '2026-06-02' }],
  }
  const needed = (month: string, kind: MeetingKind) =>
    dutiesOf(of, month, [], eveningOf(`${month}-01`)).find((duty) => duty.kind === kind)?.needed
  expect(['2026-05', '2026-06'].map((month) => needed(month, 'committee'))).toEqual([undefined, 1])
  expect(['2026-05', '2026-06', '2026-07'].map((month) => needed(month, 'group'))).toEqual([
    1, 2, 3,
  ])
})

describe('the fixed day', () => {
  const rule = (more: Partial<DutyRule>): LocalRules => ({
    holidays: announced,
    rules: [
      {
        kind: 'themeDay',
        every: 'month',
        times: 1,
        from: '2026-01',
        source: { zh: '镇党委文件', en: '' },
        rank: 'local',
        ...more,
      },
    ],
  })
  const october = (of: DutyBranch, local: LocalRules) => {
    const duty = dutiesOf(of, '2026-10', [], eveningOf('2026-10-01'), local).find(
      ({ kind }) => kind === 'themeDay',
    )
    return [duty?.dueOn, duty?.fixed?.day, duty?.fixed?.holiday]
  }

  test('stays where it is on a holiday, and says so, unless a rule moves it', () => {
    const of = { themeDay: 5 }
    expect(october(of, rule({}))).toEqual(['2026-10-05', '2026-10-05', '国庆节'])
    expect(october(of, rule({ onRestDay: 'after' }))).toEqual([
      '2026-10-08',
      '2026-10-05',
      '国庆节',
    ])
    // A Saturday that is worked is a day of work.
    const of10 = { themeDay: 10 }
    expect(october(of10, rule({ onRestDay: 'after' }))).toEqual([
      '2026-10-10',
      '2026-10-10',
      undefined,
    ])
  })

  test('of those above is everybody’s who has none of his own', () => {
    expect(october({}, rule({ day: 20 }))[0]).toBe('2026-10-20')
    expect(october({ themeDay: 15 }, rule({ day: 20 }))[0]).toBe('2026-10-15')
  })

  test('a holiday that a county entered counts like an announced one', () => {
    const holidays = [{ name: '泼水节', first: '2026-10-15', last: '2026-10-15' }]
    expect(october({ themeDay: 15 }, { ...rule({ onRestDay: 'before' }), holidays })).toEqual([
      '2026-10-14',
      '2026-10-15',
      '泼水节',
    ])
  })
})

describe('a day before which so many are asked', () => {
  const twice = (kind: MeetingKind): LocalRules => ({
    holidays: announced,
    rules: [
      {
        kind,
        every: 'month',
        times: 2,
        day: 20,
        from: '2026-01',
        source: { zh: '镇党委文件', en: '' },
        rank: 'local',
      },
    ],
  })
  const last = (kind: MeetingKind) =>
    dutiesOf(
      { hasCommittee: true, themeDay: 13 },
      '2026-11',
      [],
      eveningOf('2026-11-27'),
      twice(kind),
    )
      .filter((duty) => duty.kind === kind)
      .map(({ dueOn, standing }) => [dueOn, standing])[0]

  test('is the last for all of them', () => {
    expect(last('committee')).toEqual(['2026-11-20', { state: 'overdue', byDays: 7 }])
  })

  test('is none for several theme days, which are not all held on one', () => {
    expect(last('themeDay')).toEqual(['2026-11-30', { state: 'due', inDays: 3 }])
  })
})

test('another theme day is that of the months from which it was chosen', () => {
  const of = { themeDay: 13, themeDays: { '2026-12': { day: 28 }, '2027-02': {} } }
  const due = (month: string) => {
    const [duty] = dutiesOf(of, month, [], eveningOf('2026-11-27'))
    return [duty?.dueOn, duty?.standing.state]
  }
  expect(due('2026-11')).toEqual(['2026-11-13', 'overdue'])
  expect(due('2026-12')[0]).toBe('2026-12-28')
  expect(due('2027-02')[0]).toBe('2027-02-28')
})

const day = fc.integer({ min: 0, max: 1_100 }).map((days) => dayAfter('2024-01-01', days))

describe('around the ends of months, quarters and years', () => {
  test('a duty is due within its period, and a meeting on any day of it answers', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 28 }), day, (today, themeDay, held) => {
        const meetings = [met(held, 'themeDay', 'memberMeeting', 'lifeMeeting')]
        for (const duty of dutiesOf({ themeDay }, today.slice(0, 7), meetings, eveningOf(today))) {
          const { first, last } = periodOf(duty.every, today.slice(0, 7))
          expect(first <= duty.dueOn && duty.dueOn <= last).toBe(true)
          if (!['themeDay', 'memberMeeting', 'lifeMeeting'].includes(duty.kind)) continue
          const inPeriod = first <= held && held <= last
          expect(duty.standing.state === 'done').toBe(inPeriod && held <= today)
          expect(duty.plannedOn).toBe(inPeriod && held > today ? held : undefined)
        }
      }),
    )
  })

  test('a meeting answers from the moment it begins, and is planned until then', () => {
    const minute = fc.integer({ min: 0, max: 3 * 1440 })
    fc.assert(
      fc.property(day, minute, minute, (first, starts, now) => {
        const at = (minutes: number) => Date.parse(`${first}T00:00:00Z`) + minutes * 60_000
        const startsAt = new Date(at(starts)).toISOString()
        const meeting: Gathering = { kinds: ['themeDay'], startsAt }
        const duty = dutiesOf({}, localMonth(startsAt), [meeting], at(now)).find(
          ({ kind }) => kind === 'themeDay',
        )
        expect([duty?.standing.state === 'done', duty?.plannedOn === undefined]).toEqual([
          starts <= now,
          starts <= now,
        ])
      }),
    )
  })

  test('a note of what is put off answers when the month is over, one of what is dropped at once', () => {
    const inMonth = fc.integer({ min: 1, max: 31 })
    fc.assert(
      fc.property(inMonth, inMonth, fc.integer({ min: 1, max: 28 }), (of, today, themeDay) => {
        const on = dayAfter('2026-11-30', of)
        const state = (now: string, noneInstead: boolean) => {
          const note = { ...met(on, 'themeDay'), notHeld: '农忙', noneInstead }
          return dutiesOf({ themeDay }, '2026-12', [note], eveningOf(now))[0]?.standing.state
        }
        const now = dayAfter('2026-11-30', today)
        const late = today > themeDay && !(of <= today && of >= themeDay)
        expect(state(now, false)).toBe(late ? 'overdue' : 'due')
        expect(state(now, true)).toBe('notHeld')
        expect(state('2027-01-01', false)).toBe('notHeld')
      }),
    )
  })

  test('a plan answers when it has begun and something is recorded of it, whichever way it is looked at', () => {
    const minute = fc.integer({ min: 0, max: 3 * 1440 })
    fc.assert(
      fc.property(
        day,
        minute,
        minute,
        minute,
        fc.boolean(),
        (first, starts, entered, now, noted) => {
          const at = (minutes: number) => Date.parse(`${first}T00:00:00Z`) + minutes * 60_000
          const startsAt = new Date(at(starts)).toISOString()
          const meeting: Gathering = {
            kinds: ['themeDay'],
            startsAt,
            enteredAt: at(entered),
            noted,
          }
          const duty = dutiesOf({}, localMonth(startsAt), [meeting], at(now)).find(
            ({ kind }) => kind === 'themeDay',
          )
          const recorded = noted || entered >= starts
          const told = [duty?.plannedOn, duty?.unrecordedOn].map((on) => on !== undefined)
          expect([duty?.standing.state === 'done', ...told]).toEqual([
            starts <= now && recorded,
            starts > now,
            starts <= now && !recorded,
          ])
        },
      ),
    )
  })

  test('the evening of the last day, by the clock of the village, is that day', () => {
    const late = { kinds: ['memberMeeting'] as const, startsAt: '2026-03-31T15:59:00.000Z' }
    const next = { kinds: ['memberMeeting'] as const, startsAt: '2026-03-31T16:00:00.000Z' }
    const first = (rows: readonly Gathering[]) =>
      dutiesOf({}, '2026-03', rows, eveningOf('2026-04-01')).find(
        ({ kind }) => kind === 'memberMeeting',
      )?.standing.state
    expect([first([late]), first([next])]).toEqual(['done', 'overdue'])
  })

  test('as days go by, what nobody does is not due, then due, then overdue, and never goes back', () => {
    const order = ['notDue', 'due', 'overdue']
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 60 }), (today, days) => {
        const states = (on: string) =>
          dutiesOf({ hasCommittee: true }, today.slice(0, 7), [], eveningOf(on)).map(
            ({ standing }) => order.indexOf(standing.state),
          )
        const [before, after] = [states(today), states(dayAfter(today, days))]
        expect(after).toHaveLength(before.length)
        expect(before.every((state, index) => state <= (after[index] ?? -1))).toBe(true)
      }),
    )
  })

  test('a branch owes nothing of a time before it was', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 24 }), (foundedOn, monthsBack) => {
        const month = monthAfter(foundedOn.slice(0, 7), -monthsBack)
        for (const { every, period } of dutiesOf({ foundedOn }, month, [], eveningOf(foundedOn))) {
          expect(periodOf(every, month).last > foundedOn, period).toBe(true)
        }
      }),
    )
  })
})
