/** The records as screens use them, on the database of whoever is signed in. */
import { map } from 'rxjs'
import type { RecordType, Registry } from '#schema/define-record.ts'
import type { DeviceStore } from '#sync/device/store.ts'
import type { Pen } from '#sync/device/write.ts'
import type { Result } from '#sync/result.ts'
import type { Book } from './book.svelte.ts'
import { LiveQuery } from './live.svelte.ts'
import { outboxQuery, rowsQuery } from './queries.ts'
import type { SafeStorage } from './safe-storage.ts'
import type { ListQuery, Live, Records, Row, RowDraft, WriteFailure } from './types.ts'
import { byFirstEdit, viewOf } from './view.ts'
import { plan, sendRefusedAgain, withdrawEdit, writePlanned } from './writing.ts'

export type RecordsParts = {
  readonly book: Book
  readonly store: DeviceStore
  readonly storage: SafeStorage
  readonly registry: Registry
  readonly pen: Pen
  /** Something now waits to be sent. */
  readonly onwritten: () => void
}

export class BookRecords implements Records {
  readonly #parts: RecordsParts

  constructor(parts: RecordsParts) {
    this.#parts = parts
  }

  list<B>(type: RecordType<B>, query: () => ListQuery = () => ({})): Live<readonly Row<B>[]> {
    const { book, storage } = this.#parts
    return new LiveQuery<readonly Row<B>[]>(
      [],
      () => {
        const open = book.current
        if (!open) return undefined
        const asked = query()
        return {
          subject: JSON.stringify([open.accountId, type.name, asked.of]),
          source: rowsQuery(open.records, type.name, asked).$.pipe(
            map((documents) => documents.map(viewOf) as Row<B>[]),
          ),
        }
      },
      storage.noteTrouble,
    )
  }

  one<B>(type: RecordType<B>, id: () => string | undefined): Live<Row<B> | undefined> {
    const { book, storage } = this.#parts
    return new LiveQuery<Row<B> | undefined>(
      undefined,
      () => {
        const open = book.current
        const wanted = id()
        if (!open || wanted === undefined) return undefined
        return {
          subject: JSON.stringify([open.accountId, wanted]),
          source: open.records
            .findOne(wanted)
            .$.pipe(map((document) => (document ? ofType(type, viewOf(document)) : undefined))),
        }
      },
      storage.noteTrouble,
    )
  }

  async find<B>(type: RecordType<B>, id: string): Promise<Row<B> | undefined> {
    const { records } = await this.#parts.book.ready()
    const document = await records.findOne(id).exec()
    return document ? ofType(type, viewOf(document)) : undefined
  }

  async findAll<B>(type: RecordType<B>, query: ListQuery = {}): Promise<readonly Row<B>[]> {
    const { records } = await this.#parts.book.ready()
    const documents = await rowsQuery(records, type.name, query).exec()
    return documents.map(viewOf) as Row<B>[]
  }

  async write(drafts: readonly RowDraft[]): Promise<Result<readonly string[], WriteFailure>> {
    const { store, storage, pen, onwritten } = this.#parts
    const planned = plan(drafts, pen)
    const written = await storage.guard(() => writePlanned(store, planned, pen))
    const result = written.ok ? written.value : written
    if (result.ok) onwritten()
    return result
  }

  outbox(): Live<readonly Row<unknown>[]> {
    const { book, storage } = this.#parts
    return new LiveQuery<readonly Row<unknown>[]>(
      [],
      () =>
        book.current && {
          subject: book.current.accountId,
          source: outboxQuery(book.current.records).$.pipe(
            map((documents) => documents.map(viewOf).sort(byFirstEdit)),
          ),
        },
      storage.noteTrouble,
    )
  }

  async sendAgain(rowId: string): Promise<void> {
    const { store, pen, onwritten } = this.#parts
    await sendRefusedAgain(store, rowId, pen)
    onwritten()
  }

  async withdraw(rowId: string, editId: string): Promise<void> {
    const { store, registry, onwritten } = this.#parts
    await withdrawEdit(store, registry, rowId, editId)
    onwritten()
  }

  newId(): string {
    return this.#parts.pen.newId()
  }
}

const ofType = <B>(type: RecordType<B>, row: Row<unknown>): Row<B> | undefined =>
  row.type === type.name ? (row as Row<B>) : undefined
