/**
 * Read, decide, write, as if in one IndexedDB transaction over the documents of a collection. RxDB's own bulkWrite cannot
 * do this — between its read and its write another tab may come, and of a batch it writes what does not conflict — so
 * reading and writing go to the Dexie table under the collection. The texts are sealed, and a transaction ends while
 * the browser unseals: so what was read is compared once more in the transaction that writes, and where another tab
 * came between, everything begins anew (docs/decisions/0018). What was written is told to RxDB afterwards, as its
 * bulkWrite would, so that live queries of all tabs follow. This file and whole-lists.ts alone know RxDB's inside;
 * store-contract.ts holds it to its promises.
 */
import type { RxCollection, RxDocumentData } from 'rxdb/plugins/core'
import { createRevision, now, randomToken } from 'rxdb/plugins/core'
import type { RxStorageInstanceDexie } from 'rxdb/plugins/storage-dexie'
import type { Subject } from 'rxjs'
import type { Cipher, Packed } from '../keys/cipher.ts'
import { openAll, sealAll } from '../keys/cipher.ts'
import { StorageTimeout, withinMs } from './storage-failure.ts'

export type TableChange<Doc> = { readonly put: readonly Doc[]; readonly remove: readonly string[] }

/** Of a note: the owner leaves the device, and from here on nobody writes into this table of his book. */
export const leftId = '$left'

/** As Dexie keeps a document: RxDB's flag is a text there, because IndexedDB indexes no booleans. */
export type OnDisk<Doc> = Omit<RxDocumentData<Doc>, '_deleted'> & { _deleted: '0' | boolean }
type Written<Doc> = {
  readonly before: RxDocumentData<Doc> | undefined
  readonly after: OnDisk<Doc>
}
/** As they lie on the disk, sealed. */
type Seen<Doc> = ReadonlyMap<string, RxDocumentData<Doc>>
type Done<Doc> = {
  readonly written: readonly Written<Doc>[]
  readonly removed: readonly RxDocumentData<Doc>[]
}

const transactionLimitMs = 20_000
/** So many documents at a time: between two batches the screen gets its turn. A cheap phone takes a millisecond for each. */
const batchSize = 64
/** Of two tabs that meet, one gets through each time. */
const attempts = 50

/** Changes of one table made by this page, one after the other: only other tabs can come between. */
const queues = new WeakMap<object, Promise<unknown>>()

/** All of `work`'s answer is written or, when this rejects, nothing. `work` may be asked again, and must not mind. */
export function changeTable<Doc extends Packed>(
  collection: RxCollection<Doc>,
  cipher: Cipher,
  ids: readonly string[],
  work: (held: ReadonlyMap<string, Doc>) => TableChange<Doc>,
): Promise<void> {
  const before = queues.get(collection) ?? Promise.resolve()
  const change = before.then(() => changeInTurn(collection, cipher, ids, work))
  // Who comes next waits for the end, whatever it was; how it ended is for whoever asked.
  queues.set(
    collection,
    change.catch(() => undefined),
  )
  return change
}

async function changeInTurn<Doc extends Packed>(
  collection: RxCollection<Doc>,
  cipher: Cipher,
  ids: readonly string[],
  work: (held: ReadonlyMap<string, Doc>) => TableChange<Doc>,
): Promise<void> {
  const storage = storageOf(collection)
  const looked = [...ids, leftId]
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const seen = await inTransaction(storage, 'r', (table) => readDocuments<Doc>(table, looked))
    if (seen.has(leftId)) throw new DOMException('its owner has left', 'AbortError')
    const opened: readonly Doc[] = await openAll(cipher, [...seen.values()])
    const { put, remove } = work(new Map(opened.map((document) => [document.id, document])))
    if (put.length === 0 && remove.length === 0) return
    const sealed = await sealAll(cipher, put)
    const token = collection.database.token
    const meta = { lwt: now() }
    const done = await inTransaction(storage, 'rw', async (table) => {
      const still = await readDocuments<Doc>(table, looked)
      return isSame(seen, still) ? write(table, still, sealed, remove, { token, meta }) : undefined
    })
    if (!done) continue
    announce(storage, done.written, done.removed, meta)
    return
  }
  throw new StorageTimeout()
}

/** Sealing the same words again gives another text, so that two texts alike are one writing. */
function isSame<Doc extends Packed>(seen: Seen<Doc>, still: Seen<Doc>): boolean {
  if (seen.size !== still.size) return false
  for (const [id, { packed, _rev }] of seen) {
    const now = still.get(id)
    if (now?.packed !== packed || now._rev !== _rev) return false
  }
  return true
}

async function write<Doc extends Packed>(
  table: IDBObjectStore,
  held: Seen<Doc>,
  put: readonly Doc[],
  remove: readonly string[],
  { token, meta }: { readonly token: string; readonly meta: { lwt: number } },
): Promise<Done<Doc>> {
  const written = put.map((document) => {
    const before = held.get(document.id)
    const after = {
      ...document,
      _deleted: '0',
      _attachments: {},
      _meta: meta,
      _rev: createRevision(token, before),
      // The type of a generic document cannot be put together from its parts.
    } as unknown as OnDisk<Doc>
    return { before, after }
  })
  const unread = await readDocuments<Doc>(
    table,
    remove.filter((id) => !held.has(id)),
  )
  const removed = remove.flatMap((id) => held.get(id) ?? unread.get(id) ?? [])
  await writeDocuments(table, written, removed)
  return { written, removed }
}

