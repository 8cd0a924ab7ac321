/** Closed years as they came: compressed, and opened when somebody looks. An opened pack is rows like any other. */
import type { Registry } from '../../schema/define-record.ts'
import { digestOf, writeDigest } from '../digest.ts'
import { fromTables } from '../wire/columns.ts'
import type { WirePack, WireRow } from '../wire/sync.ts'
import type { Holdings } from './holdings.ts'
import type { DeviceRow } from './row.ts'
import { receive } from './row.ts'
import type { Change, DeviceStore, Pack } from './store.ts'

/** Undoes what `Packer.compress` did: base64, gunzip, UTF-8. Rejects what is damaged. */
export type Decompress = (data: string) => Promise<string>

/** Named by its contents, so that a repeated reply brings the same pack. */
export const packFrom = (pack: WirePack): Pack => ({
  ...pack,
  id: `${pack.bucket}|${writeDigest(digestOf([{ id: pack.data, rev: 0 }]))}`,
})

export type Opened = readonly { readonly pack: Pack; readonly rows: readonly WireRow[] }[]

/** The rows in the packs of a bucket. A damaged pack gives none: the digest will tell (R1), and its rows come again. */
export async function openPacks(
  store: DeviceStore,
  decompress: Decompress,
  buckets: readonly string[],
): Promise<Opened> {
  const packs = (await Promise.all(buckets.map((bucket) => store.packs(bucket)))).flat()
  return Promise.all(packs.map(async (pack) => ({ pack, rows: await rowsIn(pack, decompress) })))
}

export const idsIn = (opened: Opened): readonly string[] =>
  opened.flatMap(({ rows }) => rows.map(({ id }) => id))

async function rowsIn(pack: Pack, decompress: Decompress): Promise<readonly WireRow[]> {
  try {
    const tables: unknown = JSON.parse(await decompress(pack.data))
    return (Array.isArray(tables) ? fromTables(tables) : undefined) ?? []
  } catch (error) {
    if (isDamage(error)) return []
    throw error
  }
}

/** What decompressing and parsing throw at contents that are none. */
const isDamage = (error: unknown): boolean =>
  error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError

/**
 * Turns the packs of these buckets into rows, one after the other, so that the screen gets its turn between two and shows what is
 * asked for first. Nobody's count changes: a packed row was held as well.
 */
export async function unpack(
  registry: Registry,
  store: DeviceStore,
  decompress: Decompress,
  buckets: readonly string[],
): Promise<void> {
  const { packed } = await store.holdings()
  for (const bucket of buckets) {
    const listed = packed[bucket]
    if (!listed) continue
    const packs = new Map((await store.packs(bucket)).map((pack) => [pack.id, pack]))
    for (const id of new Set([...listed, ...packs.keys()])) {
      const pack = packs.get(id)
      const rows = pack ? await rowsIn(pack, decompress) : []
      await store.transact(
        rows.map((row) => row.id),
        (held, holdings): Change => ({
          // A pack that is not on the list belongs to nobody.
          put: isListed(holdings, bucket, id) ? [...received(registry, rows, held).values()] : [],
          removePacks: [id],
          holdings: { ...holdings, packed: withoutPack(holdings.packed, bucket, id) },
        }),
      )
    }
  }
}

const isListed = ({ packed }: Holdings, bucket: string, id: string): boolean =>
  packed[bucket]?.includes(id) ?? false

/** A bucket whose last pack is gone stands on no list. */
function withoutPack(packed: Holdings['packed'], bucket: string, id: string): Holdings['packed'] {
  const left = packed[bucket]?.filter((each) => each !== id) ?? []
  return { ...without(packed, [bucket]), ...(left.length > 0 && { [bucket]: left }) }
}

/** Of what was opened, what nobody else has opened or let go meanwhile. */
export function stillPacked(
  opened: Opened,
  packed: Readonly<Record<string, readonly string[]>>,
): Opened {
  const ids = new Set(Object.values(packed).flat())
  return opened.filter(({ pack }) => ids.has(pack.id))
}

/** Rows from packs that the device does not hold as rows yet. */
export function packedRows(
  registry: Registry,
  opened: Opened,
  held: ReadonlyMap<string, DeviceRow>,
): ReadonlyMap<string, DeviceRow> {
  return received(
    registry,
    opened.flatMap(({ rows }) => rows),
    held,
  )
}

function received(
  registry: Registry,
  rows: readonly WireRow[],
  held: ReadonlyMap<string, DeviceRow>,
): ReadonlyMap<string, DeviceRow> {
  const found = new Map<string, DeviceRow>()
  for (const news of rows) {
    const known = found.get(news.id) ?? held.get(news.id)
    const row = receive(registry, known, news)
    if (row !== known) found.set(news.id, row)
  }
  return found
}

export const without = <Value>(
  record: Readonly<Record<string, Value>>,
  names: readonly string[],
): Record<string, Value> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)))
