/** The records as screens use them, on the database of whoever is signed in. */
import type { RxDocument } from 'rxdb/plugins/core'
import type { Observable } from 'rxjs'
import { map } from 'rxjs'
import type { RecordType, Registry } from '#schema/define-record.ts'
import type { DeviceStore } from '#sync/device/store.ts'
import type { Pen } from '#sync/device/write.ts'
import type { Result } from '#sync/result.ts'
import { succeed } from '#sync/result.ts'
import type { Book } from './disk/book.svelte.ts'
import type { Cipher } from './keys/cipher.ts'
import type { OpenBook } from './disk/database.ts'
import { LiveQuery } from './live.svelte.ts'
import { outboxQuery, rowsQuery } from './queries.ts'
import type { SafeStorage } from './disk/safe-storage.ts'
import type { StoredRow } from './disk/stored.ts'
import type { ListQuery, Live, Records, Row, RowDraft, WriteFailure } from './types.ts'
import { byFirstEdit, viewOf, viewsOf } from './view.ts'
import { plan, sendRefusedAgain, withdrawRefused, writePlanned } from './writing.ts'

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
          subject: JSON.stringify([open.accountId, type.name, asked.of, asked.ids]),
          source: documentsOf(open.records, type.name, asked).pipe(
            map((documents) => viewsOf(documents, open.cipher) as Promise<Row<B>[]>),
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
            .$.pipe(map((document) => oneOf(type, document, open.cipher))),
        }
      },
      storage.noteTrouble,
    )
  }

  async find<B>(type: RecordType<B>, id: string): Promise<Row<B> | undefined> {
    return this.#look(async ({ records, cipher }) =>
      oneOf(type, await records.findOne(id).exec(), cipher),
    )
  }

  async findAll<B>(type: RecordType<B>, query: ListQuery = {}): Promise<readonly Row<B>[]> {
    return this.#look(async ({ records, cipher }) => {
      const documents = await rowsQuery(records, type.name, query).exec()
      return (await viewsOf(documents, cipher)) as Row<B>[]
    })
  }

  #look<Found>(at: (open: OpenBook) => Promise<Found>): Promise<Found> {
    const { book, storage } = this.#parts
    return storage.retry(async () => at(await book.ready()))
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
      () => {
        const open = book.current
        if (!open) return undefined
        return {
          subject: open.accountId,
          source: outboxQuery(open.records).$.pipe(
            map(async (documents) => (await viewsOf(documents, open.cipher)).sort(byFirstEdit)),
          ),
        }
      },
      storage.noteTrouble,
    )
  }

  sendAgain(rowIds: readonly string[]): Promise<Result<undefined, WriteFailure>> {
    const { store, pen } = this.#parts
    return this.#change(() => sendRefusedAgain(store, rowIds, pen))
  }

  withdraw(rowIds: readonly string[]): Promise<Result<undefined, WriteFailure>> {
    const { store, registry } = this.#parts
    return this.#change(() => withdrawRefused(store, registry, rowIds))
  }

  async #change(work: () => Promise<void>): Promise<Result<undefined, WriteFailure>> {
    const done = await this.#parts.storage.guard(work)
    if (!done.ok) return done
    this.#parts.onwritten()
    return succeed(undefined)
  }

  newId(): string {
    return this.#parts.pen.newId()
  }
}

const documentsOf = (
  records: OpenBook['records'],
  type: string,
  asked: ListQuery,
): Observable<RxDocument<StoredRow>[]> =>
  asked.ids
    ? records
        .findByIds([...asked.ids])
        .$.pipe(
          map((found) =>
            [...found.values()].filter(({ removed }) => asked.removed || removed === 0),
          ),
        )
    : rowsQuery(records, type, asked).$

async function oneOf<B>(
  type: RecordType<B>,
  document: RxDocument<StoredRow> | null,
  cipher: Cipher,
): Promise<Row<B> | undefined> {
  return document?.type === type.name ? ((await viewOf(document, cipher)) as Row<B>) : undefined
}
