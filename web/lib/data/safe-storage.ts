/**
 * What people write, guarded: a dead connection is replaced and the work tried once more; a full disk and a broken one come
 * back as values, because the screen must say so and keep the words; a bug throws.
 */
import type { Result } from '#sync/result.ts'
import { fail, succeed } from '#sync/result.ts'
import { storageFailureOf } from './storage-failure.ts'

type Failure = { readonly kind: 'full' } | { readonly kind: 'storage' }

export type SafeStorageParts = {
  reopen(): Promise<unknown>
  /** Every outcome: whether the disk had room. */
  onroom(hasRoom: boolean): void
}

export class SafeStorage {
  readonly #parts: SafeStorageParts

  constructor(parts: SafeStorageParts) {
    this.#parts = parts
  }

  /** `work` must be safe to repeat. */
  async guard<Value>(work: () => Promise<Value>): Promise<Result<Value, Failure>> {
    const first = await this.#attempt(work)
    if (first.ok || first.failure.kind === 'full') return first
    try {
      await this.#parts.reopen()
    } catch (error) {
      return this.#failureOf(error)
    }
    return this.#attempt(work)
  }

  /** For live queries: nobody waits for an answer, but the connection may need replacing. */
  readonly noteTrouble = (error: unknown): void => {
    if (storageFailureOf(error) === undefined) throw error
    // Fails only where opening fails, and then the next write says so.
    this.#parts.reopen().catch(() => undefined)
  }

  async #attempt<Value>(work: () => Promise<Value>): Promise<Result<Value, Failure>> {
    try {
      const value = await work()
      this.#parts.onroom(true)
      return succeed(value)
    } catch (error) {
      return this.#failureOf(error)
    }
  }

  #failureOf(error: unknown): { readonly ok: false; readonly failure: Failure } {
    const failure = storageFailureOf(error)
    if (failure === undefined) throw error
    if (failure === 'full') this.#parts.onroom(false)
    return fail({ kind: failure === 'full' ? 'full' : 'storage' })
  }
}
