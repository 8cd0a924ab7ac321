import { expect, test } from 'vitest'
import { leadOrWait } from './leadership.ts'

const settled = () => new Promise((resolve) => setTimeout(resolve, 5))
const { locks } = navigator

test('one tab leads, and at its end the next one', async () => {
  const first = leadOrWait('book-1', locks)
  await first.begun
  const second = leadOrWait('book-1', locks)
  const third = leadOrWait('book-1', locks)
  await settled()
  expect([first.leads, second.leads, third.leads]).toEqual([true, false, false])
  // One that gives up waiting is passed over.
  second.end()
  first.end()
  await third.begun
  expect([first.leads, second.leads, third.leads]).toEqual([false, false, true])
  third.end()
})

test('the books of different accounts have leaders of their own', async () => {
  const mine = leadOrWait('book-1', locks)
  const yours = leadOrWait('book-2', locks)
  await Promise.all([mine.begun, yours.begun])
  expect([mine.leads, yours.leads]).toEqual([true, true])
  mine.end()
  yours.end()
})

test('without locks, every tab leads itself', async () => {
  const alone = leadOrWait('book-1', undefined)
  await alone.begun
  expect(alone.leads).toBe(true)
  alone.end()
  expect(alone.leads).toBe(false)
})
