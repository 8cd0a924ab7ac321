/** What a database throws, told apart: full, dead, or a bug of ours. */
import { within } from '../within.ts'

/** A transaction that did not end in time. Some phones' IndexedDB falls silent instead of failing. */
export class StorageTimeout extends Error {
  override readonly name = 'StorageTimeout'
}

/** What `work` brings, or a StorageTimeout where it takes longer. */
export const withinMs = <Value>(ms: number, work: PromiseLike<Value>): Promise<Value> =>
  within(ms, work, () => new StorageTimeout())

const storageErrors = new Set([
  'AbortError',
  'BulkError',
  'ConstraintError',
  'DatabaseClosedError',
  'DataError',
  'InvalidStateError',
  'MissingAPIError',
  'NotFoundError',
  'OpenFailedError',
  'PrematureCommitError',
  'QuotaExceededError',
  'ReadOnlyError',
  'StorageTimeout',
  'TimeoutError',
  'TransactionInactiveError',
  'UnknownError',
  'VersionError',
])

/** Of a failed transaction: 'full' where the disk has no room, 'broken' for its other moods, undefined for a bug. */
export function storageFailureOf(error: unknown): 'full' | 'broken' | undefined {
  const errors = [...causes(error)]
  if (errors.some(({ name }) => name === 'QuotaExceededError')) return 'full'
  return errors.some(({ name, message }) => storageErrors.has(name) || isClosedStorage(message))
    ? 'broken'
    : undefined
}

/** RxDB has no error class of its own for a storage that was closed under it. */
const isClosedStorage = (message: string) =>
  message.startsWith('RxStorageInstanceDexie is closed') || message.includes('IDBDatabase')

/** The error and what lies inside it: Dexie wraps a full disk in an AbortError, and a failed bulk in a BulkError. */
function* causes(error: unknown, depth = 0): Iterable<Error> {
  if (!(error instanceof Error) && !(error instanceof DOMException)) return
  yield error
  if (depth > 4) return
  const { inner, cause, failures } = error as {
    inner?: unknown
    cause?: unknown
    failures?: unknown
  }
  for (const within of [inner, cause, ...(Array.isArray(failures) ? failures : [])]) {
    yield* causes(within, depth + 1)
  }
}
