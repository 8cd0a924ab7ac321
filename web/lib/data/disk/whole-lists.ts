/**
 * RxDB's Dexie steps through an index one row at a time, and on a phone each step asks the browser once: of a list of ten
 * thousand rows that was most of the time. Here they come many at a time.
 */
import type { PreparedQuery, RxCollection, RxDocumentData } from 'rxdb/plugins/core'
import { getQueryMatcher } from 'rxdb/plugins/core'
import { getKeyRangeByQueryPlan } from 'rxdb/plugins/storage-dexie'
import type { Packed } from '../keys/cipher.ts'
import { answerOf, fromDisk, readTable, storageOf } from './table.ts'
import type { OnDisk } from './table.ts'

/** More at once would hold up the screen while they are taken over from the browser. */
const mostAtATime = 1_000

export function readWholeLists<Doc extends Packed>(collection: RxCollection<Doc>): void {
  const storage = storageOf(collection)
  const stepwise = storage.query.bind(storage)
  storage.query = async (prepared) => {
    const { queryPlan, query } = prepared
    if (!queryPlan.sortSatisfiedByIndex || query.skip) return stepwise(prepared)
    const matches = getQueryMatcher<Doc>(storage.schema, query)
    const documents = await readTable(collection, (table) =>
      readAll<Doc>(table, queryPlan, matches, query.limit ?? Infinity),
    )
    return { documents }
  }
}

async function readAll<Doc>(
  table: IDBObjectStore,
  plan: PreparedQuery<Doc>['queryPlan'],
  matches: (document: RxDocumentData<Doc>) => boolean,
  limit: number,
): Promise<RxDocumentData<Doc>[]> {
  const atATime = Math.min(limit, mostAtATime)
  const index = table.index(`[${plan.index.join('+')}]`)
  const found: RxDocumentData<Doc>[] = []
  let range: IDBKeyRange = getKeyRangeByQueryPlan(['_deleted'], plan, IDBKeyRange)
  for (;;) {
    const some = await answerOf<OnDisk<Doc>[]>(index.getAll(range, atATime))
    const last = some.at(-1)
    // Before it is changed into what RxDB knows it as.
    const behind = last && plan.index.map((name) => last[name as keyof typeof last])
    found.push(...some.map((document) => fromDisk(document, false)).filter(matches))
    if (!behind || some.length < atATime || found.length >= limit) return found.slice(0, limit)
    range = IDBKeyRange.bound(behind, range.upper, true, range.upperOpen)
  }
}
