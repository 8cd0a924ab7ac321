import { expect, test } from 'vitest'
import { makeStamp } from '#sync/clock.ts'
import { enteredAt } from './view.ts'

const stamp = (ms: number) => makeStamp({ ms, counter: 0, device: 'a' })

test('a row was entered when the earliest of its fields was written, whatever was written since', () => {
  const first = 1_790_000_000_000
  const stamps = { place: stamp(first + 9), branchId: stamp(first), 'agenda/k1': stamp(first + 1) }
  expect(enteredAt(stamps)).toBe(first)
})
