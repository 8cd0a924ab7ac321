/**
 * Counting what really lies on the disk, row by row (R1). Digests followed from reply to reply prove the arithmetic; this
 * proves the disk. What lies outside every bucket held is put away on the way, unless it is unsent (R3).
 */
import type { Registry } from '../../schema/define-record.ts'
import type { Held } from '../digest.ts'
import { digestOf, rangeDigests, rangesFor, writeDigest } from '../digest.ts'
import type { SyncReply } from '../wire/sync.ts'
import { bucketsOf } from './holdings.ts'
import type { Decompress } from './packs.ts'
import { openPacks, packedRows, stillPacked } from './packs.ts'
import type { DeviceStore } from './store.ts'

/** The rows that lie in each bucket. */
export type Counted = ReadonlyMap<string, readonly Held[]>

/** Counts every row and writes the digests down. `now`: corrected ms. */
export async function countRows(
  registry: Registry,
  store: DeviceStore,
  decompress: Decompress,
  now: number,
): Promise<Counted> {
  const { positions, packed } = await store.holdings()
  const rows = new Map((await store.all()).map((row) => [row.id, row]))
  const opened = stillPacked(await openPacks(store, decompress, Object.keys(packed)), packed)
  const counted = new Map<string, Held[]>(Object.keys(positions).map((bucket) => [bucket, []]))
  const strays: string[] = []
  // What lies in a pack is held as it lies there, whatever was written over it without opening it.
  const held = new Map([...rows, ...packedRows(registry, opened, rows)])
  for (const row of held.values()) {
    const buckets = bucketsOf(registry.find(row.type), row).filter((name) => counted.has(name))
    for (const bucket of buckets) counted.get(bucket)?.push({ id: row.id, rev: row.rev })
    if (buckets.length === 0 && registry.find(row.type) && rows.has(row.id)) strays.push(row.id)
  }
  await store.transact(strays, (found, holdings) => ({
    put: [],
    remove: strays.filter((id) => found.get(id)?.unsent === 0),
    holdings: {
      ...holdings,
      digests: Object.fromEntries(
        [...counted].map(([bucket, members]) => [bucket, writeDigest(digestOf(members))]),
      ),
      countedAt: now,
    },
  }))
  return counted
}

/** Buckets whose end a reply reached and of which this device holds something else; or has not counted them yet. */
export const differing = (
  digests: Readonly<Record<string, string>>,
  reply: SyncReply,
): readonly string[] =>
  Object.keys(reply.digests).filter((bucket) => digests[bucket] !== reply.digests[bucket])

/** The question that mends: a digest for each range of the buckets that differ. */
export const checkOf = (counted: Counted, buckets: readonly string[]): Record<string, string[]> =>
  Object.fromEntries(
    buckets.map((bucket) => {
      const members = counted.get(bucket) ?? []
      return [bucket, [...rangeDigests(members, rangesFor(members.length))]]
    }),
  )
