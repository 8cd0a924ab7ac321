/** The device's store on RxDB: each call one IndexedDB transaction, so that nobody, not even another tab, writes in between. */
import type { DeviceRow } from '#sync/device/row.ts'
import type { Change, DeviceStore, Positions } from '#sync/device/store.ts'
import type { OpenBook } from './database.ts'
import type { StoredRow } from './stored.ts'
import {
  fromStored,
  isRecord,
  positionsId,
  positionsOf,
  storedPositions,
  toStored,
} from './stored.ts'
import { answerOf, changeTable, readTable } from './table.ts'

export class RxDeviceStore implements DeviceStore {
  readonly #book: () => Promise<OpenBook>

  /** Asks for the book each time: a dead connection is replaced by a new one. */
  constructor(book: () => Promise<OpenBook>) {
    this.#book = book
  }

  async outbox(): Promise<readonly DeviceRow[]> {
    const { records } = await this.#book()
    const stored: StoredRow[] = await readTable(records, (table) =>
      answerOf(
        table.index('[_deleted+unsent+id]').getAll(IDBKeyRange.bound(['0', 1], ['0', 1, []])),
      ),
    )
    return stored.map(fromStored)
  }

  async positions(): Promise<Positions> {
    const { records } = await this.#book()
    return positionsOf(await readTable(records, (table) => answerOf(table.get(positionsId))))
  }

  async transact(
    ids: readonly string[],
    work: (rows: ReadonlyMap<string, DeviceRow>) => Change,
  ): Promise<void> {
    const { records } = await this.#book()
    // The document of the positions is replaced, and RxDB counts on revisions that grow.
    await changeTable(records, [...ids, positionsId], (held) => {
      const change = work(rowsOf(held))
      const put = change.put.map(toStored)
      if (change.positions) put.push(storedPositions(change.positions))
      return { put, remove: change.remove ?? [] }
    })
  }

  async all(): Promise<readonly DeviceRow[]> {
    const { records } = await this.#book()
    const stored: StoredRow[] = await readTable(records, (table) => answerOf(table.getAll()))
    return stored.filter(isRecord).map(fromStored)
  }
}

function rowsOf(held: ReadonlyMap<string, StoredRow>): ReadonlyMap<string, DeviceRow> {
  const rows = new Map<string, DeviceRow>()
  for (const [id, stored] of held) if (isRecord(stored)) rows.set(id, fromStored(stored))
  return rows
}
