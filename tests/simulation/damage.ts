/** What a broken disk, an eviction or a bug leaves behind. Unsent words are never touched: losing those is eviction. */
import type { Holdings } from '../../sync/device/holdings.ts'
import type { DeviceRow } from '../../sync/device/row.ts'
import type { Change } from '../../sync/device/store.ts'
import type { Disk } from './disk.ts'
import type { Damage } from './faults.ts'

type Lying = {
  readonly rows: readonly DeviceRow[]
  readonly holdings: Holdings
  readonly disk: Disk
  readonly pick: number
}

type Done = Omit<Change, 'put'> & { readonly put?: readonly DeviceRow[] }

/** What the damage changes; undefined where there is nothing to damage. */
const ways: Readonly<
  Record<Damage, (lying: Lying) => Promise<Done | undefined> | Done | undefined>
> = {
  rowsVanish: ({ rows, pick }) => {
    const lost = rows.filter((_row, index) => (index + pick) % 3 === 0).map(({ id }) => id)
    return lost.length > 0 ? { remove: lost } : undefined
  },
  revWrong: ({ rows, pick }) => {
    const row = at(rows, pick)
    return row && row.rev > 0
      ? { put: [{ ...row, rev: row.rev + (pick % 2 ? 3 : -1) }] }
      : undefined
  },
  rowOlder: ({ rows, disk, pick }) => {
    const older = rows.flatMap((row) => {
      const before = disk.olderRows.get(row.id)
      return before && before.rev < row.rev ? [before] : []
    })
    const row = at(older, pick)
    return row && { put: [row] }
  },
  rowStrays: ({ rows, pick }) => {
    const row = at(rows, pick)
    return row && { put: [{ ...row, id: `stray-${pick}` }] }
  },
  digestWrong: ({ holdings, pick }) => {
    const bucket = at(Object.keys(holdings.digests), pick)
    const digests = { ...holdings.digests, [bucket ?? '']: '7.abc.def' }
    return bucket === undefined ? undefined : { holdings: { ...holdings, digests } }
  },
  digestMissing: ({ holdings, pick }) => {
    const bucket = at(Object.keys(holdings.digests), pick)
    if (bucket === undefined) return undefined
    const { [bucket]: _lost, ...digests } = holdings.digests
    return { holdings: { ...holdings, digests } }
  },
  noteOlder: ({ disk, pick }) => {
    const older = at(disk.olderNotes, pick)
    return older && { holdings: older }
  },
  positionAhead: ({ holdings, pick }) => {
    const bucket = at(Object.keys(holdings.positions), pick)
    const position = bucket === undefined ? undefined : holdings.positions[bucket]
    if (bucket === undefined || typeof position !== 'number') return undefined
    const positions = { ...holdings.positions, [bucket]: position + 1 + (pick % 3) }
    return { holdings: { ...holdings, positions } }
  },
  positionMissing: ({ holdings, pick }) => {
    const bucket = at(Object.keys(holdings.positions), pick)
    if (bucket === undefined) return undefined
    const { [bucket]: _lost, ...positions } = holdings.positions
    return { holdings: { ...holdings, positions } }
  },
  packVanishes: ({ holdings, pick }) => {
    const id = at(Object.values(holdings.packed).flat(), pick)
    return id === undefined ? undefined : { removePacks: [id] }
  },
  packGarbled: async ({ holdings, disk, pick }) => {
    const bucket = at(Object.keys(holdings.packed), pick)
    const pack = bucket === undefined ? undefined : at(await disk.contents.packs(bucket), pick)
    return pack && { putPacks: [{ ...pack, data: pick % 2 ? pack.data.slice(1) : '[{"type":1}]' }] }
  },
}

const at = <Item>(list: readonly Item[], index: number): Item | undefined =>
  list[index % Math.max(list.length, 1)]

/** False where there was nothing to damage. */
export async function damage(disk: Disk, how: Damage, pick: number): Promise<boolean> {
  const rows = (await disk.contents.all()).filter((row) => row.unsent === 0)
  const holdings = await disk.contents.holdings()
  const done = await ways[how]({ rows, holdings, disk, pick })
  if (!done) return false
  await disk.contents.transact([], () => ({ put: [], ...done }))
  return true
}
