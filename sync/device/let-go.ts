/** What was opened on demand is kept in step while somebody looks, and let go some days later: rows, packs and place. */
import { homeBuckets } from '../../schema/bucket.ts'
import type { Registry } from '../../schema/define-record.ts'
import { yearAt } from '../../schema/rules/calendar.ts'
import type { SyncReply } from '../wire/sync.ts'
import type { Sender } from './exchange.ts'
import { Count, bucketsOf } from './holdings.ts'
import type { Holdings } from './holdings.ts'
import { without } from './packs.ts'
import type { DeviceRow } from './row.ts'
import { leave } from './row.ts'
import type { DeviceStore } from './store.ts'

const keptForMs = 3 * 86_400_000
/** How exactly it is noted when somebody last looked: each note is a write. */
const notedEveryMs = 3_600_000

export async function letGo(
  registry: Registry,
  store: DeviceStore,
  { actor, now }: Pick<SyncReply, 'actor' | 'now'>,
  open: ReturnType<Sender['open']>,
): Promise<void> {
  const holdings = await store.holdings()
  const wanted = new Set([...open.inUse, ...open.kept])
  const year = yearAt(now)
  const home = new Set(homeBuckets(actor, year))
  const guests = Object.keys(holdings.positions).filter((bucket) => !home.has(bucket))
  const used = usedNow(holdings.used, guests, wanted, now)
  const idle = guests.filter((bucket) => now - (used[bucket] ?? now) > keptForMs)
  if (idle.length === 0 && used === holdings.used) return
  const rows = idle.length === 0 ? [] : await onlyIn(registry, store, holdings, idle)
  await store.transact(rows, (held, current) => {
    const count = new Count(registry, without(current.digests, idle))
    const put: DeviceRow[] = []
    const remove: string[] = []
    for (const row of held.values()) {
      const after = leave(row)
      count.replace(row, after)
      if (after) put.push(after)
      else remove.push(row.id)
    }
    return {
      put,
      remove,
      removePacks: idle.flatMap((bucket) => current.packed[bucket] ?? []),
      holdings: {
        ...current,
        positions: without(current.positions, idle),
        digests: count.result(),
        packed: without(current.packed, idle),
        used: without(used, idle),
      },
    }
  })
}

/** The same object where there is nothing to note. */
function usedNow(
  used: Holdings['used'],
  guests: readonly string[],
  wanted: ReadonlySet<string>,
  now: number,
): Holdings['used'] {
  const stale = guests.filter(
    (bucket) =>
      used[bucket] === undefined || (wanted.has(bucket) && now - used[bucket] > notedEveryMs),
  )
  if (stale.length === 0) return used
  return { ...used, ...Object.fromEntries(stale.map((bucket) => [bucket, now])) }
}

/** Rows that lie in these buckets and in no other that is held. */
async function onlyIn(
  registry: Registry,
  store: DeviceStore,
  { positions }: Holdings,
  idle: readonly string[],
): Promise<readonly string[]> {
  const rows = await store.all()
  return rows
    .filter((row) => {
      const buckets = bucketsOf(registry.find(row.type), row).filter((name) => name in positions)
      return buckets.length > 0 && buckets.every((bucket) => idle.includes(bucket))
    })
    .map((row) => row.id)
}
