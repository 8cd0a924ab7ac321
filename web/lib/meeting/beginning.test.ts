import { expect, test } from 'vitest'
import type { ListQuery, Records } from '#lib/data/types.ts'
import { instantOf } from '#schema/rules/calendar.ts'
import { beginMeeting, newMeetingDraft } from './beginning.ts'

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

/** A branch that met once in a hall, and whose year is planned for the fields from then on, a day apart. */
function plannedAhead() {
  const days = Array.from(
    { length: 20 },
    (_, index) => `2026-11-${String(index + 1).padStart(2, '0')}`,
  )
  const at = (day: string, place: string) => ({ startsAt: instantOf(day, '19:30'), place })
  const held = [...days.map((day) => at(day, `地里 ${day}`)).reverse(), at('2026-09-15', '老祠堂')]
  const findAll = (({ name }: { name: string }, { until = '~', limit }: ListQuery) =>
    Promise.resolve(
      held
        .filter(({ startsAt }) => name === 'meeting' && startsAt < until)
        .slice(0, limit)
        .map((body) => ({ body: { branchId: 'b1', kinds: ['themeDay'], ...body } })),
    )) as unknown as Records['findAll']
  return async (on?: string) => {
    const begun = { id: 'm', me: 'cui', branchId: 'b1', kinds: [], notHeld: false, on }
    return (await beginMeeting({ findAll }, begun, nowMs)).typed
  }
}

test('where a branch plans ahead, a record begins where it met last, and a plan where it meets before that day', async () => {
  const typedOn = plannedAhead()
  expect(await typedOn()).toMatchObject({ place: '老祠堂' })
  expect(await typedOn('2026-09-30')).toMatchObject({
    place: '老祠堂',
    startsAt: instantOf('2026-09-30', '19:30'),
  })
  expect(await typedOn('2026-11-05')).toMatchObject({ place: '地里 2026-11-05' })
  expect(await typedOn('2026-10-30')).toMatchObject({ place: '老祠堂' })
})
