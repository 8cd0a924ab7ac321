/**
 * The open database of whoever is signed in, and its health. IndexedDB connections die under a running app (Safari most
 * of all): whoever meets a dead one calls `reopen`, and since `current` is state, live queries move to the new one.
 */
import type { Cipher } from '../keys/cipher.ts'
import type { Disk, OpenBook } from './database.ts'
import { closeBook, forgetBook, openBook } from './database.ts'
import type { Holding } from './leaving.ts'
import { comeBack, takeLeave } from './leaving.ts'
import { holdingsId } from './stored.ts'
import { answerOf, readTable } from './table.ts'
import { storageFailureOf } from './storage-failure.ts'

const probeLimitMs = 5_000
const lookAtHoldings = (table: IDBObjectStore) => answerOf(table.get(holdingsId))

type Waiting = {
  readonly resolve: (book: Promise<OpenBook>) => void
  readonly reject: (error: unknown) => void
  readonly left: string | undefined
}

export class Book {
  #current = $state.raw<OpenBook>()
  #broken = $state(false)
  #accountId: string | undefined
  #opening: Promise<OpenBook> | undefined
  #reopening: Promise<OpenBook> | undefined
  #waiting: Waiting[] = []
  /** Whose book was open last, while none is. */
  #left: string | undefined
  readonly #cipherFor: (accountId: string) => Promise<Cipher>
  readonly #disk: Disk | undefined

  constructor(cipherFor: (accountId: string) => Promise<Cipher>, disk?: Disk) {
    this.#cipherFor = cipherFor
    this.#disk = disk
  }

  /** The database as live queries use it; undefined while none is open. */
  get current(): OpenBook | undefined {
    return this.#current
  }

  /** Whose book is open, or about to be. */
  get owner(): string | undefined {
    return this.#accountId
  }

  /** The database could not be opened: private windows of some browsers have none. */
  get broken(): boolean {
    return this.#broken
  }

  /** The database, as soon as somebody is signed in and it is open. */
  readonly ready = (): Promise<OpenBook> =>
    this.#opening ??
    new Promise<OpenBook>((resolve, reject) => {
      this.#waiting.push({ resolve, reject, left: this.#left })
    })

  /** Opens the account's database in place of the one open now. */
  async use(accountId: string): Promise<void> {
    if (this.#accountId === accountId && !this.#broken) return
    await this.leave()
    this.#accountId = accountId
    // Where opening fails, `broken` says so; where the note stays, the first write does.
    await this.#open(accountId)
      .then(comeBack)
      .catch(() => undefined)
  }

  /**
   * Whether nothing holds it, as far as can be known. From then on nobody can write into it, and `leave` may delete it. One
   * that does not open may hold anything.
   */
  async takeLeave(holding: Holding): Promise<boolean> {
    const open = await this.#opening?.catch(() => undefined)
    try {
      return open !== undefined && (await takeLeave(open, holding))
    } catch (error) {
      if (storageFailureOf(error) === undefined) throw error
      return false
    }
  }

  /** Closes the database; with `forget`, deletes it. One that cannot be deleted now is offered as another's book. */
  async leave(forget = false): Promise<void> {
    const opening = this.#opening
    this.#left = this.#accountId ?? this.#left
    this.#accountId = undefined
    this.#opening = undefined
    this.#current = undefined
    this.#broken = false
    const open = await opening?.catch(() => undefined)
    if (!open) return
    if (forget && (await forgetBook(open))) return
    await closeBook(open)
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
    try {
      if (open) await readTable(open.records, lookAtHoldings, probeLimitMs)
      else if (this.#broken) await this.reopen()
    } catch (error) {
      if (storageFailureOf(error) === undefined) throw error
      // Fails only where opening fails, and then `broken` says so.
      await this.reopen().catch(() => undefined)
    }
  }

  /** The connection itself said that it is gone: the browser threw the data away, or another program of ours did. */
  async #replaceLost(opening: Promise<OpenBook>): Promise<void> {
    // Fails only where opening fails, and then `broken` says so.
    if (this.#opening === opening) await this.reopen().catch(() => undefined)
  }

  async #replace(): Promise<OpenBook> {
    const accountId = this.#accountId
    if (accountId === undefined) return this.ready()
    const dead = await this.#opening?.catch(() => undefined)
    if (dead) await closeBook(dead)
    // Somebody else may have signed in meanwhile: his book is open, or about to be.
    return this.#accountId === accountId ? this.#open(accountId) : this.ready()
  }

  #open(accountId: string): Promise<OpenBook> {
    const opening: Promise<OpenBook> = this.#cipherFor(accountId).then((cipher) =>
      openBook(accountId, cipher, this.#disk, () => void this.#replaceLost(opening)),
    )
    this.#opening = opening
    for (const { resolve, reject, left } of this.#waiting.splice(0)) {
      // What one person wrote as he left must not go into the book of the next.
      if (left === undefined || left === accountId) resolve(opening)
      else reject(new DOMException('another account is signed in', 'AbortError'))
    }
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
