/**
 * Rows kept under an older version of their definition are brought to today's as the server starts, and told to every
 * device that holds them (V1). An upgrade leaves a row in its buckets: whoever moves rows to others writes a migration.
 */
import type { Definition } from '../../schema/define-record.ts'
import { revisionAfter } from '../../sync/authority/revision.ts'
import type { StoreTransaction } from '../../sync/authority/store.ts'
import { upgradeState } from '../../sync/upgrade.ts'
import type { Parts } from '../parts.ts'
import type { Connections } from './connections.ts'

const noteName = 'recordVersions'

type Kept = Pick<Parts, 'registry' | 'store' | 'meta' | 'now'>

/** All of it or nothing. Of a database without a note, everything is of the first release. */
export async function upgradeRows(
  { lookup }: Connections,
  { registry, store, meta, now }: Kept,
): Promise<void> {
  const today = JSON.stringify(
    Object.fromEntries(registry.all.map(({ name, version }) => [name, version])),
  )
  const noted = meta.get(noteName)
  if (noted === today) return
  // Written below and by nobody else.
  const versions = JSON.parse(noted ?? '{}') as Readonly<Record<string, number>>
  const ofType = lookup
    .prepare<[string], string>('SELECT id FROM row WHERE type = ? ORDER BY id')
    .pluck()
  await store.write(async (transaction) => {
    for (const definition of registry.all) {
      const version = versions[definition.name] ?? 1
      if (version >= definition.version) continue
      for (const id of ofType.all(definition.name))
        await upgradeRow(transaction, definition, version, id, now())
    }
    await meta.put(noteName, today)
  })
}

async function upgradeRow(
  transaction: StoreTransaction,
  definition: Definition,
  version: number,
  id: string,
  now: number,
): Promise<void> {
  const before = await transaction.row(id)
  const after = before && upgradeState(definition, version, before)
  if (!after || after === before) return
  const row = {
    ...after,
    of: definition.of(after.body),
    at: definition.at(after.body),
    rev: revisionAfter(after.rev, now),
  }
  await transaction.putRow(row)
  // A3: in one order, as everybody.
  for (const bucket of [...definition.seenIn(row.body, id)].sort())
    await transaction.log(bucket, row, false)
}
