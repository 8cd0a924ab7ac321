import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { announced, announcedYears, restOn, workdayNear } from './rest-days.ts'

test.each([
  ['2026-10-01', { holiday: '国庆节' }],
  ['2026-10-10', undefined],
  ['2026-10-11', 'weekend'],
  ['2026-09-20', undefined],
  ['2026-02-14', undefined],
  ['2026-02-15', { holiday: '春节' }],
  ['2026-11-26', undefined],
  // Nobody has announced the year yet: it has its weekends.
  ['2027-10-01', undefined],
  ['2027-10-02', 'weekend'],
])('%s', (day, expected) => {
  expect(restOn(day, announced)).toEqual(expected)
})

test('every announced year names its source, and holidays lie in it, none twice', () => {
  for (const { year, source, issued, holidays } of announcedYears) {
    expect([source.zh, source.en, issued].every((each) => each !== '')).toBe(true)
    const days = holidays.flatMap(({ first, last, workdays = [] }) => [first, last, ...workdays])
    expect(days.filter((day) => !day.startsWith(year))).toEqual([])
    expect(new Set(holidays.map(({ name }) => name)).size).toBe(holidays.length)
    // Days worked instead are days of a weekend.
    const worked = holidays.flatMap(({ workdays = [] }) => workdays)
    expect(worked.filter((day) => restOn(day, []) !== 'weekend')).toEqual([])
  }
})

const october = { first: '2026-10-01', last: '2026-10-31' }

test.each([
  ['2026-10-05', 'after', '2026-10-08'],
  // There is no workday before it in its month.
  ['2026-10-05', 'before', '2026-10-08'],
  ['2026-10-11', 'before', '2026-10-10'],
  ['2026-10-11', 'after', '2026-10-12'],
  ['2026-10-12', 'after', '2026-10-12'],
  // The end of a month is not passed.
  ['2026-10-31', 'after', '2026-10-30'],
] as const)('a fixed day on %s goes to the workday %s: %s', (day, direction, expected) => {
  expect(workdayNear(day, direction, october, announced)).toBe(expected)
})

test('wherever it goes, it is a workday of the same period', () => {
  const period = { first: '2026-01-01', last: '2026-12-31' }
  fc.assert(
    fc.property(
      fc
        .integer({ min: 0, max: 364 })
        .map((days) => new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10)),
      fc.constantFrom('before', 'after'),
      (day, direction) => {
        const moved = workdayNear(day, direction, period, announced)
        expect(restOn(moved, announced)).toBeUndefined()
        expect(moved.slice(0, 4)).toBe('2026')
      },
    ),
  )
})
