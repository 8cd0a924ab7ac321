import { expect, test } from 'vitest'
import { StorageTimeout, storageFailureOf } from './storage-failure.ts'

const named = (name: string, more: object = {}) => Object.assign(new Error(name), { name, ...more })

test('a full disk is found wherever Dexie hides it', () => {
  const full = named('QuotaExceededError')
  expect(storageFailureOf(full)).toBe('full')
  expect(storageFailureOf(new DOMException('no room', 'QuotaExceededError'))).toBe('full')
  expect(storageFailureOf(named('AbortError', { inner: full }))).toBe('full')
  expect(storageFailureOf(named('BulkError', { failures: [full] }))).toBe('full')
})

test('a dead connection and a silent one are storage failures', () => {
  expect(storageFailureOf(named('DatabaseClosedError'))).toBe('broken')
  expect(storageFailureOf(new DOMException('lost', 'UnknownError'))).toBe('broken')
  expect(storageFailureOf(new StorageTimeout())).toBe('broken')
})

test('a bug is none', () => {
  expect(storageFailureOf(new TypeError('x is undefined'))).toBeUndefined()
  expect(storageFailureOf('text')).toBeUndefined()
})
