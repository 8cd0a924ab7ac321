/**
 * How a row lies in the database: in clear only what lists read by, everything else as one text. RxDB's Dexie storage
 * walks through every object it reads and takes a key that starts with `__` for one of its own (it comes back as `|`),
 * and keys of sets are random; a text it leaves alone, and it is faster to copy. It also means that the stored
 * schema never changes with a record type.
 */
import type { DeviceRow } from '#sync/device/row.ts'
import type { Positions } from '#sync/device/store.ts'

export type StoredRow = {
  readonly id: string
  readonly type: string
  readonly of: string
  /** Minus the milliseconds of `at`: newest first when read forwards, the only way RxDB's Dexie can read an index. */
  readonly recency: number
  readonly unsent: 0 | 1
  readonly removed: 0 | 1
  /** The rest of the row as JSON. */
  readonly packed: string
}

export type StoredDraft = {
  readonly id: string
  readonly savedAt: number
  readonly packed: string
}

/** Not a record: the positions, kept in the same table so that they are written with the rows they stand for (D2). */
const positionsType = '$positions'
export const positionsId = '$positions'
export const isRecord = (stored: StoredRow): boolean => stored.type !== positionsType

type Packed = Omit<DeviceRow, 'id' | 'type' | 'of' | 'unsent'>

export function toStored(row: DeviceRow): StoredRow {
  const { id, type, of, unsent, ...packed } = row
  return {
    id,
    type,
    of,
    recency: recencyOf(row.at),
    unsent,
    removed: row.body['removedAt'] === undefined ? 0 : 1,
    packed: JSON.stringify(packed satisfies Packed),
  }
}

export function fromStored(stored: StoredRow): DeviceRow {
  const { id, type, of, unsent } = stored
  return { id, type, of, unsent, ...(JSON.parse(stored.packed) as Packed) }
}

export const storedPositions = (positions: Positions): StoredRow => ({
  id: positionsId,
  type: positionsType,
  of: '',
  recency: 0,
  unsent: 0,
  removed: 0,
  packed: JSON.stringify(positions),
})

export const positionsOf = (stored: StoredRow | undefined): Positions =>
  stored ? (JSON.parse(stored.packed) as Positions) : {}

const recencyOf = (at: string): number => {
  const ms = Date.parse(at)
  return Number.isNaN(ms) ? 0 : -ms
}
