import { expect, test } from 'vitest'
import { dayAfter, instantOf } from '#schema/rules/calendar.ts'
import { exampleApp, secretary } from './example-app.ts'
import { ScanScreen } from './scan-screen.svelte.ts'

const today = '2026-10-08'
const meetingOn = (day: string, time = '09:30', more: object = {}) => {
  const startsAt = instantOf(day, time)
  return {
    id: `${day} ${time}`,
    at: startsAt,
    body: { branchId: 'b', kinds: ['themeDay'], startsAt, ...more },
  }
}

test('digits are typed for today’s meetings, however many are planned', () => {
  const planned = Array.from({ length: 25 }, (_, index) => meetingOn(dayAfter(today, index + 1)))
  const meeting = [
    ...planned,
    ...[meetingOn(today, '00:00'), meetingOn(today), meetingOn(today, '23:59')],
    ...[meetingOn(today, '15:00', { notHeld: '下雨' }), meetingOn(dayAfter(today, -1), '23:59')],
  ]
  const { app } = exampleApp({ meeting }, Date.parse(instantOf(today, '10:00')))
  const screen = new ScanScreen(app, secretary)
  expect(screen.meetings.map(({ id }) => id.slice(-5))).toEqual(['23:59', '09:30', '00:00'])
})
