/** The questions screens ask, as RxDB queries on indexes that exist. */
import type { RxCollection, RxDocument, RxQuery } from 'rxdb/plugins/core'
import type { StoredRow } from './stored.ts'
import type { ListQuery } from './types.ts'

export type RowsQuery = RxQuery<StoredRow, RxDocument<StoredRow>[]>

export const rowsQuery = (
  records: RxCollection<StoredRow>,
  type: string,
  { of, limit, removed = false }: ListQuery,
): RowsQuery =>
  records.find({
    selector: {
      type,
      ...(of !== undefined && { of }),
      ...(!removed && { removed: 0 }),
    },
    sort: [{ recency: 'asc' }],
    index: of === undefined ? ['type', 'recency'] : ['type', 'of', 'recency'],
    ...(limit !== undefined && { limit }),
  })

export const outboxQuery = (records: RxCollection<StoredRow>): RowsQuery =>
  records.find({ selector: { unsent: 1 }, index: ['unsent'] })
