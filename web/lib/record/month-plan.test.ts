import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { instantOf, monthAfter } from '#schema/rules/calendar.ts'
import { dutiesOf } from '#schema/rules/duties.ts'
import { announced } from '#schema/rules/rest-days.ts'
import { monthPlan, weeksOf } from './month-plan.ts'

const met = (day: string, time: string, notHeld?: string) => ({
  id: `${day} ${time}`,
  body: {
    branchId: 'east',
    kinds: ['themeDay'] as const,
    startsAt: instantOf(day, time),
    ...(notHeld && { notHeld }),
  },
})

test('a month with what was, what is planned and what is still to do', () => {
  const meetings = [
    met('2026-10-15', '15:00'),
    met('2026-10-15', '09:00'),
    met('2026-10-09', '09:00', '秋收'),
  ]
  const duties = dutiesOf({ themeDay: 20 }, '2026-10', [], '2026-10-15')
  const days = monthPlan(
    '2026-10',
    { meetings, duties, holidays: announced },
    instantOf('2026-10-15', '12:00'),
  )
  expect(days).toHaveLength(31)
  const at = (day: number) => days[day - 1]
  expect(at(15)?.meetings.map(({ state }) => state)).toEqual(['held', 'planned'])
  expect(at(9)?.meetings.map(({ state }) => state)).toEqual(['notHeld'])
  expect(at(20)?.due.map(({ kind }) => kind)).toEqual(['themeDay'])
  expect([at(1)?.rest, at(8)?.rest, at(10)?.rest, at(11)?.rest]).toEqual([
    '国庆节',
    undefined,
    undefined,
    '',
  ])
  expect(days.filter(({ isToday }) => isToday).map(({ day }) => day)).toEqual(['2026-10-15'])
})

test('what is done is not shown as due', () => {
  const done = dutiesOf(
    { themeDay: 20 },
    '2026-10',
    [met('2026-10-12', '09:00').body],
    '2026-10-15',
  )
  const days = monthPlan(
    '2026-10',
    { meetings: [], duties: done, holidays: [] },
    '2026-10-15T00:00:00.000Z',
  )
  expect(days[19]?.due).toEqual([])
})

test('weeks begin on Monday, and hold every day once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60 }), (step) => {
      const month = monthAfter('2024-01', step)
      const days = monthPlan(
        month,
        { meetings: [], duties: [], holidays: [] },
        '2026-01-01T00:00:00.000Z',
      )
      const weeks = weeksOf(days)
      expect(weeks.every((week) => week.length === 7)).toBe(true)
      expect(weeks.flat().filter((day) => day !== undefined)).toEqual(days)
      for (const week of weeks) {
        const index = week.findIndex((day) => day !== undefined)
        const weekday = new Date(`${week[index]?.day}T00:00:00Z`).getUTCDay()
        expect((weekday + 6) % 7).toBe(index)
      }
    }),
  )
})
