import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isRight, questionOfTheDay } from './question-of-the-day.ts'

const bank = Array.from({ length: 40 }, (_, index) => ({ id: `question-${index}` }))
const dayAfter = (index: number) =>
  new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10)

test('the order in which questions lie on the device does not matter', () => {
  const shuffled = fc.shuffledSubarray(bank, { minLength: bank.length })
  fc.assert(
    fc.property(shuffled, fc.integer({ min: 0, max: 3_000 }), (other, index) => {
      expect(questionOfTheDay(other, dayAfter(index))).toEqual(
        questionOfTheDay(bank, dayAfter(index)),
      )
    }),
  )
})

test('a year of days brings every question, and none of them all the time', () => {
  const times = new Map<string, number>()
  for (let index = 0; index < 365; index++) {
    const id = questionOfTheDay(bank, dayAfter(index))?.id ?? ''
    times.set(id, (times.get(id) ?? 0) + 1)
  }
  expect(times.size).toBe(bank.length)
  expect(Math.max(...times.values())).toBeLessThan(30)
})

test('no questions, no question of the day', () => {
  expect(questionOfTheDay([], '2026-10-16')).toBeUndefined()
})

test('right is exactly the answer, in any order', () => {
  expect(isRight([0, 2], [2, 0])).toBe(true)
  expect(isRight([0, 2], [0])).toBe(false)
  expect(isRight([0], [0, 2])).toBe(false)
})
