/**
 * The device's database: one a person's account, so that a shared phone keeps people apart. RxDB compares the whole
 * JSON schema at start and refuses to open on any difference, a reworded description included: the schemas
 * below must never change. What a record holds is no part of them (stored.ts).
 */
import type { RxCollection, RxDatabase, RxJsonSchema } from 'rxdb/plugins/core'
import { createRxDatabase } from 'rxdb/plugins/core'
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie'
import type { Cipher } from '../keys/cipher.ts'
import { storageFailureOf, withinMs } from './storage-failure.ts'
import type { StoredDraft, StoredRow } from './stored.ts'
import { readWholeLists } from './whole-lists.ts'

export type OpenBook = {
  readonly accountId: string
  readonly database: RxDatabase
  readonly records: RxCollection<StoredRow>
  readonly drafts: RxCollection<StoredDraft>
  /** Under which everything in it lies sealed. */
  readonly cipher: Cipher
}

const flag = { type: 'integer', minimum: 0, maximum: 1, multipleOf: 1 } as const

const records: RxJsonSchema<StoredRow> = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 160 },
    type: { type: 'string', maxLength: 40 },
    of: { type: 'string', maxLength: 160 },
    recency: { type: 'number', minimum: -8.64e15, maximum: 8.64e15, multipleOf: 1 },
    unsent: flag,
    removed: flag,
    packed: { type: 'string' },
  },
  required: ['id', 'type', 'of', 'recency', 'unsent', 'removed', 'packed'],
  indexes: [['type', 'recency'], ['type', 'of', 'recency'], ['unsent']],
}

const drafts: RxJsonSchema<StoredDraft> = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 160 },
    savedAt: { type: 'number' },
    packed: { type: 'string' },
  },
  required: ['id', 'savedAt', 'packed'],
}

/** Outside browsers (tests) IndexedDB comes from elsewhere. */
export type Disk = { readonly indexedDB: IDBFactory; readonly IDBKeyRange: typeof IDBKeyRange }

const nameOf = (accountId: string) => `branchbook-${accountId}`

/** An opening that the system never answers is a failed one. */
const openLimitMs = 15_000
const closeLimitMs = 1_000

type Hears = {
  onfailed(error: unknown): void
  /** The system closed a connection, or somebody deletes the database. */
  onlost(): void
}

const storageOn = (disk: Disk | undefined, { onfailed, onlost }: Hears) =>
  getRxStorageDexie({
    ...disk,
    // Chrome's own default may lose the last commits when the phone dies.
    chromeTransactionDurability: 'strict',
    // Dexie's cache of query results serves its own live queries; ours are RxDB's.
    cache: 'disabled',
    onCreate: (dexie) => {
      const open = dexie.open.bind(dexie)
      // RxDB keeps what opening promised for the life of the page: an open that failed once would have failed for ever.
      // So it never fails; the error is put aside, and the first use of the unopened database fails in its place.
      const openAtLast = async () => {
        try {
          await withinMs(openLimitMs, open())
          // Dexie swallows a connection that dies in the very moment of opening, and then lacks its inside.
          if ((dexie.core as unknown) === undefined) throw new DOMException('', 'InvalidStateError')
          const connection = dexie.backendDB()
          connection.addEventListener('close', onlost)
          connection.addEventListener('versionchange', onlost)
        } catch (error) {
          onfailed(error)
        }
        return dexie
      }
      // Dexie's own promises know their transaction; opening has none.
      dexie.open = openAtLast as unknown as typeof open
    },
  })

/** Fails with what IndexedDB said, or a StorageTimeout; a later call begins anew. Hears when its connections are lost. */
export async function openBook(
  accountId: string,
  cipher: Cipher,
  disk?: Disk,
  onlost: () => void = () => {},
): Promise<OpenBook> {
  let failure: unknown
  const onfailed = (error: unknown) => (failure ??= error)
  const database = await createRxDatabase({
    name: nameOf(accountId),
    storage: storageOn(disk, { onfailed, onlost }),
    // What a reload in development leaves open; the app's own dead databases are closed by closeBook.
    closeDuplicates: true,
  })
  const adding = database.addCollections({
    records: { schema: records },
    drafts: { schema: drafts },
  })
  try {
    const collections = await withinMs(openLimitMs, adding)
    if (failure !== undefined) throw failure
    readWholeLists(collections.records)
    return { accountId, database, cipher, ...collections }
  } catch (error) {
    await closeDatabase(database)
    // Given up, it must not open after all.
    adding.then(
      () => abandon(database),
      () => undefined,
    )
    throw failure ?? error
  }
}

export const closeBook = ({ database }: OpenBook): Promise<void> => closeDatabase(database)

/** Deletes what it holds and closes it; answers whether the disk let it. */
export const forgetBook = ({ database }: OpenBook): Promise<boolean> =>
  withinMs(openLimitMs, database.remove()).then(
    () => true,
    (error: unknown) => {
      if (storageFailureOf(error) === undefined) throw error
      return false
    },
  )

/**
 * Closes a database that may be dead. RxDB waits for every query under way, and one that the system never answers would
 * keep it from being opened again: after a second the connections under it are closed and RxDB forgets it.
 */
async function closeDatabase(database: RxDatabase): Promise<void> {
  const closing = database.close().then(
    () => true,
    () => false,
  )
  if (!(await withinMs(closeLimitMs, closing).catch(() => false))) abandon(database)
}

function abandon(database: RxDatabase): void {
  const collections = Object.values(database.collections)
  const storages = [
    database.internalStore,
    ...collections.map((each) => each.internalStorageInstance),
  ]
  // What cannot even be closed is left behind.
  for (const each of [...collections, ...storages]) each.close().catch(() => undefined)
  database.onClosed?.()
}
