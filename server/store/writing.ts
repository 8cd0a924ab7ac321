/**
 * Transactions on the one connection that writes, in the order in which they came. Those that already wait when one is
 * done are committed together with it: the disk is asked once for all of them, and nobody is answered before what he
 * wrote lies there. Each stands on its own all the same: where one fails, it is undone alone.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Database } from 'better-sqlite3'

type Turn = {
  readonly work: () => Promise<unknown>
  /** Runs what belongs to whoever asked as his, and not as part of what happened to be under way. */
  readonly asAsked: ReturnType<typeof AsyncLocalStorage.snapshot>
  /** Told what came of it, once that can no longer change. */
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/** The first of them waits for all: a phone's whole day takes about ten milliseconds. */
const mostTogether = 8

export class Writing {
  readonly #database: Database
  readonly #waiting: Turn[] = []
  readonly #within = new AsyncLocalStorage<{ over: boolean }>()
  #running: Promise<void> | undefined

  constructor(database: Database) {
    this.#database = database
  }

  /** Whether the code that runs now belongs to a turn. */
  get inTurn(): boolean {
    return this.#within.getStore()?.over === false
  }

  take<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.inTurn) return Promise.reject(new Error('this turn would wait for itself'))
    return new Promise<Value>((resolve, reject) => {
      // What comes of `work` is handed to `resolve` alone, so it is a Value.
      const asAsked = AsyncLocalStorage.snapshot()
      this.#waiting.push({ work, asAsked, resolve: resolve as Turn['resolve'], reject })
      this.#running ??= this.#run()
    })
  }

  /** Waits for the turns in hand. */
  async end(): Promise<void> {
    while (this.#running) await this.#running
  }

  async #run(): Promise<void> {
    // Whoever asked in the same moment is taken in.
    await Promise.resolve()
    for (let first = this.#waiting.shift(); first; first = this.#waiting.shift())
      await this.#commit(first)
    this.#running = undefined
  }

  async #commit(first: Turn): Promise<void> {
    const kept: { readonly turn: Turn; readonly value: unknown }[] = []
    let next: Turn | undefined = first
    try {
      this.#database.exec('BEGIN IMMEDIATE')
      for (let taken = 1; next; taken += 1) {
        const turn: Turn = next
        const outcome = await this.#attempt(turn)
        next = undefined
        if (outcome) kept.push({ turn, value: outcome.value })
        if (taken < mostTogether) next = this.#waiting.shift()
      }
      this.#database.exec('COMMIT')
    } catch (error) {
      // A full disk ends the transaction by itself, and with it what was already done in it.
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK')
      next?.reject(error)
      for (const { turn } of kept) turn.reject(error)
      return
    }
    for (const { turn, value } of kept) turn.resolve(value)
  }

  /** The value, or undefined where the work failed and was undone. Throws where the whole transaction is gone. */
  async #attempt({
    work,
    asAsked,
    reject,
  }: Turn): Promise<{ readonly value: unknown } | undefined> {
    const turn = { over: false }
    this.#database.exec('SAVEPOINT turn')
    try {
      const value = await asAsked(() => this.#within.run(turn, work))
      this.#database.exec('RELEASE turn')
      return { value }
    } catch (error) {
      if (!this.#database.inTransaction) throw error
      this.#database.exec('ROLLBACK TO turn; RELEASE turn')
      reject(error)
      return undefined
    } finally {
      turn.over = true
    }
  }
}
