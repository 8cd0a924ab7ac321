import { expect, it } from 'vitest'
import { sheetBreaks } from './sheet-breaks.ts'

const room = { alone: 15, most: 19 }
const breaks = (...heights: readonly number[]) => [...sheetBreaks(heights, room)]
const rows = (count: number) => Array.from({ length: count }, () => 1)

it('leaves on one sheet what fits on it, and parts the rest about evenly', () => {
  expect(breaks(...rows(15))).toEqual([])
  expect(breaks(...rows(16))).toEqual([8])
  expect(breaks(...rows(38))).toEqual([19])
  expect(breaks(...rows(40))).toEqual([13, 26])
  expect(breaks(...rows(60))).toEqual([15, 30, 45])
  expect(breaks()).toEqual([])
})

it('counts a name of two lines as two', () => {
  expect(breaks(...rows(10), ...rows(5).map(() => 2))).toEqual([10])
})
