import { expect, test } from 'vitest'
import { OpenBuckets } from './open-buckets.ts'

test('a bucket stays open until its last user lets go', () => {
  const buckets = new OpenBuckets()
  const first = buckets.add(['a', 'b'])
  const second = buckets.add(['b'])
  first()
  first()
  expect(buckets.all()).toEqual(['b'])
  second()
  expect(buckets.all()).toEqual([])
})

test('what another tab asks for is carried until a run has ended', () => {
  const buckets = new OpenBuckets()
  buckets.add(['a'])
  buckets.lend(['a', 'c'])
  expect(buckets.all()).toEqual(['a', 'c'])
  buckets.clearLent()
  expect(buckets.all()).toEqual(['a'])
})

test('what is to be kept is asked for anew each time, and is in nobody’s use', () => {
  const buckets = new OpenBuckets()
  let wanted = ['x/2020']
  buckets.keep(() => wanted)
  expect(buckets.kept()).toEqual(['x/2020'])
  wanted = []
  expect(buckets.kept()).toEqual([])
  expect(buckets.all()).toEqual([])
})
