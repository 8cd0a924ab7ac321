import { expect, test } from 'vitest'
import { instantOf } from '#schema/rules/calendar.ts'
import { yearsToOpen } from './imported-years.ts'

const row = (verdict: 'new' | 'same', day?: string) => ({
  line: 2,
  title: '',
  subtitle: '',
  verdict,
  ...(day && { day }),
})

test('the years before last of what was written are to be opened, newest first', () => {
  const rows = [
    row('new', '2023-05-10'),
    row('new', '2024-12-31'),
    row('new', '2023-06-10'),
    row('new', '2025-01-01'),
    row('new', '2026-01-01'),
    row('same', '2022-01-01'),
    row('new'),
  ]
  expect(yearsToOpen({ rows }, Date.parse(instantOf('2026-11-26', '09:00')))).toEqual([2024, 2023])
  // The new year has begun where the people are.
  expect(yearsToOpen({ rows }, Date.parse(instantOf('2027-01-01', '00:30')))).toEqual([
    2025, 2024, 2023,
  ])
})
