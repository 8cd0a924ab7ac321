import { expect, test } from 'vitest'
import { sayWrongClock } from './clock-words.ts'

const minute = 60_000

test.each([
  [undefined, undefined],
  [10 * minute, undefined],
  [-10 * minute, undefined],
  [11 * minute, '本机的时间不准：比标准时间慢了 11 分钟。'],
  [-3 * 60 * minute, '本机的时间不准：比标准时间快了 3 小时。'],
  [-4018 * 24 * 60 * minute, '本机的时间不准：比标准时间快了 4018 天。'],
])('a clock %s ms behind', (offset, words) => {
  expect(sayWrongClock(offset)).toBe(words)
})
