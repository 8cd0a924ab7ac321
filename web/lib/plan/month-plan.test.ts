import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { instantOf, monthAfter } from '#schema/rules/calendar.ts'
import { dutiesOf } from '#schema/rules/duties.ts'
import { announced } from '#schema/rules/rest-days.ts'
import { phaseOf } from '#schema/rules/phase.ts'
import type { PlanDay } from './month-plan.ts'
import * as plan from './month-plan.ts'
import { weeksOf } from './month-plan.ts'
import { eveningOf } from '#schema/rules/example-days.ts'

const met = (day: string, time: string, notHeld?: string) => ({
  id: `${day} ${time}`,
  body: {
    branchId: 'east',
    kinds: ['themeDay'] as const,
    startsAt: instantOf(day, time),
    ...(notHeld && { notHeld }),
  },
})

type Of = Omit<Parameters<typeof plan.monthPlan>[1], 'phaseOf'>
const monthPlan = (month: string, of: Of, now: string): readonly PlanDay[] =>
  plan.monthPlan(month, { ...of, phaseOf: ({ body }) => phaseOf(body, Date.parse(now)) }, now)

test('a month with what was, what is planned and what is still to do', () => {
  const meetings = [
    met('2026-10-15', '15:00'),
    met('2026-10-15', '09:00'),
    met('2026-10-09', '09:00', '秋收'),
  ]
  const duties = dutiesOf({ themeDay: 20 }, '2026-10', [], eveningOf('2026-10-15'))
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

test('days are those of the village, also before eight in the morning, when it is still yesterday in Greenwich', () => {
  const meetings = [met('2026-10-15', '07:00')]
  const early = instantOf('2026-10-15', '06:30')
  const days = monthPlan('2026-10', { meetings, duties: [], holidays: [] }, early)
  expect(days[14]?.meetings.map(({ state }) => state)).toEqual(['planned'])
  expect(days[13]?.meetings).toEqual([])
  expect(days.findIndex(({ isToday }) => isToday)).toBe(14)
})

test('what is to do stands on its day, looked at long before it, near it and after it', () => {
  const states = ['2026-09-01', '2026-10-20', '2026-10-30'].map((today) => {
    const duties = dutiesOf({ themeDay: 28 }, '2026-10', [], eveningOf(today))
    const of = { meetings: [], duties, holidays: [] }
    const days = monthPlan('2026-10', of, instantOf(today, '12:00'))
    expect(
      days[27]?.due.map(({ kind }) => kind),
      today,
    ).toEqual(['themeDay'])
    return days[27]?.due[0]?.standing.state
  })
  expect(states).toEqual(['notDue', 'due', 'overdue'])
})

test('what is done is not shown as due', () => {
  const done = dutiesOf(
    { themeDay: 20 },
    '2026-10',
    [met('2026-10-12', '09:00').body],
    eveningOf('2026-10-15'),
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
