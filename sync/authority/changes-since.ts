/** What a device should learn next: the rows that moved in the buckets it may read, in the order of each bucket's log. */
import type { Actor } from '../../schema/access.ts'
import { homeBuckets, mayRead } from '../../schema/bucket.ts'
import type { Registry } from '../../schema/define-record.ts'
import type { WireRow } from '../wire/sync.ts'
import type { Row, StoreView } from './store.ts'

export type Wanted = {
  readonly positions: Readonly<Record<string, number>>
  readonly open: readonly string[]
  /** At most so many rows. */
  readonly rows: number
}

export type Changes = {
  readonly rows: readonly WireRow[]
  readonly gone: readonly string[]
  readonly positions: Readonly<Record<string, number>>
  readonly dropped: readonly string[]
  readonly more: boolean
}

export async function changesSince(
  registry: Registry,
  view: StoreView,
  actor: Actor,
  year: number,
  wanted: Wanted,
): Promise<Changes> {
  // P4: the authority alone computes what may be read; what a device names is only a wish.
  const asked = [...wanted.open, ...Object.keys(wanted.positions)]
  const granted = new Set([
    ...homeBuckets(actor, year),
    ...asked.filter((bucket) => mayRead(actor, bucket)),
  ])
  const positions = new Map([...granted].map((bucket) => [bucket, wanted.positions[bucket] ?? 0]))
  const moved = new Set(await view.moved(positions))
  const seen = new Map<string, boolean>()
  let more = false
  for (const bucket of granted) {
    if (!moved.has(bucket)) continue
    if (seen.size >= wanted.rows) {
      more = true
      break
    }
    const room = wanted.rows - seen.size
    const entries = await view.entriesSince(bucket, positions.get(bucket) ?? 0, room)
    for (const entry of entries) seen.set(entry.row, (seen.get(entry.row) ?? true) && entry.gone)
    const last = entries.at(-1)
    if (last) positions.set(bucket, last.sequence)
    if (entries.length === room) more = true
  }
  const rows = await view.rows([...seen.keys()])
  const { sent, gone } = sort(registry, seen.keys(), rows, granted)
  return {
    rows: sent,
    gone,
    positions: Object.fromEntries([...positions].filter(([, sequence]) => sequence > 0)),
    dropped: Object.keys(wanted.positions).filter((bucket) => !granted.has(bucket)),
    more,
  }
}

/** A row is sent while it lies in any bucket the device may read (P4), and gone when it lies in none. */
function sort(
  registry: Registry,
  ids: Iterable<string>,
  rows: ReadonlyMap<string, Row>,
  granted: ReadonlySet<string>,
): { sent: readonly WireRow[]; gone: readonly string[] } {
  const sent: WireRow[] = []
  const gone: string[] = []
  for (const id of ids) {
    const row = rows.get(id)
    const buckets = row ? (registry.find(row.type)?.seenIn(row.body, row.id) ?? []) : []
    if (row && buckets.some((bucket) => granted.has(bucket))) {
      sent.push({ id, type: row.type, body: row.body, stamps: row.stamps, rev: row.rev })
    } else {
      gone.push(id)
    }
  }
  return { sent, gone }
}
