/** A bucket whose digests differ is compared range by range, and the ranges that differ are sent whole (R2). */
import { rangeDigests, rangeOf } from '../digest.ts'
import type { Repair } from '../wire/sync.ts'
import type { StoreView } from './store.ts'

export async function repairsFor(
  view: StoreView,
  check: Readonly<Record<string, readonly string[]>>,
  granted: ReadonlySet<string>,
): Promise<Repair[]> {
  const repairs: Repair[] = []
  for (const [bucket, theirs] of Object.entries(check)) {
    if (!granted.has(bucket) || theirs.length === 0) continue
    const members = await view.members(bucket)
    const ours = rangeDigests(members, theirs.length)
    const differing = new Set([...ours.keys()].filter((range) => ours[range] !== theirs[range]))
    repairs.push({
      bucket,
      ranges: theirs.length,
      differing: [...differing],
      ids: members.map(({ id }) => id).filter((id) => differing.has(rangeOf(id, theirs.length))),
    })
  }
  return repairs
}
