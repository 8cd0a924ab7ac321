import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MeetingKind } from '../records/meeting.ts'
import { meetingKinds } from '../records/meeting.ts'
import { monthAfter } from './calendar.ts'
import type { Every } from './duty-period.ts'
import { dutyPeriods, fitsInto, periodOf } from './duty-period.ts'
import type { DutyRule } from './duty-rules.ts'
import { askedIn, nationalRules } from './duty-rules.ts'
import { localRule } from './example-rules.ts'

const said = (month: string, kind: MeetingKind, rules: readonly DutyRule[]) =>
  askedIn(month, 'branch', rules)
    .filter((each) => each.kind === kind)
    .map(({ every, times }) => `${every} ${times}`)

test('periods begin and end with their months', () => {
  expect(periodOf('month', '2028-02')).toMatchObject({ last: '2028-02-29', standsBy: '2028-02-01' })
  expect(periodOf('quarter', '2026-11')).toEqual({
    name: '2026-Q4',
    first: '2026-10-01',
    last: '2026-12-31',
    standsBy: '2026-12-01',
  })
  expect(periodOf('halfYear', '2026-06')).toEqual({
    name: '2026-H1',
    first: '2026-01-01',
    last: '2026-06-30',
    standsBy: '2026-04-01',
  })
  expect(periodOf('year', '2026-01')).toMatchObject({ name: '2026', standsBy: '2026-10-01' })
})

describe('the national minimum', () => {
  test('names its source in both languages', () => {
    expect(nationalRules.filter(({ source }) => source.zh === '' || source.en === '')).toEqual([])
  })
  test('holds from the month of the regulations on', () => {
    expect(said('2018-10', 'themeDay', [])).toEqual([])
    expect(said('2018-11', 'themeDay', [])).toEqual(['month 1'])
  })
})

describe('a local rule', () => {
  test('asks for more', () => {
    const twice = [localRule('committee', 'month', { times: 2 })]
    expect(said('2026-05', 'committee', twice)).toEqual(['month 2'])
  })

  test('holds from its first month to its last', () => {
    const rule = [localRule('committee', 'month', { times: 2, from: '2026-05', until: '2026-08' })]
    const months = ['2026-04', '2026-05', '2026-08', '2026-09']
    expect(months.flatMap((month) => said(month, 'committee', rule))).toEqual([
      'month 1',
      'month 2',
      'month 2',
      'month 1',
    ])
  })

  test('a quarter is judged by the rules of its last month, whenever one looks', () => {
    const rule = [localRule('memberMeeting', 'quarter', { times: 2, from: '2026-05' })]
    for (const month of ['2026-04', '2026-05', '2026-06'])
      expect(said(month, 'memberMeeting', rule)).toEqual(['quarter 2'])
    expect(said('2026-03', 'memberMeeting', rule)).toEqual(['quarter 1'])
    const ended = [localRule('memberMeeting', 'quarter', { times: 2, until: '2026-05' })]
    expect(said('2026-04', 'memberMeeting', ended)).toEqual(['quarter 1'])
  })

  test('that asks for the same in a shorter time speaks for the longer one too, and names both sources', () => {
    const half = [localRule('lifeMeeting', 'halfYear')]
    const [asked] = askedIn('2026-11', 'branch', half).filter((each) => each.kind === 'lifeMeeting')
    expect(asked).toMatchObject({ every: 'halfYear', times: 1 })
    expect(asked?.rules.map(({ rank }) => rank)).toEqual(['local', 'national'])
  })

  test('of a number for the year stands beside the quarter’s', () => {
    expect(
      said('2026-05', 'memberMeeting', [localRule('memberMeeting', 'year', { times: 6 })]),
    ).toEqual(['quarter 1', 'year 6'])
  })

  test('may be for some kinds of organisation only', () => {
    const rule = [localRule('committee', 'month', { times: 2, only: ['jointBranch'] })]
    expect(said('2026-05', 'committee', rule)).toEqual(['month 1'])
    const joint = askedIn('2026-05', 'jointBranch', rule).find(({ kind }) => kind === 'committee')
    expect(joint?.times).toBe(2)
  })

  test('of lectures takes the place of what is usual, more or less often, or not at all', () => {
    expect(said('2026-05', 'lecture', [])).toEqual(['quarter 1'])
    expect(said('2026-05', 'lecture', [localRule('lecture', 'halfYear')])).toEqual(['halfYear 1'])
    expect(said('2026-05', 'lecture', [localRule('lecture', 'year', { times: 0 })])).toEqual([])
    const later = [localRule('lecture', 'halfYear', { from: '2026-07' })]
    expect(said('2026-05', 'lecture', later)).toEqual(['quarter 1'])
    expect(said('2026-08', 'lecture', later)).toEqual(['halfYear 1'])
  })
})

const month = fc.integer({ min: 0, max: 60 }).map((step) => monthAfter('2024-01', step))
const anyRule = fc
  .record({
    kind: fc.constantFrom(...(Object.keys(meetingKinds) as MeetingKind[])),
    every: fc.constantFrom(...(Object.keys(dutyPeriods) as Every[])),
    times: fc.integer({ min: 0, max: 12 }),
    from: month,
    until: fc.option(month, { nil: undefined }),
    day: fc.option(fc.integer({ min: 1, max: 28 }), { nil: undefined }),
  })
  .map(({ kind, every, ...more }) => localRule(kind, every, more))

test('whatever is written locally, nothing is taken from the national minimum', () => {
  fc.assert(
    fc.property(fc.array(anyRule, { maxLength: 12 }), month, (rules, at) => {
      const asked = askedIn(at, 'branch', rules)
      const least = askedIn(at, 'branch', []).filter(({ rules: [first] }) => first.rank !== 'usual')
      for (const { kind, every, times } of least) {
        const kept = asked.some(
          (each) => each.kind === kind && fitsInto(each.every, every) && each.times >= times,
        )
        expect(kept, `${kind} ${at}`).toBe(true)
      }
    }),
  )
})

test('the order in which rules were written does not matter', () => {
  const shuffled = fc
    .array(anyRule, { maxLength: 8 })
    .chain((rules) =>
      fc.tuple(fc.constant(rules), fc.shuffledSubarray(rules, { minLength: rules.length })),
    )
  const inOrder = (rules: readonly DutyRule[], at: string) =>
    askedIn(at, 'branch', rules)
      .map(({ kind, every, times }) => `${kind} ${every} ${times}`)
      .sort()
  fc.assert(
    fc.property(shuffled, month, ([rules, other], at) => {
      expect(inOrder(other, at)).toEqual(inOrder(rules, at))
    }),
  )
})
