import { expect, test } from 'vitest'
import type { Attempt, Study } from './state.ts'
import { attemptsOf, isPass, lessonState } from './state.ts'

const opened: Study = {
  personId: 'p1',
  lessonId: 'l1',
  branchId: 'b1',
  openedAt: '2026-11-20T01:00:00.000Z',
}
const attempt = (day: number, right: number, asked = 5): Attempt => ({
  at: `2026-11-${String(day).padStart(2, '0')}T01:00:00.000Z`,
  asked,
  right,
})

test('a lesson goes from untouched to begun, read, answered and learned', () => {
  const read = { ...opened, readAt: '2026-11-20T01:10:00.000Z' }
  expect(lessonState(undefined)).toEqual({ kind: 'untouched' })
  expect(lessonState(opened)).toEqual({ kind: 'begun' })
  expect(lessonState(read)).toEqual({ kind: 'read' })
  expect(lessonState({ ...read, attempts: { k: attempt(21, 3) } })).toEqual({
    kind: 'answered',
    right: 3,
    asked: 5,
  })
  expect(lessonState({ ...read, attempts: { k: attempt(21, 4) } }).kind).toBe('learned')
})

test('the last attempt is shown, but what was once learned stays learned', () => {
  const attempts = { b: attempt(22, 2), a: attempt(21, 5), c: attempt(20, 1) }
  expect(attemptsOf({ ...opened, attempts }).map(({ right }) => right)).toEqual([1, 5, 2])
  expect(lessonState({ ...opened, attempts })).toEqual({ kind: 'learned', right: 5, asked: 5 })
  const failed = { a: attempt(21, 1), b: attempt(22, 3) }
  expect(lessonState({ ...opened, attempts: failed })).toMatchObject({ kind: 'answered', right: 3 })
})

test('eight of ten is enough, seven is not', () => {
  expect([8, 7].map((right) => isPass({ right, asked: 10 }))).toEqual([true, false])
  expect(isPass({ right: 4, asked: 5 })).toBe(true)
  expect(isPass({ right: 4, asked: 6 })).toBe(false)
})