/** Reads straight from the disk: what another tab just wrote is seen, whether or not word of it has arrived. */
export const readTable = <Doc extends Packed, Answer>(
  collection: RxCollection<Doc>,
  read: (table: IDBObjectStore) => PromiseLike<Answer>,
  limitMs?: number,
): Promise<Answer> => inTransaction(storageOf(collection), 'r', read, limitMs)

/** For notes that are no records: RxDB is told nothing of them. What `work` leaves out of a document, RxDB must not need. */
export const noteInTable = <Doc, Answer>(
  collection: RxCollection<Doc>,
  work: (table: IDBObjectStore) => PromiseLike<Answer>,
): Promise<Answer> => inTransaction(storageOf(collection), 'rw', work)

/** What an IndexedDB request brings. Inside a transaction nothing else may be waited for, or it closes. */
export const answerOf = <Answer>(request: IDBRequest<Answer>): Promise<Answer> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new DOMException('aborted', 'AbortError'))
  })

async function inTransaction<Doc, Answer>(
  storage: RxStorageInstanceDexie<Doc>,
  mode: 'r' | 'rw',
  work: (table: IDBObjectStore) => PromiseLike<Answer>,
  limitMs = transactionLimitMs,
): Promise<Answer> {
  const { dexieDb, dexieTable } = await storage.internals
  let abort = () => {}
  let late = false
  const running = dexieDb.transaction(mode, dexieTable, (transaction) => {
    // Said to have failed, it must not succeed after all.
    if (late) throw new StorageTimeout()
    abort = () => transaction.abort()
    // Past Dexie's own bulkPut, which keeps books for live queries of its own: half the time of a long write.
    return work(transaction.idbtrans.objectStore(dexieTable.name))
  })
  try {
    return await withinMs(limitMs, running)
  } catch (error) {
    late = true
    try {
      abort()
    } catch {
      // It is over already, or being committed as its time ran out: who repeats the work finds out which.
    }
    throw error
  }
}

/** One request a document is slow where most of them do not exist: then the keys are asked for first. */
async function readDocuments<Doc>(
  table: IDBObjectStore,
  ids: readonly string[],
): Promise<ReadonlyMap<string, RxDocumentData<Doc>>> {
  let wanted = ids
  if (ids.length > 50 && (await answerOf(table.count())) < ids.length * 20) {
    const keys = new Set(await answerOf(table.getAllKeys()))
    wanted = ids.filter((id) => keys.has(id))
  }
  const found: readonly (OnDisk<Doc> | undefined)[] = await Promise.all(
    wanted.map((id) => answerOf(table.get(id))),
  )
  const held = new Map<string, RxDocumentData<Doc>>()
  for (const [index, id] of wanted.entries()) {
    const document = found[index]
    if (document) held.set(id, fromDisk(document, false))
  }
  return held
}

async function writeDocuments<Doc extends Packed>(
  table: IDBObjectStore,
  written: readonly Written<Doc>[],
  removed: readonly RxDocumentData<Doc>[],
): Promise<void> {
  let before: Promise<unknown> = Promise.resolve()
  for (const batch of batches(written)) {
    const requests = batch.map(({ after }) => table.put(after))
    const last = requests.at(-1)
    // The next batch is on its way while this one is written: the disk never waits for the screen.
    await before
    if (last) before = answerOf(last)
  }
  for (const { id } of removed) before = answerOf(table.delete(id))
  await before
}

export const fromDisk = <Doc>(document: OnDisk<Doc>, deleted: boolean): RxDocumentData<Doc> => {
  document._deleted = deleted
  return document as RxDocumentData<Doc>
}

function* batches<Item>(items: readonly Item[]): Iterable<readonly Item[]> {
  for (let start = 0; start < items.length; start += batchSize) {
    yield items.slice(start, start + batchSize)
  }
}

/** Tells RxDB, in this tab and the others, what its bulkWrite would have told. */
function announce<Doc extends Packed>(
  storage: RxStorageInstanceDexie<Doc>,
  written: readonly Written<Doc>[],
  removed: readonly RxDocumentData<Doc>[],
  meta: { lwt: number },
): void {
  const events = [
    ...written.map(({ before, after }) => ({
      operation: before ? ('UPDATE' as const) : ('INSERT' as const),
      documentId: after.id,
      documentData: fromDisk(after, false),
      previousDocumentData: before,
    })),
    ...removed.map((document) => ({
      operation: 'DELETE' as const,
      documentId: document.id,
      documentData: { ...document, _deleted: true, _meta: meta },
      previousDocumentData: document,
    })),
  ]
  const last = events.at(-1)
  if (!last) return
  changesOf(storage).next({
    id: randomToken(10),
    events,
    checkpoint: { id: last.documentId, lwt: meta.lwt },
    context: 'branchbook',
  })
}

/** database.ts opens collections on Dexie only. */
export const storageOf = <Doc>(collection: RxCollection<Doc>) =>
  collection.internalStorageInstance as unknown as RxStorageInstanceDexie<Doc>

/** Private in RxDB 17.6, pinned by package.json: the subject every live query and every other tab listens to. */
const changesOf = <Doc>(storage: RxStorageInstanceDexie<Doc>): Subject<unknown> =>
  (storage as unknown as { readonly changes$: Subject<unknown> }).changes$
