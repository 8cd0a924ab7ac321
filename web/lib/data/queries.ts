/** The questions screens ask, as RxDB queries on indexes that exist. */
import type { RxCollection, RxDocument, RxQuery } from 'rxdb/plugins/core'
import type { StoredRow } from './disk/stored.ts'
import type { ListQuery } from './types.ts'

export type RowsQuery = RxQuery<StoredRow, RxDocument<StoredRow>[]>

const timeOf = ({ from, until }: ListQuery) => ({
  // Newest first on the disk.
  ...(from !== undefined && { $lte: -Date.parse(from) }),
  ...(until !== undefined && { $gt: -Date.parse(until) }),
})

export const rowsQuery = (
  records: RxCollection<StoredRow>,
  type: string,
  query: ListQuery,
): RowsQuery => {
  const { of, limit, removed = false } = query
  const recency = timeOf(query)
  return records.find({
    selector: {
      type,
      ...(of !== undefined && { of }),
      ...(!removed && { removed: 0 }),
      ...(Object.keys(recency).length > 0 && { recency }),
    },
    sort: [{ recency: 'asc' }],
    index: of === undefined ? ['type', 'recency'] : ['type', 'of', 'recency'],
    ...(limit !== undefined && { limit }),
  })
}

export const outboxQuery = (records: RxCollection<StoredRow>): RowsQuery =>
  records.find({ selector: { unsent: 1 }, index: ['unsent'] })
