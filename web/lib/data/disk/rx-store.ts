/** The device's store on RxDB: each call as one transaction (table.ts), so that nobody, not even another tab, writes in between. */
import type { DeviceRow } from '#sync/device/row.ts'
import type { Holdings } from '#sync/device/holdings.ts'
import type { Change, DeviceStore, Pack } from '#sync/device/store.ts'
import type { OpenBook } from './database.ts'
import type { StoredRow } from './stored.ts'
import {
  earlierPositionsId,
  fromStored,
  holdingsId,
  holdingsOf,
  isRecord,
  packOf,
  packType,
  storedHoldings,
  storedPack,
  storedPackId,
  toStored,
} from './stored.ts'
import { openAll } from '../keys/cipher.ts'
import { unsentIn, unsentRange } from './holding.ts'
import { answerOf, changeTable, readTable } from './table.ts'

export class RxDeviceStore implements DeviceStore {
  readonly #book: () => Promise<OpenBook>

  /** Asks for the book each time: a dead connection is replaced by a new one. */
  constructor(book: () => Promise<OpenBook>) {
    this.#book = book
  }

  async outbox(): Promise<readonly DeviceRow[]> {
    const { records, cipher } = await this.#book()
    const stored: StoredRow[] = await readTable(records, (table) =>
      answerOf(unsentIn(table).getAll(unsentRange())),
    )
    return (await openAll(cipher, stored)).map(fromStored)
  }

  async holdings(): Promise<Holdings> {
    const { records, cipher } = await this.#book()
    const notes = await readTable(records, (table) =>
      Promise.all(
        [holdingsId, earlierPositionsId].map((id) =>
          answerOf<StoredRow | undefined>(table.get(id)),
        ),
      ),
    )
    const held = byId(
      await openAll(
        cipher,
        notes.filter((note) => note !== undefined),
      ),
    )
    return holdingsOf(held.get(holdingsId), held.get(earlierPositionsId))
  }

  async packs(bucket: string): Promise<readonly Pack[]> {
    const { records, cipher } = await this.#book()
    const stored: StoredRow[] = await readTable(records, (table) =>
      answerOf(
        table
          .index('[_deleted+type+of+recency+id]')
          .getAll(IDBKeyRange.bound(['0', packType, bucket], ['0', packType, bucket, []])),
      ),
    )
    return (await openAll(cipher, stored)).map(packOf)
  }

  async transact(
    ids: readonly string[],
    work: (rows: ReadonlyMap<string, DeviceRow>, holdings: Holdings) => Change,
  ): Promise<void> {
    const { records, cipher } = await this.#book()
    // The document of the holdings is replaced, and RxDB counts on revisions that grow.
    const notes = [holdingsId, earlierPositionsId]
    await changeTable(records, cipher, [...ids, ...notes], (held) => {
      const holdings = holdingsOf(held.get(holdingsId), held.get(earlierPositionsId))
      const change = work(rowsOf(held), holdings)
      const put = [...change.put.map(toStored), ...(change.putPacks ?? []).map(storedPack)]
      if (change.holdings) put.push(storedHoldings(change.holdings))
      return {
        put,
        remove: [
          ...(change.remove ?? []),
          ...(change.removePacks ?? []).map(storedPackId),
          ...(change.holdings ? [earlierPositionsId] : []),
        ],
      }
    })
  }

  async all(): Promise<readonly DeviceRow[]> {
    const { records, cipher } = await this.#book()
    const stored: StoredRow[] = await readTable(records, (table) => answerOf(table.getAll()))
    return (await openAll(cipher, stored.filter(isRecord))).map(fromStored)
  }
}

const byId = (documents: readonly StoredRow[]): ReadonlyMap<string, StoredRow> =>
  new Map(documents.map((document) => [document.id, document]))

function rowsOf(held: ReadonlyMap<string, StoredRow>): ReadonlyMap<string, DeviceRow> {
  const rows = new Map<string, DeviceRow>()
  for (const [id, stored] of held) if (isRecord(stored)) rows.set(id, fromStored(stored))
  return rows
}
