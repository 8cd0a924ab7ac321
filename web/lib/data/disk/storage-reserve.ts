/**
 * Room set aside while there is plenty, and given up when the disk is full: then the words somebody is writing still fit. It is
 * a database of its own, because deleting a whole database is what gives room back at once; a deleted cache keeps
 * its room for as long as anybody has it open.
 */
import type { Disk } from './database.ts'
import { answerOf } from './table.ts'
import { storageFailureOf, withinMs } from './storage-failure.ts'

const name = 'branchbook-reserve'
const store = 'blocks'
/** A meeting with its minutes and roll weighs tens of kilobytes; the database needs as much again to write it down. */
const bytes = 2_000_000
/** `crypto` makes no more at a time. */
const mostRandomBytes = 65_536
const limitMs = 10_000

export type Filling =
  | 'filled'
  /** There is no room for it. */
  | 'full'
  /** This browser keeps no such thing, or its storage is out of order: that is for the next write to say. */
  | 'failed'

export class Reserve {
  readonly #disk: Pick<Disk, 'indexedDB'>

  constructor(disk: Pick<Disk, 'indexedDB'> = globalThis) {
    this.#disk = disk
  }

  /** Sets it aside where it is not there yet; with `asMuchAgain`, also finds out whether that much more would fit. */
  async fill(asMuchAgain = false): Promise<Filling> {
    try {
      const database = await this.#open()
      try {
        const has = await withinMs(limitMs, answerOf(storeOf(database).count('reserve')))
        if (has === 0) await put(database, 'reserve')
        if (asMuchAgain) {
          await put(database, 'probe')
          await ended(storeOf(database, 'readwrite'), (blocks) => blocks.delete('probe'))
        }
      } finally {
        database.close()
      }
      return 'filled'
    } catch (error) {
      const failure = storageFailureOf(error)
      if (failure === undefined) throw error
      return failure === 'full' ? 'full' : 'failed'
    }
  }

  /** Gives it up. True where there was one: what did not fit may fit now. */
  async release(): Promise<boolean> {
    try {
      const database = await this.#open()
      const held = await withinMs(limitMs, answerOf(storeOf(database).count())).finally(() =>
        database.close(),
      )
      await withinMs(limitMs, answerOf(this.#disk.indexedDB.deleteDatabase(name)))
      return held > 0
    } catch (error) {
      if (storageFailureOf(error) === undefined) throw error
      return false
    }
  }

  #open(): Promise<IDBDatabase> {
    const request = this.#disk.indexedDB.open(name, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(store)
    const opening = answerOf(request).then((database) => {
      // Another tab gives it up at this moment.
      database.onversionchange = () => database.close()
      return database
    })
    return withinMs(limitMs, opening)
  }
}

const storeOf = (database: IDBDatabase, mode: IDBTransactionMode = 'readonly') =>
  database.transaction(store, mode).objectStore(store)

const put = (database: IDBDatabase, key: string) =>
  ended(storeOf(database, 'readwrite'), (blocks) => blocks.put(incompressible(), key))

/** Resolves when it is committed: only then it is known whether there was room. */
function ended(blocks: IDBObjectStore, work: (blocks: IDBObjectStore) => unknown): Promise<void> {
  const { transaction } = blocks
  const committed = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () =>
      reject(transaction.error ?? new DOMException('aborted', 'AbortError'))
  })
  work(blocks)
  return withinMs(limitMs, committed)
}

/** A database packs what repeats itself, and then it would take no room. */
function incompressible(): Uint8Array {
  const block = new Uint8Array(bytes)
  for (let start = 0; start < bytes; start += mostRandomBytes) {
    crypto.getRandomValues(block.subarray(start, start + mostRandomBytes))
  }
  return block
}
