import { expect, test } from 'vitest'
import { termOf } from './term.ts'

const today = '2026-10-16'

test('a term is near from six months before its end, and over on the day after', () => {
  const state = (ends: string) => termOf(ends, today).state
  expect(state('2027-04-17')).toBe('running')
  expect(state('2027-04-16')).toBe('soon')
  expect(state('2026-10-16')).toBe('soon')
  expect(state('2026-10-15')).toBe('over')
})

test('a term known to the month or the year ends on the last day of it', () => {
  expect(termOf('2026.02'.replace('.', '-'), today)).toEqual({
    state: 'over',
    ends: '2026-02-28',
    inDays: -230,
  })
  expect(termOf('2026', today)).toMatchObject({ state: 'soon', ends: '2026-12-31' })
})

test('nothing is claimed of a term nobody entered', () => {
  expect(termOf(undefined, today)).toEqual({ state: 'unknown' })
})

test('the warning also works on days that the month six months on lacks', () => {
  expect(termOf('2027-02-28', '2026-08-31').state).toBe('soon')
  expect(termOf('2027-03-01', '2026-08-31').state).toBe('running')
})
