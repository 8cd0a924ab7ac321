/**
 * After a device's session was taken back: everything goes that the authority has, and nothing that it has not (D1). What it
 * refused stays with its words until the person has exported it or taken it back.
 */
import { noHoldings } from './holdings.ts'
import type { DeviceStore } from './store.ts'

/** How many rows are left: also what was written meanwhile. */
export async function keepOnlyUnsent(store: DeviceStore): Promise<number> {
  const rows = await store.all()
  const { packed } = await store.holdings()
  await store.transact(
    rows.map(({ id }) => id),
    (held) => ({
      put: [],
      remove: [...held.values()].filter(({ edits }) => edits.length === 0).map(({ id }) => id),
      removePacks: Object.values(packed).flat(),
      holdings: noHoldings,
    }),
  )
  return (await store.outbox()).length
}
