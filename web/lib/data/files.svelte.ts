/**
 * Photos and papers taken on this device, as far as every screen must know of them: how many the server has not confirmed. The
 * rest is loaded when there is something to do. The count is noted outside of their store, so that it is known at once.
 */
import type { OpenBook } from './database.ts'
import type { Notes } from './local-notes.ts'

/** `filed`: with a record that was saved; the others belong to what is still being written. */
export type FileCounts = { readonly all: number; readonly filed: number }

export const fileNote = (accountId: string) => `files.${accountId}`

export class Files<Desk extends { close(): void; wake(): void }> {
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
