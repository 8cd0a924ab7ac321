import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { expect, test, vi } from 'vitest'
import type { DeviceRow } from '#sync/device/row.ts'
import { deviceStoreContract } from '#sync/device/store-contract.ts'
import { cipherOf } from '../keys/cipher.ts'
import { usableKey } from '../keys/data-key.ts'
import { openBook } from './database.ts'
import { RxDeviceStore } from './rx-store.ts'

// The store asks the browser for its key ranges.
vi.stubGlobal('IDBKeyRange', IDBKeyRange)

const cipher = cipherOf(await usableKey(new Uint8Array(32)))

/** IndexedDB takes no record without a key. */
const unstorable = { body: {}, at: '', edits: [], type: 'meeting' } as unknown as DeviceRow

deviceStoreContract('RxDB on Dexie', async () => {
  const disk = { indexedDB: new IDBFactory(), IDBKeyRange }
  let book = await openBook('account-1', cipher, disk)
  const open = () => new RxDeviceStore(() => Promise.resolve(book))
  const reopen = async () => {
    await book.database.close()
    book = await openBook('account-1', cipher, disk)
    return open()
  }
  return { store: open(), reopen, unstorable }
})

const row = (id: string, at: string): DeviceRow => ({
  id,
  type: 'meeting',
  of: 'branch-1',
  at,
  body: {},
  stamps: {},
  rev: 1,
  edits: [],
  unsent: 0,
  base: null,
  problem: null,
})

test('live queries follow what is written past RxDB, newest first', async () => {
  const book = await openBook('account-2', cipher, { indexedDB: new IDBFactory(), IDBKeyRange })
  const store = new RxDeviceStore(() => Promise.resolve(book))
  const seen: (readonly string[])[] = []
  const query = book.records.find({
    selector: { type: 'meeting' },
    sort: [{ recency: 'asc' }],
    limit: 2,
  })
  const ids = () => seen.at(-1)
  query.$.subscribe((documents) => seen.push(documents.map(({ id }) => id)))
  const put = (...rows: DeviceRow[]) =>
    store.transact(
      rows.map(({ id }) => id),
      () => ({ put: rows }),
    )
  await put(row('old', '2026-01-01T00:00:00.000Z'), row('new', '2026-03-01T00:00:00.000Z'))
  await expect.poll(ids).toEqual(['new', 'old'])
  await put(row('newest', '2026-04-01T00:00:00.000Z'))
  await expect.poll(ids).toEqual(['newest', 'new'])
  await put(row('newest', '2025-04-01T00:00:00.000Z'))
  await expect.poll(ids).toEqual(['new', 'old'])
  await store.transact(['new'], () => ({ put: [], remove: ['new'] }))
  await expect.poll(ids).toEqual(['old', 'newest'])
})
