/**
 * Photos and papers taken on this device, as far as every screen must know of them: how many the server has not confirmed. The
 * rest is loaded when there is something to do. The count is noted outside of their store, so that it is known at once.
 */
import type { OpenBook } from './disk/database.ts'
import type { Notes } from './disk/local-notes.ts'

/** `filed`: with a record that was saved; the others belong to what is still being written. */
export type FileCounts = { readonly all: number; readonly filed: number }

export const fileNote = (accountId: string) => `files.${accountId}`
/** The last time the server came back from a backup, of those that were answered by bringing what it lost. */
export const restoredNote = (accountId: string) => `files.restored.${accountId}`

type AnyDesk = { close(): void; wake(): void; bringAgain(restoredAt: number): Promise<void> }

export class Files<Desk extends AnyDesk> {
  readonly #load: (book: OpenBook) => Promise<Desk>
  #book = $state.raw<OpenBook>()
  #desk: Promise<Desk> | undefined
  counts = $state.raw<FileCounts>({ all: 0, filed: 0 })

  constructor(load: (book: OpenBook) => Promise<Desk>) {
    this.#load = load
  }

  /** A book is open: there may be a desk. */
  get ready(): boolean {
    return this.#book !== undefined
  }

  /** Of whoever's book it is. */
  follow(book: OpenBook | undefined, notes: Notes): void {
    void this.#desk?.then((desk) => desk.close())
    this.#desk = undefined
    this.#book = book
    this.counts = countsIn(notes, book?.accountId ?? '')
    this.wake()
  }

  /** Only where `ready`. Fails where its part of the app is not on this device yet, and cannot be fetched. */
  desk(): Promise<Desk> {
    const book = this.#book
    if (!book) throw new Error('no book is open')
    this.#desk ??= this.#load(book)
    this.#desk.catch(() => (this.#desk = undefined))
    return this.#desk
  }

  /** The server came back from a backup. Where it cannot be asked now what it lost, the next sync comes here again. */
  bringAgain(restoredAt: number, notes: Notes): void {
    const accountId = this.#book?.accountId
    if (accountId === undefined || notes.read(restoredNote(accountId)) === String(restoredAt))
      return
    this.desk().then(
      (desk) => desk.bringAgain(restoredAt).catch(() => undefined),
      () => undefined,
    )
  }

  /** What waits may go now, perhaps. Where its part of the app is not here yet, the next sync wakes it. */
  wake(): void {
    if (this.counts.all > 0 && this.#book)
      this.desk().then(
        (desk) => desk.wake(),
        () => undefined,
      )
  }
}

export function countsIn(notes: Notes, accountId: string): FileCounts {
  const [all = 0, filed = 0] = (notes.read(fileNote(accountId)) ?? '').split(' ').map(Number)
  return { all, filed }
}
