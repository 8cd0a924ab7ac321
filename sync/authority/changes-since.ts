/**
 * What a device should learn next. In a bucket it does not know it first gets a snapshot, newest first, at the sequence
 * the bucket then had, page by page from wherever the last one ended; after that, and from then on, what the log says.
 */
import type { Actor } from '../../schema/access.ts'
import { homeBuckets, isClosed, isOfConflicts, mayRead } from '../../schema/bucket.ts'
import type { Registry } from '../../schema/define-record.ts'
import { emptyDigest, writeDigest } from '../digest.ts'
import type { Position, SyncReply, WirePack, WireRow } from '../wire/sync.ts'
import { limits } from '../wire/sync.ts'
import type { Packer } from './packs.ts'
import { packOf } from './packs.ts'
import { readPosition, snapshotPosition } from './position.ts'
import { repairsFor } from './repair.ts'
import { scopeOf } from './scope.ts'
import type { BucketState, LogEntry, Row, StoreView } from './store.ts'

export type Wanted = {
  readonly positions: Readonly<Record<string, Position>>
  readonly open: readonly string[]
  readonly scope: string
  /** Of the compressed reply, in bytes, about. */
  readonly page: number
  /** At most so many rows: the first protocol, which has no snapshots either. */
  readonly rows?: number
  readonly packs: boolean
  readonly check: Readonly<Record<string, readonly string[]>>
  /**
   * Rows that the device wrote and that were taken. It knows only its own words of them, and of what never lay in its
   * buckets no log will ever tell: it is told at once what became of them, or that it may not hold them.
   */
  readonly written?: readonly string[]
}

export type Changes = Pick<
  SyncReply,
  | 'rows'
  | 'packs'
  | 'unpack'
  | 'gone'
  | 'positions'
  | 'digests'
  | 'repairs'
  | 'scope'
  | 'granted'
  | 'more'
>

export type Asking = {
  readonly registry: Registry
  readonly view: StoreView
  readonly actor: Actor
  readonly year: number
  readonly packer: Packer
}

/** So many entries are read at a time, for a page may end after them: no more than would fill it, were they ever so small. */
const chunkFor = (page: number): number => Math.min(64, Math.ceil(page / 30))
const packRowsFor = (page: number): number => Math.min(limits.packRows, Math.ceil(page / 4))

export async function changesSince(asking: Asking, wanted: Wanted): Promise<Changes> {
  const { actor, view, year } = asking
  // P4: the authority alone computes what may be read; what a device names is only a wish.
  const asked = [...wanted.open, ...Object.keys(wanted.positions)]
  const granted = new Set([
    ...homeBuckets(actor, year),
    ...asked.filter((bucket) => mayRead(actor, bucket)),
  ])
  // The first protocol's release knows no conflicts, and takes nothing away that it does not know.
  if (wanted.rows !== undefined)
    for (const bucket of granted) if (isOfConflicts(bucket)) granted.delete(bucket)
  const states = await view.buckets([...granted])
  const page = new Page(asking, granted, wanted, states)
  for (const bucket of granted) {
    const state = states.get(bucket) ?? (bucket in wanted.positions ? neverUsed : undefined)
    if (state) await page.fill(bucket, state)
  }
  const repairs = await repairsFor(view, wanted.check, granted)
  await page.add(repairs.flatMap(({ ids }) => ids))
  await page.addWritten(wanted.written ?? [])
  const scope = scopeOf(granted)
  return {
    ...page.contents(),
    repairs,
    scope,
    ...(scope !== wanted.scope && { granted: [...granted] }),
  }
}

/** A bucket that a device has come far in, and this database never heard of: it is older than the device's news. */
const neverUsed: BucketState = { last: 0, digest: emptyDigest }

/** One reply's worth of news. */
class Page {
  readonly #asking: Asking
  readonly #granted: ReadonlySet<string>
  readonly #wanted: Wanted
  readonly #states: ReadonlyMap<string, BucketState>
  readonly #rows = new Map<string, WireRow>()
  readonly #gone = new Set<string>()
  readonly #packs: WirePack[] = []
  readonly #unpack: string[] = []
  readonly #positions: Record<string, Position> = {}
  readonly #digests: Record<string, string> = {}
  #room: number
  #more = false

  constructor(
    asking: Asking,
    granted: ReadonlySet<string>,
    wanted: Wanted,
    states: ReadonlyMap<string, BucketState>,
  ) {
    this.#asking = asking
    this.#granted = granted
    this.#wanted = wanted
    this.#states = states
    this.#room = wanted.page
  }

