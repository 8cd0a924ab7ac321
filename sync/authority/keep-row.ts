/** Storing a row: its buckets hear of it, and what is computed from it is brought up to date. */
import type { Definition, Registry } from '../../schema/define-record.ts'
import { derivedId } from '../../schema/define-record.ts'
import { sameJson } from '../../schema/json.ts'
import { latestOf, stampAfter } from '../clock.ts'
import { asAbove } from './as-above.ts'
import { revisionAfter } from './revision.ts'
import type { Row, StoreTransaction } from './store.ts'

/** Stores the row, tells every bucket it lies in or has left, and brings what is computed from it up to date. */
export async function keepRow(
  registry: Registry,
  transaction: StoreTransaction,
  definition: Definition,
  before: Row | undefined,
  after: Row,
  now: number,
): Promise<void> {
  await transaction.putRow(after)
  const buckets = new Set(definition.seenIn(after.body, after.id))
  const left = before
    ? definition.seenIn(before.body, before.id).filter((bucket) => !buckets.has(bucket))
    : []
  // A3: buckets are locked in one order by everybody, so that two writers cannot wait for each other.
  const touched = [...buckets, ...left].sort()
  for (const bucket of touched) await transaction.log(bucket, after, !buckets.has(bucket))
  for (const rollUp of registry.rollUpsFrom(definition.name)) {
    await rollInto(registry, transaction, rollUp, before, after, now)
  }
  for (const follower of registry.all) {
    if (
      follower.follows?.type === definition.name &&
      saysOtherwise(follower.follows, before, after)
    )
      await bringAlong(registry, transaction, follower, after, now)
  }
}

/** Whether those that follow the row have anything new to say. */
const saysOtherwise = (
  { says }: NonNullable<Definition['follows']>,
  before: Row | undefined,
  after: Row,
): boolean => !before || !sameJson(says(before.body), says(after.body))

/** S9: what lies under the row is put where it belongs by now. What came before the row was guarded until then. */
async function bringAlong(
  registry: Registry,
  transaction: StoreTransaction,
  definition: Definition,
  above: Row,
  now: number,
): Promise<void> {
  for (const row of await transaction.rowsOf(definition.name, above.id)) {
    const follows = await asAbove(transaction, definition, row)
    if (sameJson(follows.body, row.body)) continue
    const moved = { ...follows, rev: revisionAfter(row.rev, now) }
    await keepRow(registry, transaction, definition, row, moved, now)
  }
}

async function rollInto(
  registry: Registry,
  transaction: StoreTransaction,
  definition: ReturnType<Registry['rollUpsFrom']>[number],
  before: Row | undefined,
  after: Row,
  now: number,
): Promise<void> {
  const { id: partsOf, fold } = definition.rollUp
  const id = derivedId(definition.name, partsOf(after.body))
  const current = await transaction.row(id)
  const body = fold(current?.body, before?.body, after.body)
  const stamp = stampAfter(now, 'authority', latestOf(Object.values(current?.stamps ?? {})))
  const row: Row = {
    id,
    type: definition.name,
    of: definition.of(body),
    at: definition.at(body),
    rev: revisionAfter(current?.rev, now),
    body,
    stamps: Object.fromEntries(Object.keys(body).map((name) => [name, stamp])),
  }
  await keepRow(registry, transaction, definition, current, row, now)
}
