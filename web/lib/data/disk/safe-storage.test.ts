import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SafeStorage } from './safe-storage.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const storage = new SafeStorage({
  reopen: () => Promise.resolve(),
  owner: () => 'account-1',
  giveWay: () => Promise.resolve(true),
})

/** A disk that refuses so many times. */
function refusing(times: number) {
  const tries: number[] = []
  const work = () =>
    tries.push(Date.now()) > times
      ? Promise.resolve('written')
      : Promise.reject(new DOMException('', 'QuotaExceededError'))
  return { work, tries }
}

test('room that was given up a moment ago is waited for, and the words are on the disk', async () => {
  const { work } = refusing(3)
  const written = storage.guard(work)
  await vi.advanceTimersByTimeAsync(1_300)
  expect(await written).toEqual({ ok: true, value: 'written' })
})

test('a disk that stays full is said to be full within seconds', async () => {
  const { work, tries } = refusing(Infinity)
  const written = storage.guard(work)
  await vi.advanceTimersByTimeAsync(3_300)
  expect(await written).toEqual({ ok: false, failure: { kind: 'full' } })
  expect(tries).toHaveLength(5)
})

test('words are on their way until the disk has them, or has said that it does not', async () => {
  const own = new SafeStorage({
    reopen: () => Promise.resolve(),
    owner: () => 'account-1',
    giveWay: () => Promise.resolve(true),
  })
  expect(own.isWriting).toBe(false)
  const quick = own.guard(refusing(0).work)
  const slow = own.guard(refusing(Infinity).work)
  expect(own.isWriting).toBe(true)
  await quick
  expect(own.isWriting).toBe(true)
  await vi.advanceTimersByTimeAsync(3_300)
  expect((await slow).ok).toBe(false)
  expect(own.isWriting).toBe(false)
})

test('a bug that throws does not leave the page asking for ever', async () => {
  await expect(storage.guard(() => Promise.reject(new TypeError('a bug')))).rejects.toThrow('a bug')
  expect(storage.isWriting).toBe(false)
})
