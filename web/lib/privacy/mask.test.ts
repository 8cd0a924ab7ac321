import { expect, test } from 'vitest'
import { mask } from './mask.ts'

test.each([
  ['13912345678', 3, 2, '139******78'],
  ['平原县平原镇石槽村一组12号', 6, 0, '平原县平原镇******'],
  ['1234', 0, 1, '***4'],
  ['1234', 3, 2, '****'],
  ['', 3, 2, ''],
])('%s is covered to %s and %s', (text, first, last, covered) => {
  expect(mask(text, first, last)).toBe(covered)
})
