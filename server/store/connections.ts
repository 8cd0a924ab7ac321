/**
 * The database's connections and whose turn it is on them. SQLite has one writer, and all of this process is one thread:
 * whoever writes waits for his turn here instead of blocking the thread inside SQLite.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Database } from 'better-sqlite3'
import { Writing } from './writing.ts'

/** One after another; a turn taken within a turn would wait for itself, and is a bug. */
class Turns {
  #queue: Promise<unknown> = Promise.resolve()
  readonly #within = new AsyncLocalStorage<{ over: boolean }>()

  get inTurn(): boolean {
    return this.#within.getStore()?.over === false
  }

  take<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.inTurn) return Promise.reject(new Error('this turn would wait for itself'))
    const turn = this.#queue.then(async () => {
      const state = { over: false }
      try {
        return await this.#within.run(state, work)
      } finally {
        state.over = true
      }
    })
    this.#queue = turn.catch(() => undefined)
    return turn
  }
}

export class Connections {
  readonly writer: Database
  readonly reader: Database
  /** For single statements that read: it never holds a transaction, so it always sees the latest. */
  readonly lookup: Database
  readonly #writes: Writing
  readonly #reads = new Turns()

  constructor(writer: Database, reader: Database, lookup: Database) {
    this.writer = writer
    this.reader = reader
    this.lookup = lookup
    this.#writes = new Writing(writer)
  }

  /** All or nothing, and nobody else writes in between. */
  write<Value>(work: () => Promise<Value>): Promise<Value> {
    return this.#writes.take(work)
  }

  /**
   * Writes a few statements that belong together. Called within a transaction, they become part of it, so that an
   * importer can keep an identity number with the record it belongs to.
   */
  async note(work: () => void): Promise<void> {
    if (this.#writes.inTurn) work()
    else await this.write(() => Promise.resolve(work()))
  }

  /** Everything read in `work` comes from one state of the database. Within another read, from that one's. */
  read<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.#reads.inTurn) return work()
    return this.#reads.take(() => readIn(this.reader, work))
  }

  /** Waits for the turns in hand. */
  async close(): Promise<void> {
    await this.#reads.take(() => Promise.resolve())
    await this.#writes.end()
    for (const each of [this.lookup, this.reader, this.writer]) each.close()
  }
}

async function readIn<Value>(database: Database, work: () => Promise<Value>): Promise<Value> {
  database.exec('BEGIN')
  try {
    return await work()
  } finally {
    if (database.inTransaction) database.exec('COMMIT')
  }
}
