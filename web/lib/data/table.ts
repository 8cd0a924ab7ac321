/**
 * One IndexedDB transaction over the documents of a collection: read, decide, write. RxDB's own bulkWrite cannot do this
 * — between its read and its write another tab may come, and of a batch it writes what does not conflict — so
 * reading and writing go to the Dexie table under the collection. IndexedDB itself keeps other tabs out for as long as
 * the transaction lasts, and what it did is told to RxDB afterwards, as its bulkWrite would, so that live queries of
 * all tabs follow. This file alone knows RxDB's inside; store-contract.ts holds it to its promises.
 */
import type { RxCollection, RxDocumentData } from 'rxdb/plugins/core'
import { createRevision, now, randomToken } from 'rxdb/plugins/core'
import type { RxStorageInstanceDexie } from 'rxdb/plugins/storage-dexie'
import type { Subject } from 'rxjs'
import { StorageTimeout } from './storage-failure.ts'

export type TableChange<Doc> = { readonly put: readonly Doc[]; readonly remove: readonly string[] }

type Identified = { readonly id: string }
/** As Dexie keeps a document: RxDB's flag is a text there, because IndexedDB indexes no booleans. */
type OnDisk<Doc> = Omit<RxDocumentData<Doc>, '_deleted'> & { _deleted: '0' | boolean }
type Written<Doc> = {
  readonly before: RxDocumentData<Doc> | undefined
  readonly after: OnDisk<Doc>
}

const transactionLimitMs = 20_000
/** So many documents at a time: between two batches the screen gets its turn. */
const batchSize = 200

/** All of `work`'s answer is written or, when this rejects, nothing. */
export async function changeTable<Doc extends Identified>(
  collection: RxCollection<Doc>,
  ids: readonly string[],
  work: (held: ReadonlyMap<string, Doc>) => TableChange<Doc>,
): Promise<void> {
  const storage = storageOf(collection)
  const meta = { lwt: now() }
  const token = collection.database.token
  let written: readonly Written<Doc>[] = []
  let removed: readonly RxDocumentData<Doc>[] = []
  await inTransaction(storage, 'rw', async (table) => {
    const held = await readDocuments<Doc>(table, ids)
    const change = work(held)
    written = change.put.map((document) => {
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
    removed = change.remove.flatMap((id) => held.get(id) ?? [])
    await writeDocuments(table, written, removed)
  })
  announce(storage, written, removed, meta)
}

/** Reads straight from the disk: what another tab just wrote is seen, whether or not word of it has arrived. */
export const readTable = <Doc extends Identified, Answer>(
  collection: RxCollection<Doc>,
  read: (table: IDBObjectStore) => PromiseLike<Answer>,
  limitMs?: number,
): Promise<Answer> => inTransaction(storageOf(collection), 'r', read, limitMs)

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
  let timer: ReturnType<typeof setTimeout> | undefined
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      late = true
      reject(new StorageTimeout())
      abort()
    }, limitMs)
  })
  try {
    return await Promise.race([running, limit])
  } finally {
    clearTimeout(timer)
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

async function writeDocuments<Doc extends Identified>(
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

const fromDisk = <Doc>(document: OnDisk<Doc>, deleted: boolean): RxDocumentData<Doc> => {
  document._deleted = deleted
  return document as RxDocumentData<Doc>
}

function* batches<Item>(items: readonly Item[]): Iterable<readonly Item[]> {
  for (let start = 0; start < items.length; start += batchSize) {
    yield items.slice(start, start + batchSize)
  }
}

/** Tells RxDB, in this tab and the others, what its bulkWrite would have told. */
function announce<Doc extends Identified>(
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
const storageOf = <Doc>(collection: RxCollection<Doc>) =>
  collection.internalStorageInstance as unknown as RxStorageInstanceDexie<Doc>

/** Private in RxDB 17.6, pinned by package.json: the subject every live query and every other tab listens to. */
const changesOf = <Doc>(storage: RxStorageInstanceDexie<Doc>): Subject<unknown> =>
  (storage as unknown as { readonly changes$: Subject<unknown> }).changes$
