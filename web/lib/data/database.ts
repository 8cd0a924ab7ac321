/**
 * The device's database: one a person's account, so that a shared phone keeps people apart. RxDB compares the whole
 * JSON schema at start and refuses to open on any difference, a reworded description included: the schemas
 * below must never change. What a record holds is no part of them (stored.ts).
 */
import type { RxCollection, RxDatabase, RxJsonSchema } from 'rxdb/plugins/core'
import { addRxPlugin, createRxDatabase } from 'rxdb/plugins/core'
import { RxDBLeaderElectionPlugin } from 'rxdb/plugins/leader-election'
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie'
import type { StoredDraft, StoredRow } from './stored.ts'

addRxPlugin(RxDBLeaderElectionPlugin)

export type OpenBook = {
  readonly accountId: string
  readonly database: RxDatabase
  readonly records: RxCollection<StoredRow>
  readonly drafts: RxCollection<StoredDraft>
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

const storageOn = (disk: Disk | undefined) =>
  getRxStorageDexie({
    ...disk,
    // Chrome's own default may lose the last commits when the phone dies.
    chromeTransactionDurability: 'strict',
    // Dexie's cache of query results serves its own live queries; ours are RxDB's.
    cache: 'disabled',
  })

export async function openBook(accountId: string, disk?: Disk): Promise<OpenBook> {
  const database = await createRxDatabase({
    name: nameOf(accountId),
    storage: storageOn(disk),
    // A connection that died may never finish closing: the one opened after it must not be refused for that.
    closeDuplicates: true,
  })
  const collections = await database.addCollections({
    records: { schema: records },
    drafts: { schema: drafts },
  })
  return { accountId, database, records: collections.records, drafts: collections.drafts }
}
