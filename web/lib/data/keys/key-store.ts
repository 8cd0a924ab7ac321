/**
 * The keys of the books on this device, wrapped, one note an account. A database of its own, because a key must be there
 * before the book is, and because only raw IndexedDB keeps a CryptoKey as one. A note is changed in one transaction:
 * at every moment one of its wraps opens, the earlier or the later.
 */
import type { Disk } from '../disk/database.ts'
import { withinMs } from '../disk/storage-failure.ts'
import { answerOf } from '../disk/table.ts'

export type KeyNote = {
  readonly accountId: string
  /** Of the data key, random: a browser that threw everything away makes another one. */
  readonly keyId: string
  /** Makes wrapping keys and can itself not be read out by any script. */
  readonly deviceKey: CryptoKey
  /** The data key, sealed under what the device key makes of the stretched PIN, or of none (data-key.ts). */
  readonly wrapped: string
  /** How the PIN is stretched; absent where none is set. The salt in base64. */
  readonly pin?: { readonly salt: string; readonly rounds: number }
  readonly tries?: Tries
  /** The data key in a box that only the server opens, for whoever signs in on this device again. */
  readonly recovery?: Recovery
  /** The server's public key in base64, and when it was last heard, wall ms. */
  readonly server?: { readonly point: string; readonly heardAt: number }
  /** What outbox files are signed with, sealed under the data key. */
  readonly author?: string
  readonly lockAfterMs?: number
  /** Everything of an earlier release that said something in clear has been sealed. */
  readonly allSealed: boolean
}

/** Opens for this device only, and at the server whose public key this is. In base64. */
export type Recovery = { readonly box: string; readonly device: string; readonly point: string }

/** Wrong PINs in a row, and the wall clock at the last of them, ms. */
export type Tries = { readonly failed: number; readonly last: number }

const name = 'branchbook-keys'
const store = 'notes'
const limitMs = 10_000

export class KeyStore {
  readonly #disk: Pick<Disk, 'indexedDB'>

  constructor(disk: Pick<Disk, 'indexedDB'> = globalThis) {
    this.#disk = disk
  }

  read(accountId: string): Promise<KeyNote | undefined> {
    return this.#use('readonly', (notes) => answerOf<KeyNote | undefined>(notes.get(accountId)))
  }

  /** What the note is after `work`, which is shown it as it is now. Nobody else writes in between. */
  change<Note extends KeyNote | undefined>(
    accountId: string,
    work: (note: KeyNote | undefined) => Note,
  ): Promise<Note> {
    return this.#use('readwrite', async (notes) => {
      const before = await answerOf<KeyNote | undefined>(notes.get(accountId))
      const after = work(before)
      if (after && after !== before) await answerOf(notes.put(after, accountId))
      return after
    })
  }

  /** Without its key a book is no more than noise. */
  async remove(accountId: string): Promise<void> {
    await this.#use('readwrite', (notes) => answerOf(notes.delete(accountId)))
  }

  /** Resolves when it is committed: what was not kept must not seal anything. */
  async #use<Value>(
    mode: IDBTransactionMode,
    work: (notes: IDBObjectStore) => Promise<Value>,
  ): Promise<Value> {
    const request = this.#disk.indexedDB.open(name, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(store)
    const database = await withinMs(limitMs, answerOf(request))
    try {
      const transaction = database.transaction(store, mode, { durability: 'strict' })
      const committed = new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve()
        transaction.onabort = () =>
          reject(transaction.error ?? new DOMException('aborted', 'AbortError'))
      })
      const [value] = await withinMs(
        limitMs,
        Promise.all([work(transaction.objectStore(store)), committed]),
      )
      return value
    } finally {
      database.close()
    }
  }
}
