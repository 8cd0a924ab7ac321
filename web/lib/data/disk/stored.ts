/**
 * How a row lies in the database: in clear only what lists read by, everything else as one text. RxDB's Dexie storage
 * walks through every object it reads and takes a key that starts with `__` for one of its own (it comes back as `|`),
 * and keys of sets are random; a text it leaves alone, and it is faster to copy. It also means that the stored
 * schema never changes with a record type, and that one text is all there is to seal (cipher.ts).
 */
import type { DeviceRow } from '#sync/device/row.ts'
import type { Holdings, Positions } from '#sync/device/holdings.ts'
import { noHoldings } from '#sync/device/holdings.ts'
import type { Pack } from '#sync/device/store.ts'

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

/**
 * Not records: the note of what is held, and closed years still packed. They lie in the same table so that they are
 * written with the rows they stand for (D2).
 */
export const holdingsId = '$holdings'
/** The first release kept only positions, under this name. */
export const earlierPositionsId = '$positions'
export const packType = '$pack'
export const isRecord = (stored: StoredRow): boolean => !stored.type.startsWith('$')

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

const aside = { unsent: 0, removed: 0 } as const

const noted = (id: string, packed: string): StoredRow => ({
  ...aside,
  ...{ id, type: id, of: '', recency: 0, packed },
})

export const storedHoldings = (holdings: Holdings): StoredRow =>
  noted(holdingsId, JSON.stringify(holdings))

export function holdingsOf(
  stored: StoredRow | undefined,
  earlier: StoredRow | undefined,
): Holdings {
  // Both were written by this file, or by the release before it.
  if (stored) return JSON.parse(stored.packed) as Holdings
  if (earlier) return { ...noHoldings, positions: JSON.parse(earlier.packed) as Positions }
  return noHoldings
}

export const storedPack = (pack: Pack): StoredRow => ({
  ...aside,
  id: storedPackId(pack.id),
  type: packType,
  of: pack.bucket,
  recency: recencyOf(pack.newest),
  packed: JSON.stringify(pack),
})

export const storedPackId = (id: string): string => `${packType}|${id}`

export const packOf = (stored: StoredRow): Pack => JSON.parse(stored.packed) as Pack

const recencyOf = (at: string): number => {
  const ms = Date.parse(at)
  return Number.isNaN(ms) ? 0 : -ms
}