  contents() {
    return {
      rows: [...this.#rows.values()],
      packs: this.#packs,
      unpack: this.#unpack,
      gone: [...this.#gone],
      positions: this.#positions,
      digests: this.#digests,
      more: this.#more,
    }
  }

  /** Adds what the device lacks of a bucket, as far as the page has room. */
  async fill(bucket: string, state: BucketState): Promise<void> {
    const held = this.#wanted.positions[bucket]
    if (held === state.last) {
      this.#digests[bucket] = writeDigest(state.digest)
      return
    }
    if (this.#isFull()) {
      this.#more = true
      return
    }
    const sequence = await this.#fillSnapshot(bucket, held, state.last)
    if (sequence === undefined || !(await this.#fillLog(bucket, sequence))) this.#more = true
    else this.#digests[bucket] = writeDigest(state.digest)
  }

  /** What the device did not ask for and may read stays with it as it wrote it, until it counts its rows. */
  async addWritten(ids: readonly string[]): Promise<void> {
    const { actor, view } = this.#asking
    const rows = await view.rows(ids)
    await this.add(
      ids.filter((id) => {
        const buckets = this.#bucketsOf(rows.get(id))
        return (
          buckets.some((bucket) => this.#granted.has(bucket)) ||
          !buckets.some((bucket) => mayRead(actor, bucket))
        )
      }),
    )
  }

  /** Rows by id, whatever the device holds of them. */
  async add(ids: readonly string[]): Promise<void> {
    const { view } = this.#asking
    const wanted = ids.filter((id) => !this.#rows.has(id))
    const rows = await view.rows(wanted)
    for (const id of wanted) {
      const row = rows.get(id)
      const buckets = this.#bucketsOf(row)
      const readable = buckets.filter((bucket) => this.#granted.has(bucket))
      // A row is sent while it lies in any bucket the device may read (P4), and gone when it lies in none.
      if (row && readable.length > 0) {
        this.#rows.set(id, wireRow(row))
        this.#room -= sizeOf(row)
        for (const bucket of readable) this.#begin(bucket)
      } else {
        this.#gone.add(id)
      }
    }
  }

  /**
   * D2: whoever holds a row of a bucket has a place in it, before the first page of its snapshot too: a snapshot tells what
   * is there, and that a row has left it meanwhile only the log.
   */
  #begin(bucket: string): void {
    const state = this.#states.get(bucket)
    if (this.#wanted.rows !== undefined || !state) return
    if (bucket in this.#wanted.positions || bucket in this.#positions) return
    this.#positions[bucket] = snapshotPosition({ upTo: state.last, after: undefined })
  }

  /** The sequence of the finished snapshot, undefined where the page is full before its end. */
  async #fillSnapshot(
    bucket: string,
    held: Position | undefined,
    last: number,
  ): Promise<number | undefined> {
    if (this.#wanted.rows !== undefined) return typeof held === 'number' ? held : 0
    const at = readPosition(held, last)
    if (typeof at === 'number') return at
    const { view, year } = this.#asking
    const packed = this.#wanted.packs && isClosed(bucket, year)
    const stretch = packed ? packRowsFor(this.#wanted.page) : chunkFor(this.#wanted.page)
    let { after } = at
    for (;;) {
      const places = await view.snapshot(bucket, at.upTo, after, stretch)
      if (places.length === 0) break
      if (packed) {
        const quiet = at.upTo === last
        const pack = await packOf(this.#asking, { bucket, upTo: at.upTo, after, places, quiet })
        this.#packs.push(pack)
        this.#room -= pack.data.length
      } else {
        await this.add(places.map(({ id }) => id))
      }
      after = places.at(-1)
      if (this.#isFull()) {
        this.#positions[bucket] = snapshotPosition({ upTo: at.upTo, after })
        return undefined
      }
    }
    this.#positions[bucket] = at.upTo
    return at.upTo
  }

  /** Whether the page reached the end of the log. */
  async #fillLog(bucket: string, from: number): Promise<boolean> {
    for (let sequence = from; ;) {
      const limit = Math.min(chunkFor(this.#wanted.page), this.#rowsLeft())
      const entries: readonly LogEntry[] = await this.#asking.view.entriesSince(
        bucket,
        sequence,
        limit,
      )
      const last = entries.at(-1)
      if (!last) return true
      if (sequence === from && isClosed(bucket, this.#asking.year)) this.#unpack.push(bucket)
      await this.add(entries.map(({ row }) => row))
      sequence = last.sequence
      this.#positions[bucket] = sequence
      if (entries.length < limit) return true
      if (this.#isFull()) return false
    }
  }

  #bucketsOf(row: Row | undefined): readonly string[] {
    return row ? (this.#asking.registry.find(row.type)?.seenIn(row.body, row.id) ?? []) : []
  }

  #isFull(): boolean {
    return this.#room <= 0 || this.#rowsLeft() <= 0
  }

  #rowsLeft(): number {
    return (this.#wanted.rows ?? Infinity) - this.#rows.size - this.#gone.size
  }
}

const wireRow = ({ id, type, body, stamps, rev }: Row): WireRow => ({ id, type, body, stamps, rev })

/** Bytes a row takes in a compressed reply, about: contents shrink to a quarter, ids hardly. */
const sizeOf = (row: Row): number => 12 + JSON.stringify(row.body).length / 6
