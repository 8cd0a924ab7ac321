/**
 * The open database of whoever is signed in, and its health. IndexedDB connections die under a running app (Safari most
 * of all): whoever meets a dead one calls `reopen`, and since `current` is state, live queries move to the new one.
 */
import type { Disk, OpenBook } from './database.ts'
import { openBook } from './database.ts'
import { positionsId } from './stored.ts'
import { answerOf, readTable } from './table.ts'
import { storageFailureOf } from './storage-failure.ts'

const closeLimitMs = 1_000
const probeLimitMs = 5_000

export class Book {
  #current = $state.raw<OpenBook>()
  #broken = $state(false)
  #accountId: string | undefined
  #opening: Promise<OpenBook> | undefined
  #reopening: Promise<OpenBook> | undefined
  #waiting: ((book: Promise<OpenBook>) => void)[] = []
  readonly #disk: Disk | undefined

  constructor(disk?: Disk) {
    this.#disk = disk
  }

  /** The database as live queries use it; undefined while none is open. */
  get current(): OpenBook | undefined {
    return this.#current
  }

  /** The database could not be opened: private windows of some browsers have none. */
  get broken(): boolean {
    return this.#broken
  }

  /** The database, as soon as somebody is signed in and it is open. */
  readonly ready = (): Promise<OpenBook> =>
    this.#opening ?? new Promise<OpenBook>((resolve) => this.#waiting.push(resolve))

  /** Opens the account's database in place of the one open now. */
  async use(accountId: string): Promise<void> {
    if (this.#accountId === accountId && !this.#broken) return
    await this.leave()
    this.#accountId = accountId
    await this.#open(accountId).catch(() => undefined)
  }

  /** Closes the database; with `forget`, deletes it. */
  async leave(forget = false): Promise<void> {
    const opening = this.#opening
    this.#accountId = undefined
    this.#opening = undefined
    this.#current = undefined
    const open = await opening?.catch(() => undefined)
    if (!open) return
    await (forget ? open.database.remove() : open.database.close())
  }

  /** Replaces a connection that no longer answers. Calls at the same time share one attempt. */
  reopen(): Promise<OpenBook> {
    this.#reopening ??= this.#replace().finally(() => {
      this.#reopening = undefined
    })
    return this.#reopening
  }

  /** A cheap read, so that a connection which died while the page slept is found before a person writes. */
  async probe(): Promise<void> {
    const open = this.#current
    if (!open) return
    try {
      await readTable(open.records, (table) => answerOf(table.get(positionsId)), probeLimitMs)
    } catch (error) {
      if (storageFailureOf(error) === undefined) throw error
      await this.reopen()
    }
  }

  async #replace(): Promise<OpenBook> {
    const accountId = this.#accountId
    if (accountId === undefined) return this.ready()
    const dead = await this.#opening?.catch(() => undefined)
    // A dead connection may never finish closing: a second is all it gets.
    await Promise.race([
      dead?.database.close().catch(() => undefined),
      new Promise((resolve) => setTimeout(resolve, closeLimitMs)),
    ])
    return this.#open(accountId)
  }

  #open(accountId: string): Promise<OpenBook> {
    const opening = openBook(accountId, this.#disk)
    this.#opening = opening
    for (const resolve of this.#waiting.splice(0)) resolve(opening)
    void opening.then(
      (open) => {
        if (this.#opening !== opening) return
        this.#current = open
        this.#broken = false
      },
      () => {
        // Who asked hears of it through the promise; the next `use` or `reopen` tries again.
        if (this.#opening === opening) this.#broken = true
      },
    )
    return opening
  }
}
