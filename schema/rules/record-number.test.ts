import { expect, it } from 'vitest'
import { instantOf } from './calendar.ts'
import { recordNumber } from './record-number.ts'

const startsAt = instantOf('2026-10-15', '09:30')

it('is the day in China and six digits, and the same on every device and in every release', () => {
  expect(recordNumber({ id: 'q3fJ2mXw0Zr8Lk5vTn7YbA', startsAt })).toBe('20261015-978799')
  // Seven in the morning in China is still the day before in Greenwich.
  expect(recordNumber({ id: 'x', startsAt: '2026-10-14T23:00:00.000Z' })).toMatch(
    /^20261015-\d{6}$/,
  )
})

it('keeps its digits where the day is put right', () => {
  const [, digits] = recordNumber({ id: 'q3fJ2mXw0Zr8Lk5vTn7YbA', startsAt }).split('-')
  const moved = { id: 'q3fJ2mXw0Zr8Lk5vTn7YbA', startsAt: instantOf('2026-10-16', '09:30') }
  expect(recordNumber(moved)).toBe(`20261016-${digits ?? ''}`)
})

it('tells the meetings of one day apart, whatever their ids have in common', () => {
  const ids = Array.from({ length: 1_000 }, (_none, index) => `meeting-${index}-AAAAAAAAAAAA`)
  expect(new Set(ids.map((id) => recordNumber({ id, startsAt }))).size).toBeGreaterThan(995)
})
