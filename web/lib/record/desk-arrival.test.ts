import { expect, test } from 'vitest'
import { arrivalOf } from './desk-arrival.ts'

const facts = { openedAt: 100, lastContactAt: 50, running: false, rows: 0 }

test('only a reply that came after asking proves that everything is here', () => {
  expect(arrivalOf({ ...facts, lastContactAt: 101 })).toBe('complete')
  expect(arrivalOf({ ...facts, lastContactAt: 101, running: true })).toBe('fetching')
})

test('without one, rows are from an earlier look', () => {
  expect(arrivalOf({ ...facts, rows: 3 })).toBe('earlier')
  expect(arrivalOf({ ...facts, lastContactAt: undefined })).toBe('absent')
})
