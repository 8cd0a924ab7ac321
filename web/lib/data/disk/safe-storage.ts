/**
 * What people write, guarded: a dead connection is replaced and the work tried once more; on a full disk the reserve gives way
 * to it; a disk that stays full and a broken one come back as values, because the screen must say so and keep the words; a bug
 * throws.
 */
import type { Result } from '#sync/result.ts'
import { fail } from '#sync/result.ts'
import type { Failure } from './attempt.ts'
import { attempt } from './attempt.ts'
import { storageFailureOf, withinMs } from './storage-failure.ts'

const lookLimitMs = 20_000
/** Room that was given up is counted as free a moment later: waits between the tries, ms. */
const roomComesAfterMs = [0, 300, 1_000, 2_000]

export type SafeStorageParts = {
  reopen(): Promise<unknown>
  /** Whose book is open. */
  owner(): string | undefined
  /** The disk is full. True where room was made, so that the work may fit now. */
  giveWay(): Promise<boolean>
}

export class SafeStorage {
  readonly #parts: SafeStorageParts
  #underWay = 0

  constructor(parts: SafeStorageParts) {
    this.#parts = parts
  }

  /** Something is on its way to the disk: a page that goes now may take it along. */
  get isWriting(): boolean {
    return this.#underWay > 0
  }

  /** `work` must be safe to repeat. */
  async guard<Value>(work: () => Promise<Value>): Promise<Result<Value, Failure>> {
    this.#underWay += 1
    try {
      return await this.#guard(work)
    } finally {
      this.#underWay -= 1
    }
  }

  /** For looks through RxDB, which knows no limits: a dead connection is replaced, and what fails then is thrown. */
  async retry<Value>(look: () => Promise<Value>): Promise<Value> {
    try {
      return await withinMs(lookLimitMs, look())
    } catch (error) {
      if (storageFailureOf(error) === undefined) throw error
      await this.#parts.reopen()
      return withinMs(lookLimitMs, look())
    }
  }

  /** For live queries: nobody waits for an answer, but the connection may need replacing. */
  readonly noteTrouble = (error: unknown): void => {
    if (storageFailureOf(error) === undefined) throw error
    // Fails only where opening fails, and then the next write says so.
    this.#parts.reopen().catch(() => undefined)
  }

  async #guard<Value>(work: () => Promise<Value>): Promise<Result<Value, Failure>> {
    const owner = this.#parts.owner()
    const bound = () => {
      // While the disk was waited for somebody else signed in: his book is not the place for these words.
      if (owner !== undefined && this.#parts.owner() !== owner)
        throw new DOMException('another account is signed in', 'AbortError')
      return work()
    }
    const first = await this.#attemptTwice(bound)
    return isFull(first) && (await this.#parts.giveWay()) ? this.#attemptInTime(bound) : first
  }

  async #attemptInTime<Value>(work: () => Promise<Value>): Promise<Result<Value, Failure>> {
    let last: Result<Value, Failure> = fail({ kind: 'full' })
    for (const waitMs of roomComesAfterMs) {
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
      last = await this.#attemptTwice(work)
      if (!isFull(last)) break
    }
    return last
  }

  async #attemptTwice<Value>(work: () => Promise<Value>): Promise<Result<Value, Failure>> {
    const first = await attempt(work)
    if (first.ok || first.failure.kind === 'full') return first
    const reopened = await attempt(() => this.#parts.reopen())
    return reopened.ok ? attempt(work) : reopened
  }
}

const isFull = (result: Result<unknown, Failure>): boolean =>
  !result.ok && result.failure.kind === 'full'
