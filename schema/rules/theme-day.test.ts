import { expect, test } from 'vitest'
import { inForceFrom, themeDayAhead, themeDayIn } from './theme-day.ts'

const of = { themeDay: 13, themeDays: { '2026-12': { day: 28 }, '2027-02': {} } }

test('a month has the day that was in force when it came, or none', () => {
  const months = ['2025-01', '2026-11', '2026-12', '2027-01', '2027-02', '2030-01']
  expect(months.map((month) => themeDayIn(of, month))).toEqual([
    13,
    13,
    28,
    28,
    undefined,
    undefined,
  ])
  expect(themeDayIn({}, '2026-11')).toBeUndefined()
})

test('another day is that of the next month on; the first one of this month where it is still to come', () => {
  expect(inForceFrom({ themeDay: 13 }, 28, '2026-11-27')).toBe('2026-12')
  expect(inForceFrom({ themeDay: 13 }, undefined, '2026-12-27')).toBe('2027-01')
  expect(inForceFrom({}, 28, '2026-11-27')).toBe('2026-11')
  expect(inForceFrom({}, 13, '2026-11-27')).toBe('2026-12')
})

test('what was chosen and is not in force yet is told', () => {
  expect(themeDayAhead(of, '2026-11')).toEqual({ from: '2027-02', day: undefined })
  expect(themeDayAhead({ themeDay: 13, themeDays: { '2026-12': { day: 28 } } }, '2026-11')).toEqual(
    {
      from: '2026-12',
      day: 28,
    },
  )
  expect(themeDayAhead(of, '2027-02')).toBeUndefined()
})
