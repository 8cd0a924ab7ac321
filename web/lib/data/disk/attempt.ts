/** Work on the disk that may fail there: that is an answer, and a bug throws. */
import type { Result } from '#sync/result.ts'
import { fail, succeed } from '#sync/result.ts'
import { storageFailureOf } from './storage-failure.ts'

export type Failure = { readonly kind: 'full' } | { readonly kind: 'storage' }

export async function attempt<Value>(work: () => Promise<Value>): Promise<Result<Value, Failure>> {
  try {
    return succeed(await work())
  } catch (error) {
    const failure = storageFailureOf(error)
    if (failure === undefined) throw error
    return fail({ kind: failure === 'full' ? 'full' : 'storage' })
  }
}

/** The same of work that answers by itself whether it went well. */
export async function answerOf<Value, F>(
  work: () => Promise<Result<Value, F>>,
): Promise<Result<Value, F | Failure>> {
  const done = await attempt(work)
  return done.ok ? done.value : done
}
