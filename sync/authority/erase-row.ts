/**
 * Taking a row away for good: the row, what conflicts repeat of it, and the contents of their history. What stays is that
 * there were edits, who made them and when, and an entry for each that says who had its contents erased, and why: the chains
 * still hold (docs/decisions/0012). Devices are told that the row is gone from its buckets, and put it away unless they have
 * something unsent in it (D3). Counts that were computed from it stay as they are.
 */
import type { Registry } from '../../schema/define-record.ts'
import { readStamp } from '../clock.ts'
import type { Edit } from '../wire/edit.ts'
import type { Erasure, Row, StoreTransaction, StoreView } from './store.ts'

/** `newId` names each erasure. */
export async function eraseRow(
  registry: Registry,
  transaction: StoreTransaction,
  row: Row,
  by: Omit<Erasure, 'id'> & { readonly newId: () => string },
): Promise<void> {
  const kind = registry.conflicts
  const conflicts = kind ? await transaction.rowsOf(kind.name, row.id) : []
  for (const each of [...conflicts, row]) await eraseOne(registry, transaction, each, by)
}

async function eraseOne(
  registry: Registry,
  transaction: StoreTransaction,
  row: Row,
  { newId, ...erasure }: Parameters<typeof eraseRow>[3],
): Promise<void> {
  for (const { edit, result } of await transaction.history(row.id))
    if (result !== 'erased') await transaction.erase(edit, { id: newId(), ...erasure })
  const buckets = registry.find(row.type)?.seenIn(row.body, row.id) ?? []
  // A3: buckets are locked in one order by everybody.
  for (const bucket of [...buckets].sort()) await transaction.log(bucket, row, true)
  await transaction.removeRow(row.id)
}

/** What was written before its row was taken away for good does not bring it back. */
export const wasErased = async (view: StoreView, { row, stamp }: Edit): Promise<boolean> =>
  (await view.history(row)).some(
    ({ result, receivedAt }) => result === 'erased' && readStamp(stamp).ms <= receivedAt,
  )
