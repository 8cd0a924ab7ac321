/** Closed years, packed: the rows of a stretch of a snapshot as one compressed text, made once and kept while there is room. */
import { toTables } from '../wire/columns.ts'
import type { WirePack } from '../wire/sync.ts'
import type { Place, StoreView } from './store.ts'

export type Packer = {
  /** Text, gzipped, in base64. */
  compress(text: string): Promise<string>
  kept(key: string): WirePack | undefined
  keep(key: string, pack: WirePack): void
}

type Stretch = {
  readonly bucket: string
  readonly upTo: number
  readonly after: Place | undefined
  readonly places: readonly Place[]
  /** Nothing has changed in the bucket since `upTo`: only then is a kept pack still all the device may see (P4). */
  readonly quiet: boolean
}

export async function packOf(
  { view, packer }: { readonly view: StoreView; readonly packer: Packer },
  { bucket, upTo, after, places, quiet }: Stretch,
): Promise<WirePack> {
  const key = JSON.stringify([bucket, upTo, after?.at, after?.id, places.length])
  const kept = quiet ? packer.kept(key) : undefined
  if (kept) return kept
  const held = await view.rows(places.map(({ id }) => id))
  const rows = places.flatMap(({ id }) => held.get(id) ?? [])
  const tables = toTables(
    rows.map(({ id, type, body, stamps, rev }) => ({ id, type, body, stamps, rev })),
  )
  const pack: WirePack = {
    bucket,
    rows: rows.length,
    newest: places[0]?.at ?? '',
    data: await packer.compress(JSON.stringify(tables)),
  }
  if (quiet) packer.keep(key, pack)
  return pack
}

/** Keeps packs while they fit; those asked for longest ago go first. Room in characters. */
export function makePacker(compress: Packer['compress'], room: number): Packer {
  const packs = new Map<string, WirePack>()
  let used = 0
  return {
    compress,
    kept(key) {
      const pack = packs.get(key)
      if (!pack) return undefined
      packs.delete(key)
      packs.set(key, pack)
      return pack
    },
    keep(key, pack) {
      packs.set(key, pack)
      used += pack.data.length
      for (const [oldest, { data }] of packs) {
        if (used <= room) break
        packs.delete(oldest)
        used -= data.length
      }
    },
  }
}
