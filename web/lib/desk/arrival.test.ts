import { expect, test } from 'vitest'
import { arrivalOf } from './arrival.ts'

const facts = {
  openedAt: 100,
  lastContactAt: 101,
  running: false,
  reached: true,
  rows: 0,
}

test('only a run that ended well, with a reply after asking, proves that everything is here', () => {
  expect(arrivalOf(facts)).toBe('complete')
  expect(arrivalOf({ ...facts, running: true })).toBe('fetching')
  expect(arrivalOf({ ...facts, lastContactAt: 50 })).toBe('fetching')
  expect(arrivalOf({ ...facts, reached: false })).toBe('absent')
})

test('without one, rows are from an earlier look', () => {
  const cut = { ...facts, reached: false, lastContactAt: 50 }
  expect(arrivalOf({ ...cut, rows: 3 })).toBe('earlier')
  expect(arrivalOf(cut)).toBe('absent')
})
