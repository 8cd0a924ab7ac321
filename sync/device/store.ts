/** What the device engine needs of a database. In the browser RxDB, in tests memory; both under one contract suite. */
import type { WirePack } from '../wire/sync.ts'
import type { Holdings } from './holdings.ts'
import type { DeviceRow } from './row.ts'

/** A stretch of a closed year as it came, until somebody opens the year. Its id is the bucket and where it begins. */
export type Pack = WirePack & { readonly id: string }

export type Change = {
  readonly put: readonly DeviceRow[]
  readonly remove?: readonly string[]
  readonly putPacks?: readonly Pack[]
  readonly removePacks?: readonly string[]
  /** Replaces the note of what is held, in the same transaction as the rows it stands for (D2). */
  readonly holdings?: Holdings
}

export type DeviceStore = {
  /** Rows with unsent edits. */
  outbox(): Promise<readonly DeviceRow[]>
  holdings(): Promise<Holdings>
  /** The unopened packs of a bucket. */
  packs(bucket: string): Promise<readonly Pack[]>
  /**
   * Reads the rows named, lets `work` decide, and writes its answer: all of it or, when this rejects, nothing.
   * Nobody else writes in between.
   */
  transact(
    ids: readonly string[],
    work: (rows: ReadonlyMap<string, DeviceRow>, holdings: Holdings) => Change,
  ): Promise<void>
  /** Every row held, for what must look at all of them. */
  all(): Promise<readonly DeviceRow[]>
}
